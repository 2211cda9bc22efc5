"""The arithmetic: two series measured turn and turn about, the figure that a goal is about, and whether it is met."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median


class Unit(StrEnum):
    """What a series holds: how much was done in a second, or how many seconds it took."""

    RATE = "/s"
    SECONDS = "s"


@dataclass(frozen=True, slots=True)
class Series:
    """Our work and its yardstick, a value a round each; values at the same place were measured one after the other.

    `processor` is the same ratio by the processor time that the servers took for a request, where that was measured:
    it leaves out waiting for the disk, and what else the machine was busy with.
    """

    unit: Unit
    ours: tuple[float, ...]
    yardstick: tuple[float, ...]
    processor: float | None = None

    def __post_init__(self) -> None:
        if not self.ours or len(self.ours) != len(self.yardstick):
            raise ValueError("a series needs as many rounds of our work as of its yardstick, and at least one")

    @property
    def ratio(self) -> float:
        """Our value over the yardstick's: the median over the rounds, each against its own neighbour in time."""
        return median(ours / yard for ours, yard in zip(self.ours, self.yardstick, strict=True))

    @property
    def more(self) -> float:
        """How much our value is above the yardstick's, in the same way."""
        return median(ours - yard for ours, yard in zip(self.ours, self.yardstick, strict=True))

    @property
    def spread(self) -> float:
        """How far the ratios of single rounds lie apart, as a share of their median: what noise did to this run."""
        ratios = [ours / yard for ours, yard in zip(self.ours, self.yardstick, strict=True)]
        return (max(ratios) - min(ratios)) / median(ratios)


class Figure(StrEnum):
    """What a goal is about."""

    RATIO = "ratio"
    MORE = "more"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound for one figure of a series. Rates are to reach it, seconds are to stay within it."""

    figure: Figure
    bound: float

    def reached(self, series: Series) -> float:
        """The figure that this goal is about."""
        if self.figure is Figure.RATIO:
            return series.ratio
        return series.more if self.figure is Figure.MORE else median(series.ours)

    def met(self, series: Series) -> bool:
        reached = self.reached(series)
        return reached >= self.bound if series.unit is Unit.RATE else reached <= self.bound

    def words(self, unit: Unit) -> str:
        return ("≥ " if unit is Unit.RATE else "≤ ") + self.shown(self.bound, unit)

    def shown(self, value: float, unit: Unit) -> str:
        """A value of this figure as a person reads it."""
        if self.figure is Figure.RATIO:
            return f"{value:.2f} ×"
        return amount(value, unit) + (" more" if self.figure is Figure.MORE else "")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what is measured, against what, the goal if there is one, and what was seen before.

    `measure(rounds)` gives the series. `note` says what a reader of the figure must know.
    """

    work: str
    yardstick: str
    unit: Unit
    measure: Callable[[int], Series]
    goal: Goal | None = None
    before: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A row with what was measured for it."""

    row: Row
    series: Series

    @property
    def reached(self) -> str:
        goal = self.row.goal or Goal(Figure.RATIO, 0)
        return goal.shown(goal.reached(self.series), self.row.unit)

    @property
    def verdict(self) -> str:
        if self.row.goal is None:
            return ""
        return "reached" if self.row.goal.met(self.series) else "not yet"


def in_turn(rounds: int, unit: Unit, ours: Callable[[], float], yardstick: Callable[[], float]) -> Series:
    """Measure the yardstick, then our work, then the yardstick again, so often."""
    measured = [(yardstick(), ours()) for _ in range(rounds)]
    return Series(unit, tuple(own for _, own in measured), tuple(yard for yard, _ in measured))


def seconds(act: Callable[[], object]) -> float:
    """How long this takes by the clock on the wall."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def amount(value: float, unit: Unit) -> str:
    """A rate or a time as a person reads it."""
    if unit is Unit.RATE:
        return f"{value:,.0f}/s"
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.3g} ms"


def absolute(values: Sequence[float], unit: Unit) -> str:
    """The median of a series by itself, which only shows the scale."""
    return amount(median(values), unit)
