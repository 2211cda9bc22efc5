"""Accommodations: what is asked for, given, taken together and put into the rules of an attempt."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from lms.content.reading.model import Policy
from lms.practice import accommodations as lives
from lms.practice.accommodations import (
    WITHIN,
    Accommodation,
    Changed,
    Declined,
    Ground,
    Needs,
    State,
    covers,
    fitted,
    longer,
    together,
)

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
HALF = Needs(Fraction(3, 2))
NO_LIMIT = Needs(None)
READER = Needs(helper="reader", name="Rea Reader")
ASKED = Accommodation(1, 7, HALF, had_before=True, state=State.ASKED, asked_at=NOW)
GRANTED = replace(ASKED, state=State.GRANTED, since=NOW, until=NOW + timedelta(days=30))


def test_extra_time_is_counted_to_the_second_in_favour_of_the_learner() -> None:
    assert longer(timedelta(minutes=60), Fraction(5, 4)) == timedelta(minutes=75)
    assert longer(timedelta(seconds=10), Fraction(4, 3)) == timedelta(seconds=14)


@pytest.mark.parametrize("needs", [Needs(), HALF, NO_LIMIT, READER, Needs(sittings=True, breaks=True, whole=True)])
def test_settings_are_kept_and_read_again(needs: Needs) -> None:
    assert Needs.from_json(needs.to_json()) == needs


def test_nothing_but_settings_is_kept() -> None:
    assert Needs(Fraction(2), breaks=True).to_json() == {"time": "2", "breaks": True}
    assert Needs().to_json() == {}


def test_of_several_the_most_of_each_holds() -> None:
    both = together([HALF, Needs(Fraction(2), sittings=True), READER])
    assert both == Needs(Fraction(2), sittings=True, helper="reader", name="Rea Reader")
    assert together([HALF, NO_LIMIT]).time is None
    assert together([]) == Needs()


@pytest.mark.parametrize(
    ("given", "asked", "all_of_it"),
    [
        (HALF, HALF, True),
        (Needs(Fraction(2), breaks=True), HALF, True),
        (NO_LIMIT, HALF, True),
        (Needs(Fraction(5, 4)), HALF, False),
        (Needs(Fraction(10)), NO_LIMIT, False),
        (HALF, replace(HALF, breaks=True), False),
        (replace(READER, name="Somebody else"), READER, True),
        (Needs(helper="scribe", name="Rea Reader"), READER, False),
    ],
)
def test_less_than_was_asked_for_is_told_from_all_of_it(given: Needs, asked: Needs, all_of_it: bool) -> None:
    assert covers(given, asked) is all_of_it


def test_the_rules_of_an_attempt_are_those_of_whoever_begins_it() -> None:
    policy = Policy(Fraction(3, 4), time_limit=timedelta(hours=1), sittings=2)
    assert fitted(policy, Needs()) == policy
    assert fitted(policy, HALF).time_limit == timedelta(minutes=90)
    free = fitted(policy, Needs(None, sittings=True, breaks=True))
    assert (free.time_limit, free.sittings, free.breaks) == (None, None, False)
    assert fitted(policy, Needs(breaks=True)).breaks


def test_a_registrar_gives_what_was_asked_for_or_more_but_not_less() -> None:
    given = lives.grant(ASKED, replace(HALF, breaks=True), None, 3, NOW)
    assert isinstance(given, Changed)
    assert given.accommodation.state is State.GRANTED
    assert given.accommodation.holds(NOW)
    less = lives.grant(ASKED, Needs(Fraction(5, 4)), None, 3, NOW)
    assert isinstance(less, Declined)
    assert "two people" in less.reason


def test_it_holds_up_to_its_last_day() -> None:
    assert GRANTED.until is not None
    assert GRANTED.holds(GRANTED.until - timedelta(seconds=1))
    assert not GRANTED.holds(GRANTED.until)
    assert not GRANTED.holds(NOW - timedelta(seconds=1))


@pytest.mark.parametrize("state", [State.GRANTED, State.REFUSED, State.ENDED, State.WITHDRAWN])
def test_what_was_answered_is_not_answered_again(state: State) -> None:
    one = replace(ASKED, state=state)
    assert not lives.grant(one, HALF, None, 3, NOW)
    assert not lives.talk(one, 3)
    assert not lives.refuse(one, Ground.OTHERWISE, 3, 4, NOW)
    assert not lives.withdraw(one, NOW)


def test_a_talk_moves_no_day() -> None:
    talked = lives.talk(ASKED, 3)
    assert isinstance(talked, Changed)
    assert talked.accommodation.answer_by == NOW + WITHIN
    assert talked.accommodation.is_late(NOW + WITHIN + timedelta(seconds=1))
    assert not GRANTED.is_late(NOW + timedelta(days=99))


def test_only_what_holds_is_ended() -> None:
    ended = lives.end(GRANTED, 3, NOW)
    assert isinstance(ended, Changed)
    assert not ended.accommodation.holds(NOW)
    assert not lives.end(ASKED, 3, NOW)
    assert not lives.end(GRANTED, 3, NOW + timedelta(days=31))
