"""The life of an application: every act in every state is made, or declined with why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lms.practice.applications import (
    UNDER_WAY,
    Application,
    Changed,
    Declined,
    Outcome,
    State,
    complete,
    decide,
    grant,
    withdraw,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)
BEGUN = Application("a1", 1, "guide", "courses", "f" * 64, 1, NOW)


def made(change: Changed | Declined) -> Application:
    assert isinstance(change, Changed), change
    return change.application


def test_it_is_begun_completed_and_decided() -> None:
    whole = made(complete(BEGUN, {"name": "Amal"}, 10 * DAY, NOW + DAY))
    assert (whole.state, whole.decide_by, whole.claims) == (State.COMPLETE, NOW + 11 * DAY, {"name": "Amal"})
    certified = made(decide(whole, Outcome.CERTIFIED, NOW + 2 * DAY))
    assert (certified.state, certified.settled_at, certified.under_way) == (State.CERTIFIED, NOW + 2 * DAY, False)


def test_what_was_returned_is_completed_again_and_keeps_what_was_said() -> None:
    whole = made(complete(replace(BEGUN, claims={"statement": "So."}), {"name": "Amal"}, DAY, NOW))
    returned = made(decide(whole, Outcome.RETURNED, NOW))
    assert (returned.state, returned.decide_by, returned.settled_at) == (State.RETURNED, None, None)
    again = made(complete(returned, {"name": "Amal H."}, DAY, NOW + DAY))
    assert (again.claims, again.decide_by) == ({"statement": "So.", "name": "Amal H."}, NOW + 2 * DAY)


def test_a_statement_is_taken_once() -> None:
    granted = made(grant(BEGUN, 7, NOW))
    assert (granted.granted_at, granted.granted_by) == (NOW, 7)
    assert grant(granted, 8, NOW) == Declined("This statement was taken already.")


@pytest.mark.parametrize("state", State)
def test_each_act_fits_some_states_and_no_others(state: State) -> None:
    one = replace(BEGUN, state=state)
    assert isinstance(complete(one, {}, DAY, NOW), Changed) is (state in (State.OPEN, State.RETURNED))
    assert isinstance(grant(one, 7, NOW), Changed) is (state in (State.OPEN, State.RETURNED))
    assert isinstance(withdraw(one, NOW), Changed) is (state in UNDER_WAY)
    for outcome in Outcome:
        assert isinstance(decide(one, outcome, NOW), Changed) is (state is State.COMPLETE)


def test_it_is_late_only_while_it_waits_for_a_decision() -> None:
    whole = made(complete(BEGUN, {}, DAY, NOW))
    assert not whole.is_late(NOW + DAY)
    assert whole.is_late(NOW + DAY + timedelta(seconds=1))
    assert not made(decide(whole, Outcome.REFUSED, NOW)).is_late(NOW + 9 * DAY)
