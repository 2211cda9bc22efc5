from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from lms.content.reading.model import Policy
from lms.progress.attempts import (
    GRACE,
    is_over,
    lift,
    may_put_aside,
    why_no_answers,
    why_not_put_aside,
)
from tests.progress.courses import assessment, at

MOMENT = timedelta(microseconds=1)


def test_what_was_under_way_when_the_time_ended_still_counts() -> None:
    assert not is_over(at(1), at(1) + GRACE)
    assert is_over(at(1), at(1) + GRACE + MOMENT)
    assert not is_over(None, at(10_000))


def test_an_examination_whose_clock_stands_still_is_put_aside_though_it_is_timed() -> None:
    policy = Policy(Fraction(3, 4), time_limit=timedelta(hours=1), sittings=0, breaks=True)
    assert may_put_aside(policy, 99)
    assert why_not_put_aside(policy, 99) == ""


@pytest.mark.parametrize(("sittings", "times", "may"), [(None, 99, True), (3, 2, True), (3, 3, False)])
def test_an_untimed_examination_is_put_aside_as_often_as_its_policy_says(
    sittings: int | None, times: int, may: bool
) -> None:
    policy = Policy(Fraction(3, 4), sittings=sittings)
    assert may_put_aside(policy, times) is may
    assert (why_not_put_aside(policy, times) == "") is may


def test_a_timed_examination_is_not_put_aside_and_says_what_to_do_instead() -> None:
    policy = Policy(Fraction(3, 4), time_limit=timedelta(hours=1))
    assert not may_put_aside(policy, 0)
    assert "come back" in why_not_put_aside(policy, 0)


def test_answers_are_taken_while_an_attempt_runs_and_refused_with_the_reason_else() -> None:
    assert why_no_answers("running", at(1), at(1)) == ""
    assert "put aside" in why_no_answers("paused", None, at(1))
    assert "has ended" in why_no_answers("submitted", at(1), at(0))
    assert "is over" in why_no_answers("running", at(1), at(2))


def test_what_staff_gave_lifts_the_limits_and_the_newest_needs_no_wait_until_something_is_begun() -> None:
    rules = assessment("exam", attempts=2, waits=[timedelta(days=1)])
    waiting = replace(rules.policy, attempts=3)
    assert lift(rules, [at(5)], [at(1)]).policy == replace(waiting, wait_between=())
    assert lift(rules, [at(5)], [at(1), at(6)]).policy == waiting
