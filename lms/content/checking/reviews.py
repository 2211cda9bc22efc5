"""Which days of review are past."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lms.content.kinds import KINDS
from lms.content.reading.site import World
from lms.questions.block import Block
from lms.sources.diagnostics import Findings, Place

# Names of months must not depend on the machine's locale.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def check_reviews(world: World, today: date, findings: Findings) -> None:
    for day, place, code in _reviews(world):
        if day < today:
            words = f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
            help = "Read it again, and write the day of the next review."
            findings.warn(place, code, f"This was to be reviewed by {words}.", help)


def _reviews(world: World) -> Iterator[tuple[date, Place, str]]:
    for kind in KINDS.values():
        yield from ((day, place, kind.overdue) for day, place in kind.reviews(world))
        for asked in kind.quizzes(world):
            yield from ((day, place, "C108") for day, place in _of_blocks(asked.blocks))


def _of_blocks(blocks: tuple[Block, ...]) -> Iterator[tuple[date, Place]]:
    for block in blocks:
        if block.quiz.review_by is not None and "review_by" in block.places and block.quiz.status != "retired":
            yield block.quiz.review_by, block.places["review_by"]
