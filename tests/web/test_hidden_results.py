"""Where the rules of an examination show no result, who passed and who did not meet the same pages and the same API.

What a pass opens shows itself, and then alone.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from lms.services.assessing import results
from lms.services.ground.person import Person
from lms.services.learning import lessons
from tests.services.walks import answer, begin, finish_course, right_answers, wrong_answers
from tests.support.site import FILES, House
from tests.support.web import API, Caller, by_token, signed_in

SHOWN = "show_learner:\n  after_hand_in: [result, objectives]\n"
HIDDEN = "show_learner:\n  after_hand_in: []\n"
EXAM = "content/assessments/exam.md"
DRAW = "pass_mark: 50%\ndraw:\n  - take: 3\n    from: banks/listening\n"
OPEN_AT_ONCE = FILES[EXAM].replace("opens_after: [courses/listening]\n", "")
SITE = {
    EXAM: OPEN_AT_ONCE.replace(SHOWN, HIDDEN),
    "content/assessments/after.md": (
        f"---\ntitle: What comes after\nopens_after: [assessments/exam, courses/listening]\n{DRAW}---\n"
    ),
    "content/courses/closed/course.md": (
        "---\ntitle: A closed course\nsummary: No.\nopens_after: [assessments/exam, courses/listening]\n---\nNo.\n"
    ),
    "content/courses/closed/01-shut.md": "---\ntitle: Shut\ncomplete_when: read\n---\nShut.\n",
}
LIMITS = ["attempts: 3\nwait_between: [1 hour, 1 day]\n", "attempts: 1\n", ""]
PAGES = (
    "/", "/learn", "/courses", "/courses/listening", "/courses/closed", "/courses/closed/shut", "/assessments/exam",
    "/assessments/after", "/assessments/open", "/certificates", "/certificates/claim/listener",
    "/attempts/ATTEMPT/result", "/attempts/ATTEMPT",
)  # fmt: skip
CALLS = (
    "/courses", "/courses/closed", "/courses/closed/lessons/shut", "/assessments/exam", "/assessments/after",
    "/attempts/ATTEMPT/result", "/me/progress", "/me/certificates",
)  # fmt: skip


def asked(app: Flask, house: House, person: Person, path: str) -> Any:
    return by_token(app, house, person).get(API + path).json


def sit(house: House, person: Person, *, passing: bool, of: str = "exam") -> str:
    attempt = begin(house, person, of)
    answer(house, person, attempt, (right_answers if passing else wrong_answers)(house, attempt))
    results.submit(house.context, person, attempt)
    return attempt


def seen(app: Flask, house: House, person: Person, attempt: str) -> dict[str, str]:
    """Everything that this person can ask for, without what is another for everybody."""
    browser, program = signed_in(app, house, person), by_token(app, house, person)
    doors = [(browser, path) for path in PAGES] + [(program, API + path) for path in CALLS]
    return {path: told(caller, path.replace("ATTEMPT", attempt), attempt) for caller, path in doors}


def told(caller: Caller, path: str, attempt: str) -> str:
    answered = caller.get(path)
    text = f"{answered.status_code} {answered.headers.get('Location')}\n{answered.text}".replace(attempt, "ATTEMPT")
    for private in (r'name="(?:csrf_token|key)"[^>]*value="[^"]*"', r"nonce-?[^ >]*", r'"serial">[^<]*'):
        text = re.sub(private, "", text)
    return re.sub(r"\b[0-9a-f]{16,}\b", "", text)


@pytest.fixture
def passer(house: House) -> Person:
    return house.person("Amal Haddad")


@pytest.fixture
def failer(house: House) -> Person:
    return house.person("Rosa Lima")


def named(one: dict[str, str]) -> dict[str, str]:
    return {path: re.sub("Amal Haddad|Rosa Lima|amal.haddad|rosa.lima", "NAME", text) for path, text in one.items()}


def differing(app: Flask, house: House, passer: tuple[Person, str], failer: tuple[Person, str]) -> list[str]:
    first, second = named(seen(app, house, *passer)), named(seen(app, house, *failer))
    return [path for path in first if first[path] != second[path]]


@pytest.mark.parametrize("limits", LIMITS)
def test_nothing_tells_who_passed_before_the_pass_opens_something(
    app: Flask, house: House, passer: Person, failer: Person, limits: str
) -> None:
    house.serve(SITE | {EXAM: SITE[EXAM].replace(LIMITS[0], limits)})
    tries = (passer, sit(house, passer, passing=True)), (failer, sit(house, failer, passing=False))
    for _ in range(3):
        assert differing(app, house, *tries) == []
        house.clock.turn(timedelta(minutes=50))


def test_where_the_result_is_shown_the_same_pages_do_differ(
    app: Flask, house: House, passer: Person, failer: Person
) -> None:
    house.serve(SITE | {EXAM: OPEN_AT_ONCE})
    tries = (passer, sit(house, passer, passing=True)), (failer, sit(house, failer, passing=False))
    assert {"/learn", "/assessments/exam", f"{API}/me/progress"} <= set(differing(app, house, *tries))


def test_the_rules_that_an_attempt_was_begun_with_decide_and_not_those_of_today(
    app: Flask, house: House, passer: Person, failer: Person
) -> None:
    house.serve(SITE)
    tries = (passer, sit(house, passer, passing=True)), (failer, sit(house, failer, passing=False))
    house.serve(SITE | {EXAM: OPEN_AT_ONCE})
    assert differing(app, house, *tries) == []


def test_whoever_passed_without_a_word_may_try_again_and_loses_nothing_by_it(
    house: House, app: Flask, passer: Person
) -> None:
    house.serve(SITE)
    sit(house, passer, passing=True)
    house.clock.turn(timedelta(hours=2))
    sit(house, passer, passing=False)
    finish_course(house, passer)
    assert asked(app, house, passer, "/me/certificates")[0]["state"] == "ready"


def test_once_the_certificate_is_there_to_be_claimed_no_try_is_burnt(
    app: Flask, house: House, passer: Person, failer: Person
) -> None:
    house.serve(SITE)
    for person, passing in ((passer, True), (failer, False)):
        finish_course(house, person)
        sit(house, person, passing=passing)
    house.clock.turn(timedelta(hours=2))
    gates = {}
    for person in (passer, failer):
        cover = asked(app, house, person, "/assessments/exam")
        gates[person.id] = cover["gate"], [one["message"] for one in cover["reasons"]]
    assert gates[passer.id] == ("closed", ["You have handed this in. Nothing more is needed here."])
    assert gates[failer.id] == ("open", [])
    assert "You have done everything that it asks for." in signed_in(app, house, passer).get("/learn").text


def test_nobody_is_sent_again_to_what_they_handed_in_without_a_word(app: Flask, house: House, failer: Person) -> None:
    house.serve(SITE | {"content/assessments/open.md": "", "content/assessments/after.md": ""})
    finish_course(house, failer)
    sit(house, failer, passing=False)
    house.clock.turn(timedelta(hours=2))
    step = asked(app, house, failer, "/me/progress")["next"]
    assert step is None


def test_a_later_pass_that_is_shown_is_told(app: Flask, house: House, passer: Person) -> None:
    house.serve(SITE)
    sit(house, passer, passing=True)
    house.clock.turn(timedelta(hours=2))
    house.serve(SITE | {EXAM: OPEN_AT_ONCE})
    sit(house, passer, passing=True)
    cover = asked(app, house, passer, "/assessments/exam")
    assert [one["kind"] for one in cover["reasons"]] == ["passed"]
    assert cover["passed"] is not None


def test_a_lesson_behind_a_silent_pass_opens_by_itself(app: Flask, house: House, passer: Person) -> None:
    house.serve(SITE)
    finish_course(house, passer)
    sit(house, passer, passing=True)
    lessons.complete_lesson(house.context, passer, "closed", "shut")
