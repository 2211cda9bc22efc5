"""Migrations on a database that people have used: nothing is lost, whatever breaks off, and the old code goes on."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, Table, insert, select
from sqlalchemy.exc import DBAPIError

from lms.services.log import checking
from lms.store import copying, migrating
from lms.store.engine import Database, open_database
from lms.store.schema import HEAD, Schema, following, schema_of, version_of
from tests.support.databases import BOTH, NewDatabase
from tests.support.populated import Populated
from tests.support.walked import Walked

VERSIONS = sorted(one.revision for one in ScriptDirectory(str(migrating.FOLDER)).walk_revisions())
STEPS = list(pairwise(VERSIONS))


@pytest.fixture(params=BOTH)
def used(request: pytest.FixtureRequest, walked: Walked, tmp_path: Path) -> Iterator[Populated]:
    with walked.copied(request.param, tmp_path) as made:
        yield made


@pytest.fixture(params=BOTH)
def empty(request: pytest.FixtureRequest, new_database: NewDatabase) -> Iterator[Database]:
    opened = open_database(new_database(request.param))
    yield opened
    opened.engine.dispose()


def rows_of(database: Database) -> dict[str, list[bytes]]:
    with database.engine.connect() as connection:
        return {one.name: list(copying.lines(connection, one)) for one in copying.layouts(connection)}


def common_columns(database: Database) -> dict[str, list[str]]:
    with database.engine.connect() as connection:
        return {one.name: list(one.columns) for one in copying.layouts(connection)}


def contents(database: Database, columns: dict[str, list[str]]) -> dict[str, list[bytes]]:
    """The rows in these columns alone."""
    with database.engine.connect() as connection:
        found = {one.name: one for one in copying.layouts(connection)}
        return {name: list(copying.lines(connection, narrowed(found[name], kept))) for name, kept in columns.items()}


def narrowed(layout: copying.Layout, columns: list[str]) -> copying.Layout:
    kinds = dict(zip(layout.columns, layout.kinds, strict=True))
    return copying.Layout(layout.table, tuple(columns), tuple(kinds[one] for one in columns))


def test_migrations_are_numbered_one_after_the_other() -> None:
    assert [f"{n:04}" for n in range(1, len(VERSIONS) + 1)] == VERSIONS
    assert [following(one) for one in VERSIONS[:-1]] == VERSIONS[1:]


def test_up_again_gives_back_what_the_older_schema_could_hold(used: Populated) -> None:
    """Step by step down to the first schema and up again: what both hold is as it was, row by row."""
    database = used.database
    before = rows_of(database)
    assert checking.verify(used.house.context).sound
    for older, newer in reversed(STEPS):
        migrating.downgrade(database, older)
        assert version_of(database.engine) == older
        held = common_columns(database)
        kept = contents(database, held)
        migrating.upgrade(database, newer)
        assert contents(database, held) == kept
        migrating.downgrade(database, older)
    oldest = common_columns(database)
    kept = contents(database, oldest)
    migrating.upgrade(database)
    assert schema_of(database.engine) is Schema.CURRENT
    assert contents(database, oldest) == kept
    assert {name: len(rows) for name, rows in kept.items()} == {name: len(before[name]) for name in kept}
    migrating.downgrade(database, "base")
    assert rows_of(database) == {}
    migrating.upgrade(database)
    assert set(rows_of(database)) == set(before)


KILLED = """
import os, signal, sys
from alembic.operations import Operations
from lms.store import migrating
from lms.store.engine import open_database

url, direction, to, left = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
for name in ("create_table", "drop_table", "create_index", "drop_index", "batch_alter_table"):
    def dying(self, *given, living=getattr(Operations, name), **named):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return living(self, *given, **named)
    setattr(Operations, name, dying)
getattr(migrating, direction)(open_database(url), to)
"""


def killed_after(acts: int, database: Database, direction: str, to: str) -> bool:
    """Begin a migration in a process that `kill -9` ends after so many acts; whether it was killed before its end."""
    url = database.engine.url.render_as_string(hide_password=False)
    ran = subprocess.run([sys.executable, "-c", KILLED, url, direction, to, str(acts)], check=False, timeout=60)
    assert ran.returncode in (0, -signal.SIGKILL)
    return ran.returncode != 0


@pytest.mark.parametrize(("older", "newer"), STEPS)
def test_a_migration_that_is_killed_changes_nothing_and_runs_again(used: Populated, older: str, newer: str) -> None:
    database = used.database
    migrating.downgrade(database, older)
    before = rows_of(database)
    database.engine.dispose()
    assert killed_after(0, database, "upgrade", newer)
    for acts in (1, 3, 5, 1000):
        assert (version_of(database.engine), rows_of(database)) == (older, before)
        if not killed_after(acts, database, "upgrade", newer):
            break
    assert version_of(database.engine) == newer
    after = rows_of(database)
    assert killed_after(3 if acts == 1000 else 0, database, "downgrade", older)
    assert (version_of(database.engine), rows_of(database)) == (newer, after)


def value_for(column: sa.Column[Any], table: Table) -> Any:
    """Something that this column can hold."""
    kind = column.type
    if column.foreign_keys:
        return value_for(next(iter(column.foreign_keys)).column, next(iter(column.foreign_keys)).column.table)
    if isinstance(kind, sa.Boolean):
        return True
    if isinstance(kind, sa.Integer):
        # Numbers of people that a row names without a reference differ, as they do where two people act.
        return 7 if column.primary_key else 8 + list(table.columns).index(column)
    if isinstance(kind, sa.DateTime):
        moment = datetime(2027, 3, 5, 12, tzinfo=UTC)
        return moment if getattr(kind, "timezone", False) else moment.replace(tzinfo=None)
    if isinstance(kind, sa.JSON):
        return {"a": [1, "two"]}
    return b"bytes" if isinstance(kind, sa.LargeBinary) else f"{table.name}"[:19]


def names_another(column: sa.Column[Any], table: Table) -> bool:
    """Whether it names a second person, if there is one: rows may demand that two people are two."""
    targets = {key.target_fullname for key in column.foreign_keys}
    earlier = (each for each in table.columns if each.foreign_keys and each is not column)
    return bool(column.nullable) and any(
        key.target_fullname in targets for each in earlier for key in each.foreign_keys
    )


def tables_of(connection: Connection) -> list[Table]:
    metadata = MetaData()
    metadata.reflect(connection)
    # An index of words is another thing on each database, and no code knows its columns by itself.
    own = [table for table in metadata.sorted_tables if not table.name.startswith("search_words")]
    return [table for table in own if table.name != "alembic_version"]


def use(connection: Connection, tables: list[Table]) -> None:
    """What the code of a version does with its tables: it inserts, reads, changes and deletes, and knows no others."""
    for table in tables:
        values = {
            column.name: None if names_another(column, table) else value_for(column, table) for column in table.columns
        }
        connection.execute(insert(table).values(values))
        assert [dict(row) for row in connection.execute(select(*table.columns)).mappings()] == [values]
        changed = {column.name: values[column.name] for column in table.columns if not column.primary_key}
        if changed:
            connection.execute(table.update().values(changed))
    for table in reversed(tables):
        assert connection.execute(table.delete()).rowcount == 1


@pytest.mark.parametrize(("older", "newer"), STEPS)
def test_the_statements_of_a_version_work_on_the_schema_of_the_next(empty: Database, older: str, newer: str) -> None:
    migrating.upgrade(empty, older)
    with empty.engine.connect() as connection:
        tables = tables_of(connection)
    migrating.upgrade(empty, newer)
    with migrating.one_transaction(empty) as connection:
        use(connection, tables)


def test_a_column_that_must_be_given_would_break_the_old_code(empty: Database) -> None:
    """The test above can fail: this is how."""
    migrating.upgrade(empty)
    with empty.engine.connect() as connection:
        tables = tables_of(connection)
    with migrating.one_transaction(empty) as connection:
        connection.exec_driver_sql("DROP TABLE mails")
        connection.exec_driver_sql("CREATE TABLE mails (id INTEGER PRIMARY KEY, needed INTEGER NOT NULL)")
    with pytest.raises(DBAPIError), migrating.one_transaction(empty) as connection:
        use(connection, tables)


def test_software_runs_on_the_schema_of_the_next_version_and_of_no_later_one(empty: Database) -> None:
    migrating.upgrade(empty)
    for version, state in [(following(HEAD), Schema.AHEAD), (following(following(HEAD)), Schema.OTHER)]:
        with empty.engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{version}'")
        assert schema_of(empty.engine) is state
    with empty.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{following(HEAD)}'")
    migrating.upgrade(empty)
    assert version_of(empty.engine) == following(HEAD)
