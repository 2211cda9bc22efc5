"""The pages beside lessons that a learner opens daily, against the bare hello under the same server."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import repeat

from benchmarks.campus import COURSE, Campus, Learner, campus
from benchmarks.client import request
from benchmarks.lesson_page import HELLO, site
from benchmarks.measuring import Figure, Goal, Row, Series, Unit
from benchmarks.over_http import CONNECTIONS, compare

Path = Callable[[Campus, Learner], str]

PAGES: dict[str, Path] = {
    "what to do next (`/learn`)": lambda _here, _reader: "/learn",
    "the catalogue of courses": lambda _here, _reader: "/courses",
    "a course of 30 lessons": lambda _here, _reader: f"/courses/{COURSE}",
    "the cover of an examination": lambda here, _reader: f"/assessments/{next(iter(here.catalog.assessments))}",
    "a question of an examination": lambda _here, reader: f"/attempts/{reader.attempt}",
    "the list of certificates": lambda _here, _reader: "/certificates",
}


def measure(path: Path, rounds: int) -> Series:
    here = campus()
    lines = [repeat(request("GET", path(here, reader), reader.in_browser)) for reader in here.learners[:CONNECTIONS]]
    return compare(site(lines), HELLO, rounds)


ROWS = tuple(
    Row(
        work=f"page opened daily, signed in: {name}",
        yardstick="bare Flask hello under the same server",
        unit=Unit.RATE,
        measure=partial(measure, path),
        goal=Goal(Figure.RATIO, 0.25),
    )
    for name, path in PAGES.items()
)
