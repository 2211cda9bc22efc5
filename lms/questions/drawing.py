"""Choosing questions so that every rule of a blueprint is kept and no two enemies meet.

Questions that are all enemies of one another act as one unit: that is exact, and fast. Where enmity is of another shape
(a with b, b with c, not a with c), the search branches on the enemies that met. It is complete up to a number of
steps that grows less than any honest bank needs; past it the answer is TooHard, never a guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from lms.questions.transport import Filled, Short, fill

_WORK = 60_000
_FEWEST_STEPS = 10
_MOST_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Blueprint:
    """How many questions each line wants; for each question, the lines that it fits and its enemies, by position."""

    wanted: tuple[int, ...]
    fits: tuple[tuple[int, ...], ...]
    enemies: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The questions of each line."""

    lines: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class TooHard:
    """Whether it can be done was not found out: too many enemies cross one another."""


def choose(blueprint: Blueprint, costs: Sequence[int], large: int) -> Chosen | Short | TooHard:
    """The cheapest choice, counted in whole multiples of `large`; within one multiple, any that was found first.

    A cost is a question's place in an order of chance, plus `large` for one that is better left out.
    """
    first = _relaxed(blueprint, costs, frozenset())
    if isinstance(first, Short):
        return first
    at_hand = _parted(blueprint, costs, first)
    if at_hand is not None and at_hand.cost // large == first.cost // large:
        return Chosen(at_hand.lines)
    steps = max(_FEWEST_STEPS, _WORK // (sum(blueprint.wanted) + len(blueprint.fits) + 1))
    waiting = [(first.cost // large, 0, 0, frozenset[int](), first)]
    made = 0
    while waiting:
        _, depth, _, forbidden, filled = heappop(waiting)
        met = _enemies_that_met(blueprint, filled)
        if not met:
            return Chosen(filled.lines)
        # A choice without this question, or one with it and therefore without its enemies: there is no third.
        for more in ({met[0]}, blueprint.enemies[met[0]]):
            made += 1
            if made > steps:
                return TooHard() if at_hand is None else Chosen(at_hand.lines)
            without = forbidden | more
            found = _relaxed(blueprint, costs, without)
            if isinstance(found, Filled):
                # Of equally good ones the deepest goes first: it has the fewest enemies left to part.
                heappush(waiting, (found.cost // large, depth - 1, made, without, found))
    return Short(tuple(range(len(blueprint.wanted))), sum(blueprint.wanted), sum(blueprint.wanted) - 1)


def _parted(blueprint: Blueprint, costs: Sequence[int], filled: Filled) -> Filled | None:
    """A choice found by sending away one of any two enemies that met, again and again; None where that leads nowhere.

    It is quick where a bank has plenty, and proves nothing where it fails.
    """
    forbidden: set[int] = set()
    for _ in range(_MOST_ROUNDS):
        met = _enemies_that_met(blueprint, filled)
        if not met:
            return filled
        still = set(met)
        for one in met:
            if not blueprint.enemies[one].isdisjoint(still):
                still.discard(one)
                forbidden.add(one)
        found = _relaxed(blueprint, costs, frozenset(forbidden))
        if isinstance(found, Short):
            return None
        filled = found
    return None


def _relaxed(blueprint: Blueprint, costs: Sequence[int], forbidden: frozenset[int]) -> Filled | Short:
    """The cheapest choice of at most one question of each unit. Enemies of different units may still meet in it."""
    units = _units(blueprint, forbidden)
    cheapest: list[dict[int, int]] = []
    for unit in units:
        best: dict[int, int] = {}
        for one in unit:
            for line in blueprint.fits[one]:
                if line not in best or costs[one] < costs[best[line]]:
                    best[line] = one
        cheapest.append(best)
    offers = [{line: costs[one] for line, one in best.items()} for best in cheapest]
    filled = fill(blueprint.wanted, offers)
    if isinstance(filled, Short):
        return filled
    lines = tuple(tuple(cheapest[unit][line] for unit in units) for line, units in enumerate(filled.lines))
    return Filled(lines, filled.cost)


def _units(blueprint: Blueprint, forbidden: frozenset[int]) -> list[list[int]]:
    """All questions that are not forbidden, in groups of which any two are enemies."""
    units: list[list[int]] = []
    home: dict[int, int] = {}
    for one, enemies in enumerate(blueprint.enemies):
        if one in forbidden:
            continue
        near = sorted({home[enemy] for enemy in enemies if enemy in home})
        unit = next((unit for unit in near if enemies.issuperset(units[unit])), len(units))
        if unit == len(units):
            units.append([])
        units[unit].append(one)
        home[one] = unit
    return units


def _enemies_that_met(blueprint: Blueprint, filled: Filled) -> list[int]:
    """The chosen questions that meet an enemy, those with the most enemies first."""
    chosen = {one for line in filled.lines for one in line}
    met = [one for one in chosen if not blueprint.enemies[one].isdisjoint(chosen)]
    return sorted(met, key=lambda one: (-len(blueprint.enemies[one]), one))
