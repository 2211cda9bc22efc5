"""The table on the terminal, and docs/reference/performance.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from pysqlite3 import dbapi2 as sqlite

from benchmarks.measuring import Outcome, absolute

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "performance.md"
LIBRARIES = ("flask", "granian", "sqlalchemy", "jinja2", "markdown-it-py", "pyyaml", "weasyprint")
COLUMNS = (
    "work",
    "yardstick in the same run",
    "goal",
    "reached",
    "",
    "by processor time",
    "ours",
    "yardstick",
    "rounds differ by",
)

HEAD = """\
# How fast it is

Written by `make bench`; do not edit it by hand. Every figure is a ratio against a yardstick that was measured in the
same run on the same machine, turn and turn about, and is the median of its rounds. The absolute figures show the
scale, and no more: another machine has others. The last column says how far single rounds lay apart: where it is large,
something else kept the machine busy. For what is asked over HTTP the ratio stands there once more by the processor time
that the servers took for a request, which other work on the machine and waiting for the disk don't touch.
"""
BEFORE = """\
## What was seen elsewhere

Measured before this was built, on two cores, with other software or with sketches of this one. These figures were
taken over, and are not measured by `make bench`.
"""


@dataclass(frozen=True, slots=True)
class Machine:
    """Where and when, with which versions."""

    day: date
    processor: str
    cores: int
    memory_gib: float
    versions: tuple[str, ...]


def this_machine(day: date) -> Machine:
    libraries = [f"{name} {version(name)}" for name in LIBRARIES]
    system = f"{platform.system()} {platform.release().split('-')[0]}"
    return Machine(
        day=day,
        processor=_processor(),
        cores=len(os.sched_getaffinity(0)),
        memory_gib=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30,
        versions=(system, f"Python {platform.python_version()}", f"SQLite {sqlite.sqlite_version}", *libraries),
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return " ".join(value.split())
    return platform.machine()


def cells(outcome: Outcome) -> tuple[str, ...]:
    """One line of the table."""
    row, series = outcome.row, outcome.series
    return (
        row.work,
        row.yardstick,
        row.goal.words(row.unit) if row.goal else "",
        outcome.reached,
        outcome.verdict,
        "" if series.processor is None else f"{series.processor:.2f} ×",
        absolute(series.ours, row.unit),
        absolute(series.yardstick, row.unit),
        f"{series.spread:.0%}",
    )


def on_terminal(outcome: Outcome) -> str:
    work, yardstick, goal, reached, verdict, processor, ours, yard, spread = cells(outcome)
    aim = f" (goal {goal}: {verdict})" if goal else ""
    by_processor = f", {processor} by processor time" if processor else ""
    return f"{work}\n    {reached}{by_processor}{aim}; {ours} against {yard} of {yardstick}; rounds differ by {spread}"


def page(outcomes: Sequence[Outcome], machine: Machine) -> str:
    """The whole page."""
    return "\n".join(
        [
            HEAD,
            _measured_on(machine),
            "",
            *_table(COLUMNS, map(cells, outcomes)),
            "",
            *_notes(outcomes),
            BEFORE,
            *_table(("work", "seen before"), [(one.row.work, one.row.before) for one in outcomes if one.row.before]),
            "",
        ]
    )


def _measured_on(machine: Machine) -> str:
    day = f"{machine.day.day} {machine.day:%B %Y}"
    hardware = f"{machine.processor}, {machine.cores} cores, {machine.memory_gib:.0f} GiB"
    return f"Measured on {day}: {hardware}. {', '.join(machine.versions)}."


def _table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> list[str]:
    return [_line(head), _line(["---"] * len(head)), *(_line(line) for line in lines)]


def _line(texts: Sequence[str]) -> str:
    return "| " + " | ".join(text.replace("|", r"\|") for text in texts) + " |"


def _notes(outcomes: Sequence[Outcome]) -> list[str]:
    notes = [f"- {one.row.work}: {one.row.note}" for one in outcomes if one.row.note]
    return ["Notes:", "", *notes, ""] if notes else []
