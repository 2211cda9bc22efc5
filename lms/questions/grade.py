"""Marking a whole paper from its raw answers. Exact, and the same each time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from lms.questions import marking
from lms.questions.paper import Item
from lms.questions.quiz import Json

_MOST_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """The share of the points that were earned, by objective too, and of each item in its order.

    An item's share is None where its kind is never scored. A pilot has a share, for those who judge the question, and
    is in no sum. A paper without scored questions has the share 0; the check of a blueprint refuses it.
    """

    share: Fraction
    by_objective: Mapping[str, Fraction] = field(default_factory=dict)
    items: tuple[Fraction | None, ...] = ()


def mark(items: Iterable[Item], answers: Mapping[int, Json]) -> Mark:
    """The mark of a paper. `answers` are accepted ones, by position; what is not answered earns nothing."""
    items = tuple(items)
    return mark_of_shares(items, tuple(_share_of(item, answers.get(item.n)) for item in items))


def mark_of_shares(items: Sequence[Item], shares: Sequence[Fraction | None]) -> Mark:
    """The mark of a paper whose items, in their order, earned these shares."""
    groups: dict[str, list[tuple[int, Fraction]]] = defaultdict(list)
    for item, share in zip(items, shares, strict=True):
        if item.scored and share is not None:
            groups[item.objective].append((item.points, share))
    everything = [one for group in groups.values() for one in group]
    by_objective = {name: _together(group) for name, group in sorted(groups.items()) if name}
    return Mark(_together(everything), by_objective, tuple(shares))


def _share_of(item: Item, given: Json) -> Fraction | None:
    if given is not None:
        return marking.share(item.solution.key, given)
    return Fraction(0) if marking.is_scored(item.question.type) else None


def _together(shares: Iterable[tuple[int, Fraction]]) -> Fraction:
    earned, possible = Fraction(0), 0
    for points, share in shares:
        earned += points * share
        possible += points
    return earned / possible if possible else Fraction(0)


def passed(mark: Mark, pass_mark: Fraction, per_objective: Fraction | None = None) -> bool:
    """Whether a mark meets the pass mark, at exactly its value too, and in each objective where that is asked."""
    if mark.share < pass_mark:
        return False
    return per_objective is None or all(share >= per_objective for share in mark.by_objective.values())


def share_text(share: Fraction) -> str:
    """A share as it is kept and sent: "0.75" where few decimals say it exactly, else a fraction such as "1/3"."""
    scaled = share * 10**_MOST_DECIMALS
    if scaled.denominator != 1:
        return f"{share.numerator}/{share.denominator}"
    whole, rest = divmod(abs(scaled.numerator), 10**_MOST_DECIMALS)
    decimals = f"{rest:0{_MOST_DECIMALS}d}".rstrip("0")
    sign = "-" if share < 0 else ""
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"
