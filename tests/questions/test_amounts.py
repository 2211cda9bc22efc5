"""Amounts are written in one way each, and never promise more than there is."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from lms.questions import amounts

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (Fraction(3, 4), "75%"),
        (Fraction(2, 3), "66%"),
        (Fraction(7499, 10000), "74%"),
        (Fraction(1), "100%"),
        (Fraction(0), "0%"),
    ],
)
def test_a_share_never_seems_to_reach_what_it_does_not(share: Fraction, words: str) -> None:
    assert amounts.percent(share) == words


def test_beside_a_mark_with_tenths_a_share_is_told_to_a_tenth() -> None:
    needed = Fraction(665, 1000)
    assert amounts.percent(needed, needed) == "66.5%"
    assert amounts.percent(Fraction(2, 3), needed) == "66.6%"
    assert amounts.percent(Fraction(1, 2), needed) == "50%"
    assert amounts.percent(Fraction(2, 3), Fraction(3, 4)) == "66%"


@pytest.mark.parametrize(
    ("total", "words"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (8, "8 minutes"),
        (60, "1 hour"),
        (61, "1 hour 1 minute"),
        (140, "2 hours 20 minutes"),
    ],
)
def test_minutes_read_as_hours_where_there_are_many(total: int, words: str) -> None:
    assert amounts.minutes(total) == words


@pytest.mark.parametrize(
    ("total", "words"), [(44, "44 minutes"), (47, "45 minutes"), (61, "1 hour"), (83, "1 hour 25 minutes")]
)
def test_a_long_estimate_does_not_pretend_to_know_the_minute(total: int, words: str) -> None:
    assert amounts.about(total) == words


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (DAY, "24 hours"),
        (2 * DAY, "2 days"),
        (36 * HOUR, "36 hours"),
        (90 * MINUTE, "1 hour 30 minutes"),
        (HOUR, "1 hour"),
    ],
)
def test_a_span_is_told_exactly(length: timedelta, words: str) -> None:
    assert amounts.span(length) == words


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=1), "1 minute"),
        (timedelta(minutes=59, seconds=1), "1 hour"),
        (timedelta(hours=1, seconds=1), "2 hours"),
        (timedelta(hours=23, minutes=1), "24 hours"),
        (2 * DAY, "2 days"),
        (timedelta(days=6, hours=1), "7 days"),
    ],
)
def test_a_wait_is_never_said_shorter_than_it_is(length: timedelta, words: str) -> None:
    assert amounts.wait(length) == words


def test_things_are_counted_in_words() -> None:
    assert [amounts.counted(n, "lesson") for n in (0, 1, 2371)] == ["no lessons", "1 lesson", "2,371 lessons"]
    assert amounts.counted(2, "person", "people") == "2 people"
