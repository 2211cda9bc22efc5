"""From signing in to the certificate by the keyboard alone, by passkey: where one is can be seen, and is never lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from lms.services.certifying import issuing
from tests.browser.hands import FOCUS_CAN_BE_SEEN, Keyboard
from tests.browser.test_journey import right_option
from tests.browser.test_passkeys import DEVICE, EMAIL
from tests.services.accounts.post import PASSWORD
from tests.services.factors.people import joined, known
from tests.services.walks import finish_course
from tests.support.site import House

pytestmark = pytest.mark.browser

IS_SOMEWHERE = "document.activeElement !== document.body && document.activeElement !== null"
SAVED = re.compile(r"^Saved \d\d:\d\d$")


class Keys:
    """Somebody who has no pointer, and a device for passkeys."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._hands = Keyboard()

    def press(self, name: str, role: str = "button") -> None:
        self._hands.press(self.page.get_by_role(role, name=name, exact=True).first)  # type: ignore[arg-type]

    def follow(self, name: str) -> None:
        self.press(name, "link")

    def write(self, label: str, text: str) -> None:
        self._hands.write(self.page.get_by_label(label, exact=True), text)

    def choose(self, label: str) -> None:
        self._hands.choose(self.page.get_by_label(label))

    def arrives(self, title: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)

    def is_told(self, words: str) -> None:
        """What was refused stands where one is now, and leads to its field."""
        alert = self.page.get_by_role("alert")
        expect(alert).to_contain_text(words)
        self._is_at(alert)

    def stays(self) -> None:
        assert self.page.evaluate(IS_SOMEWHERE), "Where one was is lost."
        assert self.page.evaluate(FOCUS_CAN_BE_SEEN), "Where one is cannot be seen."

    def _is_at(self, place: Locator) -> None:
        expect(place).to_be_focused()
        assert self.page.evaluate(FOCUS_CAN_BE_SEEN), "Where one is cannot be seen."


@pytest.fixture
def keys(chromium: Browser, base: str, house: House) -> Iterator[Keys]:
    joined(house, EMAIL)
    finish_course(house, known(house, EMAIL))
    address = base.replace("127.0.0.1", "localhost")
    with chromium.new_context(base_url=address, viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        device = context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        page.goto("/")
        yield Keys(page)


def test_one_signs_in_passes_and_gets_a_certificate_without_a_pointer(keys: Keys, house: House) -> None:
    sign_in(keys)
    add_a_passkey(keys)
    sign_in_by_it(keys)
    pass_the_examination(keys)
    claim(keys, house)


def sign_in(keys: Keys) -> None:
    keys.follow("Sign in")
    keys.write("E-mail address", EMAIL)
    keys.write("Password", "not the one that was chosen")
    keys.press("Sign in")
    keys.is_told("do not belong together")
    keys.write("Password", PASSWORD)
    keys.press("Show password")
    keys.stays()
    keys.press("Sign in")
    keys.arrives("Hello, Amal Haddad")


def add_a_passkey(keys: Keys) -> None:
    keys.follow("Account")
    keys.arrives("Your account")
    keys.follow("Set up a second step")
    keys.follow("Add a passkey")
    keys.write("A name for this passkey", "My key")
    keys.press("Add the passkey")
    keys.arrives("Your recovery codes")
    keys.follow("I have kept them")


def sign_in_by_it(keys: Keys) -> None:
    keys.press("Sign out")
    keys.follow("Sign in")
    keys.press("Sign in with a passkey")
    keys.arrives("Hello, Amal Haddad")


def pass_the_examination(keys: Keys) -> None:
    keys.follow("Take: The listening examination")
    keys.press("Begin")
    keys.is_told("Please agree")
    keys.choose("I answer on my own.")
    keys.press("Begin")
    for n in range(1, 6):
        keys.arrives(f"Question {n} of 5")
        keys.choose(right_option(keys.page.locator(".asked").inner_text()))
        expect(keys.page.locator("#saved")).to_have_text(SAVED)
        keys.stays()
        keys.press("Save and look it over" if n == 5 else "Save and go on")
    keys.arrives("Before you hand in")
    keys.press("Hand in")
    keys.arrives("Passed")


def claim(keys: Keys, house: House) -> None:
    keys.follow("Claim my certificate")
    keys.write("Your name, as it will be printed", "Amal Haddad")
    keys.press("Issue my certificate")
    keys.is_told("Please read")
    keys.choose("I have read")
    keys.press("Issue my certificate")
    expect(keys.page).to_have_url(re.compile(r"/certificates/[0-9A-Z-]{10,}$"))
    issuing.carry_on(house.context, keys.page.url.rsplit("/", 1)[1])
    keys.follow("Look again now")
    keys.arrives("Good Listener")
    expect(keys.page.get_by_role("link", name="Download the PDF")).to_be_visible()
