"""An address from before a rename leads on, for pages and programs, with what is sent to it."""

from __future__ import annotations

import pytest
from flask import Flask

from lms.services.ground.person import Person
from lms.services.learning import lessons
from tests.services.test_renaming import MOVED_LESSON, QUIET, RENAMED_COURSE, RENAMED_EXAM, RENAMED_LESSON, with_front
from tests.support.site import House
from tests.support.web import API, Caller, by_token


@pytest.mark.parametrize(
    ("changes", "former", "now"),
    [
        (RENAMED_LESSON, "/courses/listening/quiet", "/courses/listening/calm"),
        (MOVED_LESSON, "/courses/listening/quiet", "/courses/resting/calm"),
        (RENAMED_COURSE, "/courses/listening", "/courses/hearing"),
        (RENAMED_COURSE, "/courses/listening/asking", "/courses/hearing/asking"),
        (RENAMED_COURSE, "/courses/listening/media/ear.png", "/courses/hearing/media/ear.png"),
        (RENAMED_EXAM, "/assessments/exam", "/assessments/final"),
        (RENAMED_EXAM, "/assessments/older", "/assessments/final"),
        (RENAMED_LESSON, f"{API}/courses/listening/lessons/quiet", f"{API}/courses/listening/lessons/calm"),
        (RENAMED_COURSE, f"{API}/courses/listening", f"{API}/courses/hearing"),
        (RENAMED_EXAM, f"{API}/assessments/exam", f"{API}/assessments/final"),
    ],
)
def test_an_old_address_leads_on(house: House, anyone: Caller, changes: dict[str, str], former: str, now: str) -> None:
    house.serve(changes)
    moved = anyone.get(f"{former}?language=en")
    assert (moved.status_code, moved.headers["Location"]) == (301, f"{now}?language=en")
    assert moved.headers["Cache-Control"] == "no-cache"


def test_what_leads_nowhere_is_still_not_found(house: House, anyone: Caller) -> None:
    house.serve(RENAMED_LESSON)
    for address in ("/courses/listening/loud", "/courses/hearing", "/assessments/none", "/verify/nothing"):
        assert anyone.get(address).status_code in (200, 404)
        assert "Location" not in anyone.get(address).headers


def test_an_answer_from_a_page_that_was_open_is_kept(house: House, amal: Person, browser: Caller) -> None:
    house.serve(RENAMED_LESSON)
    sent = browser.form("/courses/listening/quiet/quizzes/quiet-one", {"answer": "a"})
    assert (sent.status_code, sent.headers["Location"]) == (308, "/courses/listening/calm/quizzes/quiet-one")
    assert browser.form(sent.headers["Location"], {"answer": "a"}).status_code == 303
    assert lessons.lesson_page(house.context, amal, "listening", "calm").answers["quiet-one"].correct


def test_a_program_may_send_what_it_has_to_the_address_of_today(app: Flask, house: House, amal: Person) -> None:
    house.serve(RENAMED_EXAM)
    program = by_token(app, house, amal)
    sent = program.post(f"{API}/assessments/exam/attempts", {"agree": True})
    assert (sent.status_code, sent.headers["Location"]) == (308, f"{API}/assessments/final/attempts")


def test_a_draft_is_not_found(house: House, anyone: Caller) -> None:
    house.serve({QUIET: with_front(QUIET, "draft: yes")})
    assert anyone.get("/courses/listening/quiet").status_code == 404
    assert "Being quiet" not in anyone.get("/courses/listening").text
