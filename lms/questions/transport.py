"""Filling places at the least cost: each of some units can take one place in some of the lines.

This is the transportation problem, solved by shortest paths of exchange as in the Hungarian method: exact, also where
lines share their units, so that no order of filling can lead into a dead end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Offer = Mapping[int, int]
"""What one unit costs in each of the lines that it fits."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The units in each line, and what they cost together."""

    lines: tuple[tuple[int, ...], ...]
    cost: int


@dataclass(frozen=True, slots=True)
class Short:
    """Lines that together have more places than units fit any of them: the proof that they cannot be filled."""

    lines: tuple[int, ...]
    wanted: int
    there: int


def fill(places: Sequence[int], offers: Sequence[Offer]) -> Filled | Short:
    """Every place taken by a different unit, as cheaply as it can be done."""
    work = _Work(places, offers)
    for line, count in enumerate(places):
        for _ in range(count):
            if not work.take_one_more(line):
                return work.proof(line)
    lines = tuple(tuple(units) for units in work.taken)
    return Filled(lines, sum(offers[unit][line] for line, units in enumerate(lines) for unit in units))


class _Work:
    def __init__(self, places: Sequence[int], offers: Sequence[Offer]) -> None:
        self.places = places
        self.offers = offers
        self.taken: list[list[int]] = [[] for _ in places]
        self.in_use = [False] * len(offers)
        # Dearest first, so that the cheapest is at the end, where taking it away costs nothing.
        self.free: list[list[int]] = [[] for _ in places]
        self.beside: list[set[int]] = [set() for _ in places]
        for unit, offer in enumerate(offers):
            for line in offer:
                self.free[line].append(unit)
                self.beside[line].update(offer)
        for line, units in enumerate(self.free):
            units.sort(key=lambda unit: (offers[unit][line], unit), reverse=True)
            self.beside[line].discard(line)

    def take_one_more(self, line: int) -> bool:
        """Gives one more unit to a line, at the least cost over all ways of exchanging units among the lines."""
        cost, way = self._reach(line)
        best: tuple[int, int, int] | None = None
        for end in cost:
            unit = self._cheapest_free(end)
            if unit is not None:
                offered = (cost[end] + self.offers[unit][end], end, unit)
                best = offered if best is None else min(best, offered)
        if best is None:
            return False
        _, end, unit = best
        self.in_use[unit] = True
        while end != line:
            self.taken[end].append(unit)
            end, unit = self._hand_over(end, way[end])
        self.taken[line].append(unit)
        return True

    def _hand_over(self, line: int, step: tuple[int, int]) -> tuple[int, int]:
        receiver, unit = step
        self.taken[line].remove(unit)
        return receiver, unit

    def _reach(self, start: int) -> tuple[dict[int, int], dict[int, tuple[int, int]]]:
        """The least cost at which each line can be asked to hand a unit over, and to whom it hands which."""
        cost = {start: 0}
        way: dict[int, tuple[int, int]] = {}
        waiting = [start]
        while waiting:
            line = waiting.pop(0)
            for giver in self.beside[line]:
                for unit in self.taken[giver]:
                    offer = self.offers[unit]
                    if line not in offer:
                        continue
                    total = cost[line] + offer[line] - offer[giver]
                    if giver not in cost or total < cost[giver]:
                        cost[giver], way[giver] = total, (line, unit)
                        if giver not in waiting:
                            waiting.append(giver)
        return cost, way

    def _cheapest_free(self, line: int) -> int | None:
        units = self.free[line]
        while units and self.in_use[units[-1]]:
            units.pop()
        return units[-1] if units else None

    def proof(self, line: int) -> Short:
        """Every unit that fits one of the lines in reach is in one of them already, and they still lack a place."""
        lines = tuple(sorted(self._reach(line)[0]))
        there = sum(1 for offer in self.offers if any(one in offer for one in lines))
        return Short(lines, sum(self.places[one] for one in lines), there)
