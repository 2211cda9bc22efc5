from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from lms.progress.gates import (
    AttemptFact,
    Closed,
    Gate,
    Open,
    assessment_gate,
    course_gate,
    credential_gate,
    lesson_gate,
    passed_since,
)
from lms.progress.standing import Standing
from tests.progress.courses import assessment, at, catalog, course, credential, finished, lesson

HERE = course(
    "here",
    [lesson("one"), lesson("two", opens_after=["courses/here/one"])],
    [lesson("three")],
    modules_open_after={"m2": ["courses/here#m1"]},
)
AFTER = course("after", [lesson("four")], opens_after=["courses/here", "assessments/exam"])
EXAM = assessment("exam", opens_after=["courses/here"])
SITE = catalog(HERE, AFTER, EXAM)


def told(gate: Gate) -> list[tuple[str, str]]:
    """Kind and path of each reason."""
    return [(reason.kind, reason.what) for reason in gate.reasons]


def lesson_told(name: str, standing: Standing) -> list[tuple[str, str]]:
    return told(lesson_gate(SITE, HERE, HERE.lessons[name], standing))


def test_a_closed_door_is_falsy_and_an_open_one_true() -> None:
    doors: list[Gate] = [Open(), Closed(())]
    assert [bool(door) for door in doors] == [True, False]


def test_a_lesson_opens_after_another() -> None:
    assert lesson_told("one", Standing()) == []
    assert lesson_told("two", Standing()) == [("lesson", "courses/here/one")]
    assert lesson_told("two", finished(HERE, "one")) == []


def test_a_lesson_opens_with_its_module() -> None:
    assert lesson_told("three", finished(HERE, "one")) == [("module", "courses/here#m1")]
    assert lesson_told("three", finished(HERE, "one", "two")) == []


def test_a_lesson_opens_with_its_course_and_every_reason_is_named() -> None:
    gate = lesson_gate(SITE, AFTER, AFTER.lessons["four"], Standing())
    assert told(gate) == [("course", "courses/here"), ("assessment", "assessments/exam")]
    done = finished(HERE)
    assert told(course_gate(SITE, AFTER, done)) == [("assessment", "assessments/exam")]
    passed = Standing(done.courses, {"exam": at(1)})
    assert isinstance(course_gate(SITE, AFTER, passed), Open)
    assert isinstance(lesson_gate(SITE, AFTER, AFTER.lessons["four"], passed), Open)


def test_in_order_each_lesson_waits_for_the_one_before_across_modules() -> None:
    ordered = course("here", [lesson("one"), lesson("two")], [lesson("three")], in_order=True)
    site = catalog(ordered)

    def waits_for(name: str, standing: Standing) -> list[str]:
        return [reason.what for reason in lesson_gate(site, ordered, ordered.lessons[name], standing).reasons]

    assert waits_for("one", Standing()) == []
    assert waits_for("two", Standing()) == ["courses/here/one"]
    assert waits_for("three", finished(ordered, "one")) == ["courses/here/two"]
    assert waits_for("three", finished(ordered, "two")) == []


def test_the_same_thing_asked_for_twice_is_one_reason() -> None:
    twice = replace(HERE, opens_after=("courses/after",))
    gate = lesson_gate(
        catalog(twice, AFTER), twice, replace(twice.lessons["one"], opens_after=("courses/after",)), Standing()
    )
    assert told(gate) == [("course", "courses/after")]
    paper = credential("paper", "courses/here", "courses/here")
    assert told(credential_gate(SITE, paper, Standing(), confirmed=True)) == [("course", "courses/here")]


def test_reasons_name_what_opens_the_door_in_plain_words() -> None:
    (reason,) = lesson_gate(SITE, HERE, HERE.lessons["two"], Standing()).reasons
    assert reason.title == "One"
    assert reason.message == "First finish the lesson “One” (about 12 minutes)."
    (module,) = lesson_gate(SITE, HERE, HERE.lessons["three"], Standing()).reasons
    assert module.message == "First finish all lessons of “Part 1”."
    finish, sit = course_gate(SITE, AFTER, Standing()).reasons
    assert finish.message == "First finish the course “Here”."
    assert sit.message == "First pass “Exam”."


def fact(number: int, began: float, ended: float | None, state: str = "submitted") -> AttemptFact:
    return AttemptFact(number, state, at(began), None if ended is None else at(ended))


READY = finished(HERE)


def test_an_assessment_opens_when_what_it_asks_for_is_done() -> None:
    assert told(assessment_gate(SITE, EXAM, Standing(), (), at(0))) == [("course", "courses/here")]
    assert isinstance(assessment_gate(SITE, EXAM, READY, (), at(0)), Open)


@pytest.mark.parametrize("allowed", [1, 2, 3])
def test_attempts_are_used_up_at_their_number(allowed: int) -> None:
    exam = assessment("exam", attempts=allowed)
    for taken in range(5):
        gate = assessment_gate(SITE, exam, READY, [fact(n, n, n + 0.5) for n in range(taken)], at(99))
        assert [reason.kind for reason in gate.reasons] == (["attempts"] if taken >= allowed else [])
        assert not any("attempt" in reason.message for reason in gate.reasons), "people try"


@pytest.mark.parametrize(
    ("ended", "hours", "open"),
    [
        ([10], 33.9, False),
        ([10], 34, True),
        ([10, 40], 207.9, False),
        ([10, 40], 208, True),
        ([10, 40, 300], 468, True),
    ],
)
def test_a_wait_is_counted_from_the_end_of_the_attempt_before_and_the_last_repeats(
    ended: list[float], hours: float, open: bool
) -> None:
    exam = assessment("exam", waits=[timedelta(hours=24), timedelta(days=7)])
    attempts = [fact(n + 1, end - 2, end) for n, end in enumerate(ended)]
    gate = assessment_gate(SITE, exam, READY, attempts, at(hours))
    assert isinstance(gate, Open) is open
    if not open:
        (reason,) = gate.reasons
        assert reason.kind == "wait"
        assert reason.message.startswith("Take a rest first: the next try opens ")
        assert reason.until == at(ended[-1] + (24 if len(ended) == 1 else 168))


def test_a_wait_that_leads_to_no_further_attempt_is_not_named() -> None:
    exam = assessment("exam", attempts=1, waits=[timedelta(hours=24)])
    assert [reason.kind for reason in assessment_gate(SITE, exam, READY, [fact(1, 1, 2)], at(3)).reasons] == [
        "attempts"
    ]


def test_what_is_passed_cannot_be_begun_again_and_says_since_when() -> None:
    passed = Standing(READY.courses, {"exam": at(2)})
    (reason,) = assessment_gate(SITE, EXAM, passed, [fact(1, 1, 2)], at(3)).reasons
    assert (reason.kind, reason.since) == ("passed", at(2))


def test_where_results_are_not_shown_the_door_does_not_say_that_it_was_passed() -> None:
    quiet = replace(EXAM, policy=replace(EXAM.policy, show_learner=()))
    passed = Standing(READY.courses, {"exam": at(2)})
    (reason,) = assessment_gate(SITE, quiet, passed, [fact(1, 1, 2)], at(3)).reasons
    assert (reason.kind, reason.since) == ("attempts", None)
    assert "pass" not in reason.message


@pytest.mark.parametrize(("began", "counts"), [(9.9, False), (10, True), (10.1, True)])
def test_a_renewal_counts_what_began_when_it_opened_or_later(began: float, counts: bool) -> None:
    """At the very moment too: passes, tries that are used up, and waits."""
    passed = replace(fact(1, began, began + 1), passed=True)
    assert passed_since(at(10), [passed]) == (at(began + 1) if counts else None)
    standing = Standing(READY.courses, {"exam": at(2)})
    once = assessment("exam", attempts=1)
    for attempt, kind in ((passed, "passed"), (fact(1, began, began + 1), "attempts")):
        gate = assessment_gate(SITE, once, standing, [attempt], at(20), renewing=at(10))
        assert [reason.kind for reason in gate.reasons] == ([kind] if counts else [])


@pytest.mark.parametrize("state", ["running", "paused"])
def test_an_attempt_under_way_is_no_closed_door_whatever_has_changed_since(state: str) -> None:
    exam = assessment("exam", opens_after=["courses/after"], attempts=1, waits=[timedelta(days=1)])
    under_way = fact(1, 1, None, state)
    assert isinstance(assessment_gate(SITE, exam, Standing(), [under_way], at(2)), Open)


def test_every_reason_is_named_at_once() -> None:
    exam = assessment("exam", opens_after=["courses/here", "courses/after"], waits=[timedelta(days=1)])
    gate = assessment_gate(SITE, exam, Standing(), [fact(1, 1, 2)], at(3))
    assert [reason.kind for reason in gate.reasons] == ["course", "course", "wait"]


def test_a_certificate_asks_for_its_requirements_and_a_confirmed_address() -> None:
    paper = credential("paper", "courses/here", "assessments/exam")
    assert told(credential_gate(SITE, paper, READY, confirmed=False)) == [
        ("assessment", "assessments/exam"),
        ("email", "account"),
    ]
    passed = Standing(READY.courses, {"exam": at(2)})
    assert isinstance(credential_gate(SITE, paper, passed, confirmed=True), Open)


def test_a_requirement_that_is_gone_keeps_the_door_closed_and_breaks_nothing() -> None:
    paper = credential("paper", "courses/gone", "courses/here/gone", "courses/here#gone", "assessments/gone")
    gate = credential_gate(SITE, paper, Standing(), confirmed=True)
    assert [reason.kind for reason in gate.reasons] == ["course", "lesson", "module", "assessment"]


def test_a_silent_pass_renews_without_a_word() -> None:
    """Once a certificate can be renewed by it, no further try is needed; before that, a try is open to everybody."""
    silent = replace(fact(1, 11, 12), passed=True, told=False)
    for renew_with, kinds in ((("assessments/exam",), ["attempts"]), (("assessments/exam", "assessments/more"), [])):
        paper = replace(credential("paper", "courses/here"), renew_with=renew_with)
        site = replace(SITE, credentials={"paper": paper})
        gate = assessment_gate(site, EXAM, READY, [silent], at(20), renewing=at(10))
        assert [reason.kind for reason in gate.reasons] == kinds
        assert not any("pass" in reason.message for reason in gate.reasons)


def test_a_renewal_names_a_silent_pass_as_long_as_anything_else_is_missing() -> None:
    paper, exam, more = credential("paper", "courses/here"), "assessments/exam", "assessments/more"

    def asked(met: dict[str, datetime | None]) -> list[str]:
        return [one.what for one in credential_gate(SITE, paper, READY, True, met, {exam}).reasons]

    assert asked({exam: at(12), more: None}) == asked({exam: None, more: None}) == [exam, more]
    assert asked({exam: at(12), more: at(13)}) == []


def test_a_silent_pass_opens_what_it_opens_and_is_named_before() -> None:
    passed = Standing(READY.courses, {"exam": at(1)}, told={"exam": False})
    paper, both = credential("paper", "assessments/exam"), credential("both", "assessments/exam", "assessments/more")
    assert isinstance(credential_gate(SITE, paper, passed, confirmed=True), Open)
    assert told(credential_gate(SITE, both, passed, True)) == told(credential_gate(SITE, both, READY, True))
