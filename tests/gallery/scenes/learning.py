"""Lessons and their questions, for who has joined: each kind in each state, and the page of what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from playwright.sync_api import Page

from tests.gallery.scene import Scene
from tests.gallery.site import Stage
from tests.web.site import ANSWERS

LESSON = "/courses/welcome/every-kind"
Fields = Mapping[str, str | list[str]]
WRONG: Mapping[str, Fields] = {
    "one": {"answer": "a"},
    "many": {"answer": ["a"]},
    "truth": {"answer": "false"},
    "order": {"answer.a": "3", "answer.b": "1", "answer.c": "2"},
    "pairs": {"answer.a": "y", "answer.b": "x"},
    "word": {"answer": "nothing at all"},
    "figure": {"answer": "7"},
    "gaps": {"answer.1": "run", "answer.2": "sleep"},
}
PARTLY: Mapping[str, Fields] = {
    "many": {"answer": ["a", "b", "c"]},
    "order": {"answer.a": "1", "answer.b": "3", "answer.c": "2"},
    "pairs": {"answer.a": "x", "answer.b": "x"},
    "gaps": {"answer.1": "ask", "answer.2": "sleep"},
}
STATES = ("new", "half-way", "waiting", "may-sit-again", "ready", "valid", "revoked")
ASKED = tuple(ANSWERS)


def scenes(stage: Stage) -> Iterator[Scene]:
    yield Scene("every kind, signed out", LESSON)
    stage.person("learner", "Amal Haddad")
    yield Scene("every kind, not answered", LESSON, who="learner")
    yield Scene("every kind, sent without an answer", LESSON, who="learner", act=_send_all)
    for name, answers in (("wrong", WRONG), ("partly right", PARTLY), ("right", ANSWERS)):
        _answer(stage, "learner", answers)
        yield Scene(f"every kind, {name}", LESSON, who="learner")
    stage.person("Spanish learner", "Inés Prado")
    yield Scene("Spanish: every kind, not answered", LESSON, who="Spanish learner", language="es")
    for name, answers in (("wrong", WRONG), ("partly right", PARTLY), ("right", ANSWERS)):
        _answer(stage, "Spanish learner", answers)
        yield Scene(f"Spanish: every kind, {name}", LESSON, who="Spanish learner", language="es")
    stage.person("offline", "Bo Berg")
    yield Scene("every kind, offline", LESSON, who="offline", act=_send_all_offline)
    stage.person("ended", "Cy Dale")
    yield Scene("every kind, signed out meanwhile", LESSON, who="ended", act=_send_all_signed_out)
    yield Scene("to read, not done", "/courses/welcome/to-read", who="learner")
    yield Scene("tables of authors", "/courses/welcome/tables", who="learner")
    stage.caller("learner").form("/courses/welcome/to-read/completion")
    yield Scene("to read, done", "/courses/welcome/to-read", who="learner")
    yield Scene("course, begun", "/courses/welcome", who="learner")
    yield Scene("more than paragraphs", "/courses/welcome/more", who="learner")
    yield Scene("Arabic: more than paragraphs", "/courses/arabic/more", who="learner")
    yield Scene("what I wrote for myself", "/learn/notes", who="learner")
    yield Scene("nothing written yet", "/learn/notes", who="offline")
    yield Scene("copy of a lesson, as it is kept on a device", f"{LESSON}/copy", who="learner")
    yield Scene("no connection", "/offline")
    yield Scene("courses, begun", "/courses", who="learner")
    yield Scene("home, signed in", "/", who="learner")
    yield Scene("Arabic: answered", "/courses/arabic/first-step", who="learner", act=_choose_first)
    for state in STATES:
        stage.pretend("certificates.foundations", state, state)
        yield Scene(f"learning, {state}", "/learn", who=state)
    yield Scene("learning, Spanish", "/learn", who="half-way", language="es")
    yield Scene("my record", "/account/record", who="valid")
    yield Scene("course, half-way", "/courses/foundations", who="half-way")
    yield Scene("course, finished", "/courses/foundations", who="ready")
    yield Scene("lesson, finished", "/courses/foundations/your-purpose-and-limits", who="ready")
    stage.person("not confirmed", "Dee Ash", confirmed=False)
    yield Scene("learning, address not confirmed", "/learn", who="not confirmed")


def _answer(stage: Stage, who: str, answers: Mapping[str, Fields]) -> None:
    caller = stage.caller(who)
    for quiz, fields in answers.items():
        caller.form(f"{LESSON}/quizzes/{quiz}", dict(fields))


def _send_all(page: Page) -> None:
    for quiz in ASKED:
        page.locator(f"#quiz_{quiz} button[type=submit]").click()
        page.locator(f"#quiz_{quiz} .complaint, #quiz_{quiz} .result").first.wait_for()


def _send_all_offline(page: Page) -> None:
    page.context.set_offline(True)
    _send_all(page)


def _send_all_signed_out(page: Page) -> None:
    page.context.clear_cookies()
    _send_all(page)


def _choose_first(page: Page) -> None:
    card = page.locator("#quiz_ar-one")
    card.get_by_role("radio").first.check()
    card.locator("button[type=submit]").click()
    card.locator(".result").wait_for()
