"""How a person works with a page: with a pointer, or with the keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

MOST_TABS = 200
IS_FOCUSED = "element => element === document.activeElement"
IS_OF_ITS_GROUP = """element => {
    const now = document.activeElement;
    return now.type === "radio" && now.name === element.name && now.form === element.form;
}"""
FOCUS_CAN_BE_SEEN = """() => {
    const now = document.activeElement;
    const shown = element => {
        const style = getComputedStyle(element);
        return style.outlineStyle !== "none" && style.outlineWidth !== "0px";
    };
    return shown(now) || (now.closest(".option") !== null && shown(now.closest(".option")));
}"""


class Pointer:
    """Clicks where it likes."""

    def press(self, button: Locator) -> None:
        button.click()

    def choose(self, box: Locator) -> None:
        box.check()

    def write(self, field: Locator, text: str) -> None:
        field.fill(text)


class Keyboard:
    """Goes from one thing to the next with Tab, and never without seeing where it is."""

    def press(self, button: Locator) -> None:
        self._reach(button, IS_FOCUSED)
        button.page.keyboard.press("Enter")

    def choose(self, box: Locator) -> None:
        keys = box.page.keyboard
        if box.get_attribute("type") != "radio":
            self._reach(box, IS_FOCUSED)
            keys.press("Space")
            return
        self._reach(box, IS_OF_ITS_GROUP)
        keys.press("Space")
        for _ in range(MOST_TABS):
            if box.evaluate(IS_FOCUSED):
                break
            keys.press("ArrowDown")
        assert box.is_checked()

    def write(self, field: Locator, text: str) -> None:
        self._reach(field, IS_FOCUSED)
        keys = field.page.keyboard
        keys.press("ControlOrMeta+a")
        keys.type(text)

    def _reach(self, wanted: Locator, there: str) -> None:
        page: Page = wanted.page
        for _ in range(MOST_TABS):
            if wanted.evaluate(there):
                assert page.evaluate(FOCUS_CAN_BE_SEEN), "The focus cannot be seen."
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"The keyboard does not get to {wanted}.")


Hands = Pointer | Keyboard
