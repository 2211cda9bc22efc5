"""How amounts are written for people, one way each on every page, in mails and in the texts of the API.

A share is 75%, a span of time 1 hour 20 minutes, a number of things 3 lessons; a day is written by
`lms.credentials.dates`.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from lms.wording.phrases import Phrase, _, plural

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_LONG = 45
"""From so many minutes on, an estimate is told to the next five: nobody knows it better."""


def percent(share: Fraction, needed: Fraction | None = None) -> str:
    """75%: cut, never rounded up, so that nobody seems to have reached what they did not.

    To a tenth only beside a mark that is `needed` and has tenths itself.
    """
    whole, tenth = divmod(share * 1000 // 1, 10)
    exact = needed is not None and (needed * 100).denominator != 1
    return _percent(Decimal(f"{whole}.{tenth}") if exact and tenth else whole)


def exact_percent(share: Fraction) -> str:
    """An exact percentage; shares of ours come from percentages with at most twelve decimals."""
    scaled = share * 100 * 10**12
    whole, rest = divmod(int(scaled), 10**12)
    decimals = f"{rest:012d}".rstrip("0")
    return _percent(Decimal(f"{whole}.{decimals}") if decimals else whole)


def _percent(number: int | Decimal) -> Phrase:
    return _("%(number)s%%", number=number)


def counted(number: int, thing: str, things: str = "") -> str:
    """1 lesson, 2 lessons, no lessons; 2,371 people. In English alone: for authors, staff and commands."""
    name = thing if number == 1 else things or f"{thing}s"
    return f"{number:,} {name}" if number else f"no {name}"


def minutes(total: int) -> str:
    """12 minutes, 1 hour, 1 hour 20 minutes."""
    hours, rest = divmod(total, 60)
    short = plural("%(num)s minute", "%(num)s minutes", rest)
    if not hours:
        return short
    return _("%(hours)s %(minutes)s", hours=_hours(hours), minutes=short) if rest else _hours(hours)


def _hours(number: int) -> Phrase:
    return plural("%(num)s hour", "%(num)s hours", number)


def _days(number: int) -> Phrase:
    return plural("%(num)s day", "%(num)s days", number)


def lessons(number: int) -> str:
    """1 lesson, 2 lessons, no lessons."""
    return plural("%(num)s lesson", "%(num)s lessons", number) if number else _("no lessons")


def about(total: int) -> str:
    """An estimate, to follow the word about: 8 minutes, 1 hour, 1 hour 20 minutes."""
    return minutes(total if total < _LONG else 5 * round(total / 5))


def span(length: timedelta) -> str:
    """24 hours, 7 days, 1 hour 30 minutes: whole days from the second on, else hours and minutes."""
    if length > _DAY and length % _DAY == timedelta():
        return _days(length // _DAY)
    return minutes(-(-length // _MINUTE))


def left(length: timedelta) -> str:
    """What is left of a time: 34 minutes, 1 hour 15 minutes, or less than a minute."""
    return minutes(length // _MINUTE) if length >= _MINUTE else _("less than a minute")


def wait(length: timedelta) -> str:
    """How long until a door opens, to the nearest useful unit, rounded up: it never opens later than was said."""
    if length <= _HOUR:
        return minutes(max(1, -(-length // _MINUTE)))
    hours = -(-length // _HOUR)
    return _hours(hours) if hours < 48 else _days(-(-hours // 24))
