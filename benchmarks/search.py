"""How long a search takes at 2,000 publications, against reading their texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from string import ascii_lowercase
from tempfile import TemporaryDirectory

from sqlalchemy import select

from benchmarks.measuring import Figure, Goal, Row, Series, Unit, in_turn, seconds
from lms.content.reading.searched import Searched
from lms.services.ground.context import Context
from lms.services.learning.searching import search
from lms.services.publishing.served import EMPTY
from lms.settings import load
from lms.store import migrating, searching
from lms.store.engine import open_database
from lms.store.tables import SearchTextRow

COUNT, WORDS = 2000, 900
KNOWN = 5000
EVERYWHERE = "health"
SEARCHES_A_ROUND = 5


def publications() -> Iterator[Searched]:
    """Texts of 6 KB in which some words are frequent and most are rare, as words are; one of them is in every text."""
    random = Random(1)
    known = ["".join(random.choices(ascii_lowercase, k=random.randint(3, 10))) for _ in range(KNOWN)]
    for number in range(COUNT):
        words = (known[min(int(random.paretovariate(0.6)), KNOWN - 1)] for _ in range(WORDS))
        yield Searched(f"/pages/page-{number}", "en", f"Page {number}", f"{EVERYWHERE} {' '.join(words)}")


def measure(rounds: int) -> Series:
    with TemporaryDirectory(prefix="lms-benchmark-") as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'lms.sqlite'}")
        migrating.upgrade(database)
        context = Context(load({"LMS_HOME": folder}), database, catalog=lambda: EMPTY)
        with database.writing() as session:
            searching.keep(session, "the newest", publications())
        ours, theirs = lambda: seconds(lambda: _search(context)), lambda: _read(context)
        try:
            return in_turn(rounds * SEARCHES_A_ROUND, Unit.SECONDS, ours, theirs)
        finally:
            database.engine.dispose()


def _search(context: Context) -> None:
    found = search(context, None, EVERYWHERE, "en")
    if found.count != COUNT:
        raise AssertionError(f"{found.count} of {COUNT} were found")


def _read(context: Context) -> float:
    with context.database.reading() as session:
        return seconds(lambda: session.execute(select(SearchTextRow.title, SearchTextRow.text)).all())


ROWS = (
    Row(
        work="search of 2,000 publications of 6 KB for a word that all of them have, the first twenty with excerpts",
        yardstick="reading their texts from the same database",
        unit=Unit.SECONDS,
        measure=measure,
        goal=Goal(Figure.RATIO, 4.0),
        before="at most 50 ms were asked for",
    ),
)
