"""Ranges of numbers among options: "1 to 5", "more than 10 days", "under 3 %"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

_NUMBER = r"(?:[$£€]\s?)?(\d{1,12}(?:[.,]\d{1,6})*)\s?(?:%|percent|per cent)?"
_TO = re.compile(
    rf"(?:(?:from|between)\s+)?{_NUMBER}\s*([^\W\d]*)\s*(?:-|–|—|to|and|until)\s*{_NUMBER}\s*([^\d]*)", re.IGNORECASE
)
_MORE = re.compile(rf"(more than|over|above|at least|from)\s+{_NUMBER}\s*([^\d]*)", re.IGNORECASE)
_LESS = re.compile(rf"(less than|fewer than|under|below|up to|at most)\s+{_NUMBER}\s*([^\d]*)", re.IGNORECASE)
_INCLUSIVE = ("at least", "from", "up to", "at most")
_LONGEST = 80


class Range(NamedTuple):
    """Numbers from `low` to `high`, None for no bound; which bounds belong to it, and of what they are numbers."""

    low: Decimal | None
    high: Decimal | None
    with_low: bool
    with_high: bool
    unit: str


def overlapping(options: Sequence[str]) -> tuple[int, int] | None:
    """The positions of the first two options that are ranges of one unit with a number in common."""
    ranges = [_range_of(option) for option in options]
    for n, one in enumerate(ranges):
        for m in range(n):
            other = ranges[m]
            if one is not None and other is not None and one.unit == other.unit and _meet(other, one):
                return m, n
    return None


def _range_of(text: str) -> Range | None:
    text = " ".join(text.split()).rstrip(".")
    if len(text) > _LONGEST:
        return None
    found = _TO.fullmatch(text)
    if found is not None:
        low, high = _decimal(found[1]), _decimal(found[3])
        unit = found[4].strip().casefold()
        same = found[2].casefold() in ("", unit.split(" ")[0])
        return Range(low, high, True, True, unit) if same and low < high else None
    for pattern, below in ((_MORE, False), (_LESS, True)):
        found = pattern.fullmatch(text)
        if found is not None:
            inclusive = found[1].casefold() in _INCLUSIVE
            number, unit = _decimal(found[2]), found[3].strip().casefold()
            return Range(None, number, True, inclusive, unit) if below else Range(number, None, inclusive, True, unit)
    return None


def _decimal(text: str) -> Decimal:
    """A number; points or commas before three digits each part thousands."""
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", text):
        return Decimal(re.sub(r"[.,]", "", text))
    whole, _, rest = text.replace(",", ".").partition(".")
    return Decimal(f"{whole}.{rest.replace('.', '') or '0'}")


def _meet(one: Range, other: Range) -> bool:
    return _begins_before(one, other) and _begins_before(other, one)


def _begins_before(one: Range, other: Range) -> bool:
    """Whether one range begins before the other ends, or where it ends if that number belongs to both."""
    if one.low is None or other.high is None:
        return True
    return one.low < other.high or (one.low == other.high and one.with_low and other.with_high)
