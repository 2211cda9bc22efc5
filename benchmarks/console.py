"""`python -m benchmarks.console [--rounds N]`: what each page of the console costs with very much behind it.

A scheme at work is filled up: 100,000 attempts, 10,000 certificates, applications, mails, and a long audit log. Each
page is asked for as often as the bare hello, turn and turn about in one process. Statements and bytes are counted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Table, text

from benchmarks import yardsticks
from benchmarks.measuring import seconds
from lms.store import audit
from lms.store.tables import Base
from tests.web.pages.console.programme import Programme, programme
from tests.web.pages.console.test_costs import counted
from tests.web.pages.console.test_existence import ADDRESSES

PEOPLE, ATTEMPTS_EACH, CERTIFICATES, APPLICATIONS, MAILS, ENTRIES = 10_000, 10, 10_000, 600, 5_000, 20_000
FIRST = 1_000
ROUNDS = 7
MOST_STATEMENTS, MOST_BYTES, MOST_SECONDS = 6, 60_000, 0.2
NUMBERS = "WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < {many})"


def main() -> int:
    reader = argparse.ArgumentParser(prog="python -m benchmarks.console", description=__doc__)
    reader.add_argument("--rounds", type=int, default=ROUNDS, help="how often each page is asked for")
    given = reader.parse_args()
    with TemporaryDirectory(prefix="lms-benchmark-") as folder, programme(Path(folder)) as made:
        print(f"filled in {seconds(partial(fill, made)):.0f} s", flush=True)
        failed = list(measure(made, given.rounds))
    return 1 if failed else 0


def fill(made: Programme) -> None:
    """Copies of what is there, each a row of its own; the audit log is written entry by entry, since it is chained."""
    things, people = made.things, made.people
    omar, amal = people["Omar Said"].id, people["Amal Haddad"].id
    with made.house.context.database.writing() as session:

        def run(statement: str) -> None:
            session.execute(text(statement))

        run(
            copy(
                "accounts",
                PEOPLE,
                f"id = {omar}",
                id=f"{FIRST} + i",
                email="'p' || i || '@example.org'",
                name="'Person ' || i",
            )
        )
        for n in range(1, ATTEMPTS_EACH + 1):
            _attempts(run, amal, n)
        serial = things["certificate"]
        number = "substr('00000000' || i, -8)"
        run(
            copy(
                "certificates",
                CERTIFICATES,
                f"serial = '{serial}'",
                serial=f"'{serial[:-8]}' || {number}",
                account_id=f"{FIRST} + i",
                leaf="NULL",
                file_leaf="NULL",
                status_index="i + 100",
            )
        )
        found = f"id = '{things['application']}'"
        run(copy("applications", APPLICATIONS, found, id="'a' || i", account_id=f"{FIRST} + i"))
        found = f"id = '{things['statement']}'"
        run(copy("applications", APPLICATIONS, found, id="'s' || i", account_id=f"{FIRST + APPLICATIONS} + i"))
        run(copy("mails", MAILS, f"id = {things['mail']}", id=f"{FIRST} + i", recipient="'p' || i || '@example.org'"))
        for n in range(ENTRIES):
            audit.append(session, made.house.clock(), "account:1", "grow", f"thing:{n}", {"n": n})
        session.execute(text("ANALYZE"))


def _attempts(run: Callable[[str], Any], whose: int, n: int) -> None:
    """One attempt more for everybody, with its paper."""
    mine = f"account_id = {whose}"
    run(copy("attempts", PEOPLE, mine, id=f"'t{n}-' || i", account_id=f"{FIRST} + i", number=str(n)))
    table = Base.metadata.tables["items"]
    columns = [f'"{column.name}"' for column in table.columns]
    values = [f"'t{n}-' || i" if column == '"attempt_id"' else column for column in columns]
    paper = f"attempt_id = (SELECT id FROM attempts WHERE {mine} LIMIT 1)"
    run(
        f"INSERT INTO items ({', '.join(columns)}) {NUMBERS.format(many=PEOPLE)} "
        f"SELECT {', '.join(values)} FROM items, k WHERE {paper}"
    )


def copy(kind: str, many: int, which: str, /, **changed: str) -> str:
    """Insert a row so many times, with some columns changed by expressions of `i`, which counts from 1."""
    table: Table = Base.metadata.tables[kind]
    columns = [column.name for column in table.columns]
    values = [changed.get(column, f'"{column}"') for column in columns]
    named = ", ".join(f'"{column}"' for column in columns)
    return (
        f"INSERT INTO {kind} ({named}) {NUMBERS.format(many=many)} "
        f"SELECT {', '.join(values)} FROM {kind}, k WHERE {which}"
    )


def measure(made: Programme, rounds: int) -> Iterator[str]:
    """A line for each page and duty; yields those that cost too much."""
    hello = yardsticks.hello().test_client()
    print(f"{'statements':>10} {'bytes':>7} {'ms':>7} {'× hello':>8}")
    for address in (one for one in ADDRESSES if not one.path.endswith(".csv")):
        path = address.path.format(**made.things)
        for who in address.opens_to:
            if who not in SEEN.get(address.path, address.opens_to[:2]):
                continue
            caller = made.callers[who]
            ask = partial(caller.get, path)
            with counted(made) as heard:
                ask()
                heard.statements.clear()
                size, count = len(ask().data), len(heard.statements)
            turns = [(seconds(ask), seconds(partial(hello.get, "/"))) for _ in range(rounds)]
            took, yard = (median(turn[n] for turn in turns) for n in (0, 1))
            print(f"{count:>10} {size:>7,} {took * 1000:>7.1f} {took / yard:>8.0f}  {path} ({who})", flush=True)
            if count > MOST_STATEMENTS or size > MOST_BYTES or took > MOST_SECONDS:
                yield path


SEEN = {"/staff": ("admin", "registrar", "decider", "content-reviewer"), "/staff/interests": ("admin", "writer")}
"""Pages that are alike for so many that some stand for all."""


if __name__ == "__main__":
    sys.exit(main())
