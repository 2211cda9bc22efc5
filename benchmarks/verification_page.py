"""The page that tells a stranger about a certificate, against the bare hello under the same server."""

from __future__ import annotations

from itertools import cycle

from benchmarks.campus import campus
from benchmarks.client import request
from benchmarks.lesson_page import HELLO, site
from benchmarks.measuring import Figure, Goal, Row, Series, Unit
from benchmarks.over_http import CONNECTIONS, compare


def measure(rounds: int) -> Series:
    asked = [request("GET", f"/verify/{serial}") for serial in campus().serials]
    lines = [cycle(asked[place % len(asked) :] + asked[: place % len(asked)]) for place in range(CONNECTIONS)]
    return compare(site(lines), HELLO, rounds)


ROWS = (
    Row(
        work="verification page",
        yardstick="bare Flask hello under the same server",
        unit=Unit.RATE,
        measure=measure,
        goal=Goal(Figure.RATIO, 0.35),
        before="with the ORM 0.19; with one prepared statement 0.37",
    ),
)
