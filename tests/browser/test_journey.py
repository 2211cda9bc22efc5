"""From the first page to a certificate that a stranger verifies: by pointer, by keys, on a phone, without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from lms.services.certifying import issuing
from lms.store.tables import MailRow
from tests.browser.hands import Hands, Keyboard, Pointer
from tests.browser.looking import assert_no_barrier
from tests.support.site import House

PASSWORD = "a password that is long enough"
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}


@dataclass
class Walk:
    """One person's way through the site."""

    page: Page
    hands: Hands
    base: str
    house: House
    scripts: bool

    def look(self) -> None:
        if self.scripts:
            assert_no_barrier(self.page)

    def press(self, name: str, role: str = "button") -> None:
        self.hands.press(self.page.get_by_role(role, name=name).first)  # type: ignore[arg-type]

    def follow(self, name: str) -> None:
        self.press(name, "link")

    def write(self, label: str, text: str) -> None:
        self.hands.write(self.page.get_by_label(label), text)

    def title(self, words: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(words)
        self.look()


@pytest.fixture(
    params=[(WIDE, Pointer, True), (PHONE, Pointer, True), (WIDE, Keyboard, True), (PHONE, Pointer, False)],
    ids=["wide", "phone", "keyboard alone", "phone without scripts"],
)
def walk(request: pytest.FixtureRequest, chromium: Browser, base: str, house: House) -> Iterator[Walk]:
    size, hands, scripts = request.param
    with chromium.new_context(viewport=size, java_script_enabled=scripts) as context:
        yield Walk(context.new_page(), hands(), base, house, scripts)


@pytest.mark.browser
def test_a_stranger_becomes_a_holder(walk: Walk) -> None:
    join(walk)
    learn(walk)
    serial = sit_and_claim(walk)
    verify(walk, serial)


def join(walk: Walk) -> None:
    walk.page.goto(walk.base)
    walk.title("You know what it is like. Others can learn from it.")
    walk.follow("Join")
    walk.title("Join")
    walk.write("Your name", "Amal Haddad")
    walk.write("E-mail address", "amal@example.org")
    walk.write("Choose a password", "short")
    walk.press("Join")
    expect(walk.page.get_by_role("alert")).to_contain_text("15 or more are needed")
    expect(walk.page.get_by_role("alert")).to_be_focused()
    expect(walk.page).to_have_title(re.compile("^Error: Join"))
    walk.look()
    walk.write("Choose a password", PASSWORD)
    walk.press("Join")
    walk.title("Nearly there")
    walk.page.goto(walk.base + confirmation(walk.house))
    walk.title("Confirm your e-mail address")
    walk.press("Yes, this is my address")
    walk.title("Hello, Amal Haddad")


def confirmation(house: House) -> str:
    with house.context.database.reading() as session:
        mail = session.scalars(select(MailRow.body).order_by(MailRow.id.desc())).first() or ""
    found = re.search(r"(/confirm/\S+)", mail)
    assert found
    return found[1]


def learn(walk: Walk) -> None:
    walk.page.goto(f"{walk.base}/courses/listening")
    walk.title("Listening")
    walk.follow("Begin: Being quiet")
    walk.title("Being quiet")
    answer(walk, "quiet-one", "The second of quiet-one", "Not yet")
    answer(walk, "quiet-one", "The first of quiet-one", "Right")
    walk.page.goto(f"{walk.base}/learn")
    walk.follow("Continue: Being quiet")
    expect(walk.page).to_have_url(re.compile("#quiz_quiet-two$"))
    answer(walk, "quiet-two", "The second of quiet-two", "Right")
    expect(walk.page.locator("#lesson_end")).to_contain_text("This lesson is done.")
    walk.look()
    walk.follow("Next: Asking")
    walk.title("Asking")
    walk.press("I have read this")
    walk.title("Silence")
    answer(walk, "silence-one", "The first of silence-one", "Right")
    expect(walk.page.locator("#lesson_end")).to_contain_text("all lessons of this course")
    walk.follow("See what comes next")
    walk.title("Hello, Amal Haddad")


def answer(walk: Walk, quiz: str, option: str, outcome: str) -> None:
    card = walk.page.locator(f"#quiz_{quiz}")
    walk.hands.choose(card.get_by_label(option, exact=True))
    walk.hands.press(card.get_by_role("button"))
    result = walk.page.locator(f"#quiz_{quiz}-result")
    expect(result).to_contain_text(outcome)
    if walk.scripts:
        expect(result).to_be_focused()
    walk.look()


def sit_and_claim(walk: Walk) -> str:
    walk.follow("Take: The listening examination")
    walk.title("The listening examination")
    walk.hands.choose(walk.page.get_by_label("I answer on my own."))
    walk.press("Begin")
    for n in range(1, 6):
        walk.title(f"Question {n} of 5")
        asked = walk.page.locator(".asked").inner_text()
        walk.hands.choose(walk.page.get_by_label(right_option(asked)))
        walk.press("Save and look it over" if n == 5 else "Save and go on")
    walk.title("Before you hand in")
    walk.press("Hand in")
    walk.title("Passed")
    walk.follow("Claim my certificate")
    walk.title("Good Listener")
    walk.write("Your name, as it will be printed", "Amal Haddad")
    walk.hands.choose(walk.page.get_by_label("I have read"))
    walk.press("Issue my certificate")
    expect(walk.page).to_have_url(re.compile(r"/certificates/[0-9A-Z-]{10,}$"))
    serial = walk.page.url.rsplit("/", 1)[1]
    issuing.carry_on(walk.house.context, serial)
    walk.page.goto(f"{walk.base}/certificates/{serial}")
    walk.look()
    return serial


def right_option(asked: str) -> str:
    """The banks of the tests: an even number's answer is the first, an odd one's the second, a pilot's the first."""
    found = re.search(r"What about (\w+-(\w+))\?", asked)
    assert found, asked
    first = not found[2].isdigit() or int(found[2]) % 2 == 0
    return f"The {'first' if first else 'second'} of {found[1]}"


def verify(walk: Walk, serial: str) -> None:
    walk.page.context.clear_cookies()
    walk.page.goto(f"{walk.base}/verify")
    walk.look()
    walk.hands.write(walk.page.locator("input[name=number]"), serial)
    walk.page.keyboard.press("Enter")
    expect(walk.page.locator("main")).to_contain_text("Amal Haddad")
    expect(walk.page.locator("main")).to_contain_text("Good Listener")
    walk.look()
    assert walk.page.context.cookies() == []
