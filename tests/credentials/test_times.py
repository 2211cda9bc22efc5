"""Time in a log only goes on; what ran back before that was a rule is told and no more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lms.credentials import leaf as leaves
from lms.credentials.times import (
    CLOCK,
    CLOCK_OF_ENTRY,
    GRACE,
    Award,
    Course,
    dated,
    early_awards,
    first_ahead,
    inversions,
    is_borne_out,
)

NOON = datetime(2027, 3, 5, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SERIAL = "3D8M-7KVW-KSFF-SQAJ-1GKG-2CJE-80K"
LATE = datetime(2030, 1, 1, tzinfo=UTC)


def found(*acts: tuple[datetime, str]) -> list[tuple[int, bool]]:
    numbered = ((n, at, act) for n, (at, act) in enumerate(acts))
    return [(one.n, one.former) for one in inversions(numbered)]


def test_what_is_within_the_grace_is_in_order() -> None:
    assert found((NOON, "file"), (NOON - GRACE, "issue"), (NOON, "issue")) == []
    assert found((NOON, "file"), (NOON - GRACE - timedelta(seconds=1), "issue")) == [(1, False)]


def test_nobody_creeps_back_by_a_little_at_a_time() -> None:
    steps = [(NOON - GRACE * n, "issue") for n in range(4)]
    assert found((NOON, "file"), *steps) == [(3, False), (4, False)]


def test_what_ran_back_before_there_was_a_rule_is_told_and_time_counts_on_from_it() -> None:
    assert found((NOON, "issue"), (NOON - HOUR, "revoke"), (NOON - HOUR, "issue"), (NOON - HOUR, "file")) == [(1, True)]


@pytest.mark.parametrize("kind", ["file", "clock", "restore", "go on", "clock of entry"])
def test_the_rule_is_held_from_the_first_act_on_that_is_younger_than_it(kind: str) -> None:
    assert found((NOON, "issue"), (NOON, kind), (NOON - HOUR, "issue")) == [(2, False)]


@pytest.mark.parametrize("act", [CLOCK, CLOCK_OF_ENTRY])
def test_after_a_correction_time_counts_anew(act: str) -> None:
    acts = [(NOON, "file"), (LATE, "issue"), (NOON + HOUR, act), (NOON + HOUR, "issue"), (NOON, "issue")]
    assert found(*acts) == [(4, False)]


def test_a_clock_that_is_behind_what_was_read_runs_back() -> None:
    course = Course().after(NOON, "issue")
    assert course.runs_back(NOON - HOUR)
    assert not course.runs_back(NOON - GRACE)
    assert not Course().runs_back(NOON)


def test_the_first_act_that_is_ahead_of_now_is_found() -> None:
    acts = [(0, NOON, "file"), (1, LATE, "issue"), (2, LATE + HOUR, "issue")]
    assert first_ahead(acts, NOON) == (1, LATE)
    assert first_ahead(acts, LATE + HOUR) is None
    assert first_ahead([*acts, (3, NOON, CLOCK)], NOON) is None
    assert first_ahead([(0, LATE, "issue"), (1, NOON, "issue")], NOON) is None


def test_a_correction_holds_where_the_leaf_says_what_it_is_said_to_say() -> None:
    late = leaves.issued(SERIAL, LATE, claims="c" * 64)
    right = leaves.clock(NOON, leaf=0, said=LATE)
    wrong = [
        leaves.clock(NOON, leaf=0, said=LATE + HOUR),
        leaves.clock(NOON, leaf=1, said=LATE),
        leaves.clock(LATE + HOUR, leaf=0, said=LATE),
    ]
    for clock, holds in [(right, True), *((one, False) for one in wrong)]:
        first, second = dated(enumerate([late.body, clock.body]))
        assert is_borne_out(second, {first.n: first.at, second.n: second.at}) is holds


def test_a_leaf_that_cannot_be_read_says_no_time() -> None:
    assert list(dated([(0, "no leaf"), (1, "{}"), (2, '{"at":"soon","kind":"issue"}')])) == []


def test_an_award_more_than_a_day_before_its_first_leaf_is_found() -> None:
    first = {leaves.name_of(SERIAL): NOON}
    days = [NOON - timedelta(days=1), NOON - timedelta(days=1, seconds=1), NOON - timedelta(days=30)]
    early = [award.awarded for award, _ in early_awards([Award(SERIAL, day) for day in days], first)]
    assert early == days[1:]
    assert list(early_awards([Award("another", days[2])], first)) == []
