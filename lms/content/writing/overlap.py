"""How much of a paper somebody has seen before, at the second attempt and later: exact, or between two bounds.

Questions that are all enemies of one another are drawn as one unit (lms.questions.drawing), and a draw follows a random
order of all questions. So the units of a line come in an order of chance in which a unit is as likely to be next as it
has questions left, and which ones are drawn can be counted out. Where lines share questions or enemies, every choice is
tried; where those are too many, no more is said than what is certain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import comb
from typing import NamedTuple

from lms.questions.blueprint import Rules

_MOST_STATES = 3000
_MOST_TRIES = 300_000


class Seen(NamedTuple):
    """The expected share of a paper that was in an earlier one, at this attempt. It is exact where both are equal."""

    attempt: int
    low: Fraction
    high: Fraction


Unit = tuple[int, int]
"""A unit of questions: how many it has, and how many of them were seen."""
State = tuple[tuple[Unit, int], ...]
"""How many units there are of each sort."""


def overlap(rules: Rules, prefer_unseen: bool, attempts: int) -> tuple[Seen, ...]:
    """For the attempts from the second to `attempts`. The blueprint must be one that can be drawn."""
    size = len(rules.used) + sum(rules.blueprint.wanted)
    if not size or attempts < 2:
        return ()
    low = [Fraction(len(rules.used))] * (attempts - 1)
    high = list(low)
    for lines, questions in _parts(rules):
        for n, (least, most) in enumerate(_of_part(rules, lines, questions, prefer_unseen, attempts)):
            low[n] += least
            high[n] += most
    return tuple(Seen(n, a / size, b / size) for n, (a, b) in enumerate(zip(low, high, strict=True), start=2))


_Bounds = list[tuple[Fraction, Fraction]]


def _of_part(rules: Rules, lines: set[int], questions: set[int], prefer_unseen: bool, attempts: int) -> _Bounds:
    """The bounds for one part at each attempt from the second on, equal ones where they can be counted."""
    wanted = sum(rules.blueprint.wanted[line] for line in lines)
    units = _units(rules, questions) if len(lines) == 1 else None
    exact = None if units is None else _expected(units, wanted, prefer_unseen, attempts)
    if exact is not None:
        return [(one, one) for one in exact]
    tried = _tried(rules, lines, questions, attempts) if prefer_unseen else None
    if tried is not None:
        return [(Fraction(least), Fraction(most)) for least, most in tried]
    return [(_least(wanted, len(questions), prefer_unseen), Fraction(wanted))] * (attempts - 1)


def _tried(rules: Rules, lines: set[int], questions: set[int], attempts: int) -> list[tuple[int, int]] | None:
    """The fewest and the most that can be seen again, by trying every choice; None where there are too many.

    Questions are bits. A draw takes one of the choices that hold the fewest questions seen.
    """
    choices = _choices(rules, sorted(lines), questions)
    if not choices:
        return None
    seen = set(choices)
    found = []
    for attempt in range(2, attempts + 1):
        if len(seen) * len(choices) > _MOST_TRIES:
            return None
        after: set[int] = set()
        least, most = 10**6, 0
        for before in seen:
            again = min((choice & before).bit_count() for choice in choices)
            least, most = min(least, again), max(most, again)
            if attempt < attempts:
                after.update(before | choice for choice in choices if (choice & before).bit_count() == again)
        found.append((least, most))
        seen = after
    return found


def _choices(rules: Rules, lines: Sequence[int], questions: set[int]) -> set[int] | None:
    """Every choice of questions for some lines in which no two enemies meet; None where there are too many."""
    found = {0}
    enemies = {one: sum(1 << enemy for enemy in rules.blueprint.enemies[one]) for one in questions}
    for line in lines:
        fitting = sorted(one for one in questions if line in rules.blueprint.fits[one])
        wanted = rules.blueprint.wanted[line]
        if comb(len(fitting), wanted) * len(found) > _MOST_TRIES:
            return None
        found = {
            before | sum(1 << one for one in more)
            for before in found
            for more in combinations(fitting, wanted)
            if _may_meet(before, more, enemies)
        }
    return found


def _may_meet(before: int, more: Sequence[int], enemies: Mapping[int, int]) -> bool:
    whole = before
    for one in more:
        if whole & (1 << one) or whole & enemies[one]:
            return False
        whole |= 1 << one
    return True


def _least(wanted: int, there: int, prefer_unseen: bool) -> Fraction:
    """What is seen again at least: all that is not new, or the share that blind chance has."""
    if prefer_unseen or not there:
        return Fraction(max(2 * wanted - there, 0))
    return Fraction(wanted * wanted, there)


def _parts(rules: Rules) -> list[tuple[set[int], set[int]]]:
    """Lines that share questions or enemies, with these questions. The parts have nothing to do with one another."""
    parts: list[tuple[set[int], set[int]]] = []
    for one, (lines, enemies) in enumerate(zip(rules.blueprint.fits, rules.blueprint.enemies, strict=True)):
        merged: tuple[set[int], set[int]] = (set(lines), {one, *enemies})
        apart = []
        for part in parts:
            if part[0] & merged[0] or part[1] & merged[1]:
                merged = (merged[0] | part[0], merged[1] | part[1])
            else:
                apart.append(part)
        parts = [*apart, merged]
    return parts


def _units(rules: Rules, questions: set[int]) -> list[int] | None:
    """The sizes of the groups of enemies; None where some of a group are no enemies of one another."""
    sizes = []
    left = set(questions)
    while left:
        group = {one := min(left), *rules.blueprint.enemies[one]}
        if any({other, *rules.blueprint.enemies[other]} != group for other in group):
            return None
        left -= group
        sizes.append(len(group))
    return sizes


def _expected(sizes: Sequence[int], wanted: int, prefer_unseen: bool, attempts: int) -> list[Fraction] | None:
    """How many questions of each attempt were seen before, None where there are too many ways to count."""
    start = _state(Counter((size, 0) for size in sizes))
    if prefer_unseen:
        return _expected_unseen(start, wanted, attempts)
    drawn = _drawn(start, wanted)
    if drawn is None:
        return None
    found = [Fraction(0)] * (attempts - 1)
    for (size, _), units in start:
        times = sum((chance * taken.get((size, 0), 0) for taken, chance in drawn), Fraction(0))
        chance_of_one = times / units / size
        for n in range(attempts - 1):
            found[n] += units * size * chance_of_one * (1 - (1 - chance_of_one) ** (n + 1))
    return found


def _expected_unseen(start: State, wanted: int, attempts: int) -> list[Fraction] | None:
    states = {start: Fraction(1)}
    found = []
    for attempt in range(1, attempts + 1):
        expected = Fraction(0)
        after: dict[State, Fraction] = {}
        for state, chance in states.items():
            new = sum(units for (size, seen), units in state if seen < size)
            expected += chance * max(wanted - new, 0)
            drawn = _drawn(state, min(wanted, new))
            if drawn is None:
                return None
            for taken, share in drawn:
                then = _after(state, taken)
                after[then] = after.get(then, Fraction(0)) + chance * share
        if len(after) > _MOST_STATES:
            return None
        states = after
        if attempt > 1:
            found.append(expected)
    return found


def _drawn(state: State, wanted: int) -> list[tuple[Mapping[Unit, int], Fraction]] | None:
    """Which sorts of units are drawn how often, with the chance of each: one after another, by what is new in them."""
    sorts = [(unit, units) for unit, units in state if unit[1] < unit[0]]
    if len({size - seen for (size, seen), _ in sorts}) == 1 and len(sorts) == 1:
        return [({sorts[0][0]: wanted}, Fraction(1))]
    ways: dict[tuple[int, ...], Fraction] = {(0,) * len(sorts): Fraction(1)}
    for _ in range(wanted):
        further: dict[tuple[int, ...], Fraction] = {}
        for taken, chance in ways.items():
            weights = [(units - n) * (size - seen) for ((size, seen), units), n in zip(sorts, taken, strict=True)]
            whole = sum(weights)
            for place, weight in enumerate(weights):
                if weight:
                    then = (*taken[:place], taken[place] + 1, *taken[place + 1 :])
                    further[then] = further.get(then, Fraction(0)) + chance * Fraction(weight, whole)
        if len(further) > _MOST_STATES:
            return None
        ways = further
    units_of = [unit for unit, _ in sorts]
    return [(dict(zip(units_of, taken, strict=True)), chance) for taken, chance in ways.items()]


def _after(state: State, taken: Mapping[Unit, int]) -> State:
    left: Counter[Unit] = Counter(dict(state))
    for (size, seen), times in taken.items():
        left[size, seen] -= times
        left[size, seen + 1] += times
    return _state(left)


def _state(units: Mapping[Unit, int]) -> State:
    return tuple(sorted((unit, times) for unit, times in units.items() if times))
