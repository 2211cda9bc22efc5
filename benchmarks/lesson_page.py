"""A lesson page of 18 KB for someone signed in, with their progress, against the bare hello under the same server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import repeat

from benchmarks.campus import LESSONS_DONE, campus
from benchmarks.client import request
from benchmarks.measuring import Figure, Goal, Row, Series, Unit
from benchmarks.over_http import CONNECTIONS, Side, compare

SITE = "lms.cli.serving.webapp:make_application"
HELLO = Side("benchmarks.yardsticks:hello", lambda: [repeat(request("GET", "/"))] * CONNECTIONS)


def site(lines: Sequence[Iterator[bytes]]) -> Side:
    """Our own application on the campus."""
    return Side(SITE, lambda: lines, "/courses", campus().environment)


def measure_at(place: int, rounds: int) -> Series:
    here = campus()
    path = here.lesson_path(place)
    readers = here.learners[:CONNECTIONS]
    return compare(site([repeat(request("GET", path, reader.in_browser)) for reader in readers]), HELLO, rounds)


ROWS = (
    Row(
        work="lesson page, signed in, progress shown, its questions not answered yet",
        yardstick="bare Flask hello under the same server",
        unit=Unit.RATE,
        measure=lambda rounds: measure_at(LESSONS_DONE, rounds),
        goal=Goal(Figure.RATIO, 0.4),
        before="Flask-Login with ORM and Jinja 0.19; a page split once per revision 0.60; CTFd 0.05; RELATE 0.016",
    ),
    Row(
        work="the same, all three questions answered, each answer explained",
        yardstick="bare Flask hello under the same server",
        unit=Unit.RATE,
        measure=lambda rounds: measure_at(0, rounds),
        goal=Goal(Figure.RATIO, 0.4),
        note=(
            "A page is put together once for all who are as far and gave the same answers, and anew when the content"
            " changes; the first of them waits a fraction of a millisecond longer. Who is asking, how far they are and"
            " what they answered is read from the database for every page."
        ),
    ),
)
