"""Pages are shared between readers who are as far. What is somebody's own never is."""

from __future__ import annotations

import re

import pytest

from lms.services.ground.person import Person
from lms.services.learning import lessons
from lms.web.pages.learning.lesson_pages import LONGEST_KEPT
from tests.support.site import FILES, House
from tests.support.web import Caller

PAGE = "/courses/listening/quiet"
SHORT = "My sister and I."
LONG = "What I would say. " * LONGEST_KEPT
TOKEN = re.compile(r'(name="csrf_token" value=)"[^"]*"')


def text(caller: Caller) -> str:
    return caller.get(PAGE).get_data(as_text=True)


def practise(house: House, person: Person, quiz: str, answer: str) -> None:
    lessons.answer_quiz(house.context, person, "listening", "quiet", quiz, answer)


@pytest.mark.parametrize("thought", [SHORT, LONG])
def test_what_one_reader_wrote_stands_on_no_other_page(
    house: House, amal: Person, browser: Caller, other: Caller, thought: str
) -> None:
    before = text(other)
    practise(house, amal, "quiet-think", thought)
    assert thought.strip() in text(browser)
    assert thought.strip() not in text(other)
    assert TOKEN.sub(r"\1", text(other)) == TOKEN.sub(r"\1", before)


def test_each_reader_has_a_token_of_their_own(browser: Caller, other: Caller) -> None:
    tokens = {TOKEN.search(text(caller))[0] for caller in (browser, other)}  # type: ignore[index]
    assert len(tokens) == 2
    assert len(set(TOKEN.findall(text(browser)))) == 1


def test_another_answer_shows_at_once(house: House, amal: Person, browser: Caller) -> None:
    pages = []
    for answer in ("b", "a", "b"):
        practise(house, amal, "quiet-one", answer)
        pages.append(text(browser))
    assert "CANARY-why-b-quiet-one" in pages[0]
    assert "CANARY-why-a-quiet-one" in pages[1]
    assert pages[2] == pages[0]


def test_an_edit_shows_at_once_on_a_page_that_was_drawn_before(house: House, amal: Person, browser: Caller) -> None:
    practise(house, amal, "quiet-one", "a")
    assert "Right" in text(browser)
    path = "content/courses/listening/01-quiet.md"
    house.serve({path: FILES[path].replace("answer: a\n", "answer: b\n", 1)})
    assert "Not yet" in text(browser)
