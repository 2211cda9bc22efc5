"""An older copy of the database, put into the place of the newer one, as a hurried operator does."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from pysqlite3 import dbapi2 as sqlite

from lms.store import copying
from tests.support.site import House

Rows = Mapping[str, list[bytes]]


def copy_of(file: Path, copy: Path) -> Path:
    """The database as it is now, in a file of its own."""
    with closing(sqlite.connect(file)) as reading, closing(sqlite.connect(copy)) as writing:
        reading.backup(writing)
    return copy


def put_in_place(copy: Path, file: Path) -> None:
    copy.replace(file)
    _let_go(file)


def write_over(copy: Path, file: Path) -> None:
    """The same in the file that is open already, as `cp` does it."""
    file.write_bytes(copy.read_bytes())
    _let_go(file)


def _let_go(file: Path) -> None:
    for suffix in ("-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)


def rows_of(house: House) -> Rows:
    """Every row of every table as it is now, on either database."""
    with house.context.database.reading() as session:
        connection = session.connection()
        return {table.name: list(copying.lines(connection, table)) for table in copying.layouts(connection)}


def set_back(house: House, rows: Rows) -> None:
    """Make every table what it was, under the processes that are at work."""
    with house.context.database.writing() as session:
        connection = session.connection()
        tables = copying.layouts(connection)
        for table in reversed(tables):
            connection.execute(table.table.delete())
        for table in tables:
            copying.write(connection, table, rows[table.name])
