"""A language in which something is missing says so before anything is begun, and never passes for the whole."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask

from lms.services.ground.person import Person
from tests.support import spanish
from tests.support.site import House
from tests.support.web import API, Caller, by_token

GERMAN = spanish.under("de")
BANK = "content/assessments/banks/listening.de.md"
QUIET = GERMAN["content/courses/listening/quiet.de.md"] + spanish.question("quiet-two")
WHOLE = {
    **GERMAN,
    "content/courses/listening/quiet.de.md": QUIET,
    "content/courses/listening/silence.de.md": "---\ntitle: Silencio\n---\nY espera.\n\n"
    + spanish.question("silence-one"),
    "content/assessments/exam.md": "---\ntitle: The listening examination\npass_mark: 75%\ndraw:\n  - take: 3\n"
    "    from: banks/listening\nagree_to: I answer on my own.\n---\nTake your time.\n",
}
NO_QUESTIONS = {path: text for path, text in WHOLE.items() if path != BANK}
SOME_QUESTIONS = {**WHOLE, BANK: "---\n---\n" + "".join(spanish.question(f"bank-{n}") for n in range(3))}
NO_STATEMENT = {**WHOLE, "content/assessments/exam.de.md": "---\ntitle: El examen de escucha\n---\nTómate tu tiempo.\n"}
COVER = "/assessments/exam?language=de"


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (NO_QUESTIONS, "The questions of this examination are in English."),
        (SOME_QUESTIONS, "Some of its questions are in English alone."),
        (NO_STATEMENT, "What is missing on this page is in English; its questions are all there."),
    ],
)
def test_the_cover_says_what_is_missing_before_anything_is_begun(
    house: House, browser: Caller, files: dict[str, str], says: str
) -> None:
    house.serve(files)
    page = browser.get(COVER).text
    assert "Not all of this is in German yet." in words(page)
    assert says in words(page)
    assert page.index("note-attention") < page.index("Begin</button>")
    assert "Deutsch (in part)" in words(page)
    assert "(in part)" not in words(browser.get("/assessments/exam?language=en").text).replace("Deutsch (in part)", "")


def test_a_cover_of_which_all_is_there_says_nothing_of_it(house: House, browser: Caller) -> None:
    house.serve(WHOLE)
    page = browser.get(COVER).text
    assert 'lang="de" dir="ltr" aria-current="true">Deutsch</span>' in page
    assert "in part" not in page
    assert "Not all of this" not in page


def test_an_attempt_without_a_question_in_a_language_is_not_offered_in_it(
    house: House, browser: Caller, app: Flask, amal: Person
) -> None:
    house.serve(NO_QUESTIONS)
    paper = browser.form(COVER, {"agree": "yes"}).headers["Location"]
    page = browser.get(f"{paper}?language=de").text
    assert "What about bank-" in page
    assert "Deutsch" not in page
    program = by_token(app, house, amal)
    told = program.get(f"{API}{paper}?language=de")
    assert (told.get_json()["languages"], told.headers.get("Content-Language")) == ([], "en")


def test_an_attempt_with_some_questions_in_a_language_says_that_it_is_in_part(
    house: House, browser: Caller, app: Flask, amal: Person
) -> None:
    house.serve({**SOME_QUESTIONS, BANK: "---\n---\n" + "".join(spanish.question(f"bank-{n}") for n in range(11))})
    draw = WHOLE["content/assessments/exam.md"].replace("take: 3", "take: 12")
    house.serve({**SOME_QUESTIONS, "content/assessments/exam.md": draw})
    paper = browser.form(COVER, {"agree": "yes"}).headers["Location"]
    assert "Deutsch (in part)" in words(browser.get(f"{paper}?language=de").text)
    told = by_token(app, house, amal).get(f"{API}{paper}?language=de").get_json()
    assert (told["languages"], told["in_part"]) == (["en", "de"], ["de"])


def test_a_lesson_and_a_course_say_that_they_are_in_part(house: House, anyone: Caller) -> None:
    house.serve(GERMAN)
    for path, what in (("/courses/listening/quiet", "lesson"), ("/courses/listening", "course")):
        page = words(anyone.get(f"{path}?language=de").text)
        assert f"Not all of this {what} is in German yet. The rest is in English." in page
        assert "Deutsch (in part)" in page
        assert "Not all of this" not in words(anyone.get(f"{path}?language=en").text)
    house.serve(WHOLE)
    for path in ("/courses/listening/quiet", "/courses/listening"):
        assert "in part" not in anyone.get(f"{path}?language=de").text


def test_the_api_says_what_is_missing(house: House, app: Flask, amal: Person) -> None:
    house.serve(NO_QUESTIONS)
    program = by_token(app, house, amal)
    cover = program.get(f"{API}/assessments/exam", accept_language="de").get_json()
    assert (cover["language"], cover["in_part"], cover["missing"]) == ("de", ["de"], ["questions"])
    assert program.get(f"{API}/assessments/exam").get_json()["missing"] == []
    house.serve(GERMAN)
    lesson = program.get(f"{API}/courses/listening/lessons/quiet?language=de").get_json()
    course = program.get(f"{API}/courses/listening?language=de").get_json()
    assert (lesson["in_part"], course["in_part"]) == (["de"], ["de"])
