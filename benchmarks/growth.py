"""`python -m benchmarks.growth [--most 1000000]`: what a page costs as learners and events grow.

The campus of the other rows is filled up with learners who are done, ten events each, as many as a programme has after
many years; then its pages are asked for as before, each time beside the bare hello.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import repeat

from sqlalchemy import text

from benchmarks.campus import COURSE, LESSONS_DONE, campus
from benchmarks.client import request
from benchmarks.lesson_page import HELLO, site
from benchmarks.measuring import Series
from benchmarks.over_http import CONNECTIONS, compare
from benchmarks.saved_answers import measure_practice

SIZES = (100, 10_000, 1_000_000)
EVENTS_EACH = 10
ROUNDS = 3
AT_ONCE = 50_000


def main() -> int:
    reader = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    reader.add_argument("--most", type=int, default=SIZES[-1], help="no more learners than these")
    given = reader.parse_args()
    there = 0
    for size in (size for size in SIZES if size <= given.most):
        begun = time.perf_counter()
        fill(there, size)
        there = size
        print(f"{size:,} learners, {size * EVENTS_EACH:,} events (filled in {time.perf_counter() - begun:.0f} s)")
        for name, measure in MEASURES.items():
            series = measure(ROUNDS)
            processor = "" if series.processor is None else f", {series.processor:.2f} × by processor time"
            print(f"  {name}: {series.ratio:.2f} ×{processor}; rounds differ by {series.spread:.0%}", flush=True)
    return 0


def fill(start: int, end: int) -> None:
    """Learners with numbers from `start` on, below `end`, each with a standing and ten events in the course."""
    here = campus()
    course = here.catalog.courses[COURSE]
    lesson = course.lessons[here.lessons[0]]
    quiz, now = lesson.questions[0].id, datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None).isoformat(" ")
    with here.context.database.reading() as session:
        body = session.execute(text("SELECT body FROM standings LIMIT 1")).scalar_one()
    for first in range(start, end, AT_ONCE):
        numbers = [{"n": n} for n in range(first, min(first + AT_ONCE, end))]
        with here.context.database.writing() as session:
            session.execute(_ACCOUNT, [{**one, "id": one["n"] + FIRST_ID, "now": now} for one in numbers])
            same = {"subject": course.path, "body": body, "part": lesson.id, "quiz": quiz, "now": now}
            session.execute(_STANDING, [{**same, "id": one["n"] + FIRST_ID} for one in numbers])
            events = [{**same, "id": one["n"] + FIRST_ID} for one in numbers for _ in range(EVENTS_EACH)]
            session.execute(_EVENT, events)


FIRST_ID = 1_000
_ACCOUNT = text(
    "INSERT INTO accounts (id, email, name, password_hash, role, extra_time, created_at, confirmed_at)"
    " VALUES (:id, 'grown-' || :n || '@example.org', 'Learner ' || :n, '!', 'learner', '1', :now, :now)"
)
_STANDING = text("INSERT INTO standings (account_id, subject, body) VALUES (:id, :subject, :body)")
_EVENT = text(
    "INSERT INTO events (account_id, kind, at, subject, part, quiz, version, share, answer)"
    " VALUES (:id, 'answered', :now, :subject, :part, :quiz, '', '1', '\"a\"')"
)


def _page(path: Callable[[], str]) -> Callable[[int], Series]:
    def measure(rounds: int) -> Series:
        readers = campus().learners[:CONNECTIONS]
        lines: list[Iterator[bytes]] = [repeat(request("GET", path(), reader.in_browser)) for reader in readers]
        return compare(site(lines), HELLO, rounds)

    return measure


MEASURES: dict[str, Callable[[int], Series]] = {
    "lesson page, against hello": _page(lambda: campus().lesson_path(LESSONS_DONE)),
    "my learning, against hello": _page(lambda: "/learn"),
    "verification page, against hello": _page(lambda: f"/verify/{campus().serials[0]}"),
    "quiz answer, against one durable insert and update": measure_practice,
}


if __name__ == "__main__":
    sys.exit(main())
