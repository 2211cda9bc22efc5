"""Examinations from the cover to the result: each kind of question in each state, and each policy of showing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from playwright.sync_api import Page, expect

from lms.questions.marking import example
from lms.questions.quiz import Json
from lms.questions.stored import question_from_json, solution_from_json
from lms.services.assessing import results, sitting
from lms.services.ground.person import Person
from lms.store import attempts
from tests.browser.readers import SAVED
from tests.gallery.scene import Act, Scene
from tests.gallery.site import Stage
from tests.support.allkinds import KINDS


def scenes(stage: Stage) -> Iterator[Scene]:
    amal = stage.person("sitter", "Amal Sitter")
    yield Scene("cover, ready", "/assessments/kinds", who="sitter")
    yield Scene("cover, not agreed", "/assessments/kinds", who="sitter", act=_begin_without_agreeing)
    attempt = stage.begin(amal, "kinds")
    yield Scene("cover, begun", "/assessments/kinds", who="sitter")
    for n, kind in enumerate(KINDS, start=1):
        yield Scene(f"paper: {kind}, not answered", f"/attempts/{attempt}?n={n}", who="sitter")
    _answer_rightly(stage, amal, attempt, range(1, 11))
    for n, kind in enumerate(KINDS, start=1):
        yield Scene(f"paper: {kind}, saved", f"/attempts/{attempt}?n={n}&saved={max(1, n - 1)}", who="sitter")
    yield Scene("paper: the list of questions", f"/attempts/{attempt}?n=2", who="sitter", act=_open_list)
    yield Scene("look it over, all answered", f"/attempts/{attempt}/check", who="sitter")
    results.submit(stage.house.context, amal, attempt)
    yield Scene("result: passed, all shown", f"/attempts/{attempt}/result", who="sitter")
    yield Scene("cover, passed", "/assessments/kinds", who="sitter")
    yield from _in_spanish(stage)
    yield from _troubled(stage)
    yield from _not_passed(stage)
    yield from _policies(stage)
    yield from _of_the_shipped(stage)


def _in_spanish(stage: Stage) -> Iterator[Scene]:
    ines = stage.person("sitting in Spanish", "Inés Soto")
    attempt = stage.begin(ines, "kinds")
    for n, kind in enumerate(KINDS, start=1):
        yield Scene(f"Spanish: paper: {kind}", f"/attempts/{attempt}?n={n}", who="sitting in Spanish", language="es")
    yield Scene("Spanish: look it over", f"/attempts/{attempt}/check", who="sitting in Spanish", language="es")
    _answer_rightly(stage, ines, attempt, (1, 3, 4))
    sitting.save(stage.house.context, ines, attempt, 6, "nada", None)
    results.submit(stage.house.context, ines, attempt)
    yield Scene("Spanish: result, all shown", f"/attempts/{attempt}/result", who="sitting in Spanish", language="es")
    other = stage.person("wrong in Spanish", "Inés Vega")
    attempt = stage.begin(other, "kinds")
    _answer_wrongly(stage, other, attempt)
    results.submit(stage.house.context, other, attempt)
    yield Scene("Spanish: result, nothing right", f"/attempts/{attempt}/result", who="wrong in Spanish", language="es")


def _troubled(stage: Stage) -> Iterator[Scene]:
    """Half an order, no connection, an ended session, a paper that ended meanwhile, put aside."""
    context = stage.house.context
    for who, act in (("offline sitter", _type_offline), ("signed-out sitter", _type_signed_out)):
        person = stage.person(who, who.title())
        attempt = stage.begin(person, "kinds")
        yield Scene(f"paper: {who}", f"/attempts/{attempt}?n=6", who=who, act=act)
    halting = stage.person("halting", "Hal Ting")
    attempt = stage.begin(halting, "kinds")
    yield Scene("paper: half an order", f"/attempts/{attempt}?n=4", who="halting", act=_half_an_order)
    yield Scene("paper: half an order, sent", f"/attempts/{attempt}?n=4", who="halting", act=_half_an_order_sent)
    yield Scene("paper: no number", f"/attempts/{attempt}?n=7", who="halting", act=_no_number)
    sitting.mark_for_review(context, halting, attempt, 2, True)
    sitting.mark_for_review(context, halting, attempt, 3, True)
    yield Scene("look it over, some left out", f"/attempts/{attempt}/check", who="halting")
    sitting.put_aside(context, halting, attempt)
    yield Scene("put aside", f"/attempts/{attempt}", who="halting")
    late = stage.person("late", "Lee Late")
    attempt = stage.begin(late, "timed")
    yield Scene("paper: with a limit of time", f"/attempts/{attempt}?n=2", who="late")
    yield Scene("look it over, with a limit of time", f"/attempts/{attempt}/check", who="late")
    stage.house.clock.turn(timedelta(minutes=71))
    yield Scene("paper: minutes are left", f"/attempts/{attempt}?n=2", who="late")
    yield Scene("paper: ended meanwhile", f"/attempts/{attempt}?n=6", who="late", act=_ended_meanwhile(stage))
    sitting.close_overdue(context)
    yield Scene("result: the time was over", f"/attempts/{attempt}/result", who="late")
    yield Scene("cover, waiting a day", "/assessments/timed", who="late")


def _not_passed(stage: Stage) -> Iterator[Scene]:
    context = stage.house.context
    yield Scene("cover, with a limit of time", "/assessments/timed", who="sitter")
    trying = stage.person("trying", "Tracy Try")
    for number in range(1, 4):
        attempt = stage.begin(trying, "kinds")
        _answer_rightly(stage, trying, attempt, (2, 9, 10))
        _answer_wrongly(stage, trying, attempt)
        results.submit(context, trying, attempt)
        yield Scene(f"result: not yet, try {number}", f"/attempts/{attempt}/result", who="trying")
    yield Scene("cover, used up", "/assessments/kinds", who="trying")


def _policies(stage: Stage) -> Iterator[Scene]:
    context = stage.house.context
    still = stage.person("silent", "Sal Lent")
    yield Scene("cover, one try", "/assessments/silent", who="silent")
    for assessment in ("silent", "one-sitting"):
        attempt = stage.begin(still, assessment)
        yield Scene(f"paper: {assessment}", f"/attempts/{attempt}?n=10", who="silent")
        results.submit(context, still, attempt)
        yield Scene(f"result: {assessment}", f"/attempts/{attempt}/result", who="silent")
        yield Scene(f"cover, handed in: {assessment}", f"/assessments/{assessment}", who="silent")


def _of_the_shipped(stage: Stage) -> Iterator[Scene]:
    """The examination and the check that are shipped, for people on the way to the certificate."""
    for state in ("new", "half-way", "waiting", "may-sit-again", "ready"):
        yield Scene(f"cover of the examination, {state}", "/assessments/foundations-exam", who=state)
        yield Scene(f"cover of the check, {state}", "/assessments/foundations-check", who=state)
    waiting = stage.people["waiting"]
    with stage.house.context.database.reading() as session:
        tried = [one.id for one in attempts.of_account(session, waiting.id, "foundations-exam")]
    yield Scene("result of the examination, not yet", f"/attempts/{tried[-1]}/result", who="waiting")
    yield Scene("Spanish: result of the examination", f"/attempts/{tried[-1]}/result", who="waiting", language="es")
    yield Scene("Spanish: cover, waiting", "/assessments/foundations-exam", who="waiting", language="es")


def _answer_rightly(stage: Stage, person: Person, attempt: str, places: Sequence[int] | range) -> None:
    context = stage.house.context
    with context.database.reading() as session:
        solved = {one.n: one for one in attempts.solved_items(session, attempt)}
    for n in places:
        given = example(question_from_json(solved[n].question), solution_from_json(solved[n].solution).key)
        sitting.save(context, person, attempt, n, given, None)


def _answer_wrongly(stage: Stage, person: Person, attempt: str) -> None:
    """A wrong option, a wrong truth, half of the gaps, one pair of two, a place in an order."""
    context = stage.house.context
    page = sitting.attempt(context, person, attempt)
    questions = {one.n: one.question for one in page.items}
    wrong = next(one.key for one in questions[1].body.options if "Leave" in one.html)
    left, right = questions[5].body.left, questions[5].body.right
    given: dict[int, Json] = {
        1: wrong,
        3: False,
        4: [one.key for one in sorted(questions[4].body.options, key=lambda one: one.html, reverse=True)],
        5: {left[0].key: right[0].key, left[1].key: right[0].key},
        6: "a wrong word",
        7: "12",
        8: {"1": "CANARY-ask", "2": "something"},
    }
    for n, answer in given.items():
        sitting.save(context, person, attempt, n, answer, None)


def _begin_without_agreeing(page: Page) -> None:
    page.locator("#agree").evaluate("box => box.required = false")
    with page.expect_navigation():
        page.get_by_role("button", name="Begin").click()


def _open_list(page: Page) -> None:
    page.locator(".examination-list summary").click()


def _told(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator("#saved")).to_contain_text(words)


def _type_offline(page: Page) -> None:
    page.context.set_offline(True)
    page.get_by_role("textbox").press_sequentially("con")
    _told(page, "There is no connection just now.")


def _type_signed_out(page: Page) -> None:
    page.context.clear_cookies()
    page.get_by_role("textbox").press_sequentially("con")
    _told(page, "You are signed out.")


def _half_an_order(page: Page) -> None:
    page.get_by_role("combobox").first.select_option("1")
    _told(page, SAVED)


def _half_an_order_sent(page: Page) -> None:
    page.get_by_role("combobox").first.select_option("1")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url(re.compile(r"\?n=5&"))


def _no_number(page: Page) -> None:
    page.get_by_role("textbox").fill("many")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url(re.compile(r"\?n=8&"))


def _ended_meanwhile(stage: Stage) -> Act:
    def act(page: Page) -> None:
        stage.house.clock.turn(timedelta(minutes=10))
        page.get_by_role("textbox").press_sequentially("con")
        _told(page, "The time for this examination is over.")

    return act
