"""One state of the database, to be read for as long as it takes, while others go on writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import Connection, NullPool, create_engine, inspect
from sqlalchemy.exc import DBAPIError

from lms.store.engine import BUSY_SECONDS, Database


class Damaged(Exception):
    """The database itself is not whole."""


@contextmanager
def snapshot(database: Database, folder: Path) -> Iterator[Connection]:
    """A connection that sees one state of the database, for as long as it takes; writers go on meanwhile.

    On SQLite it sees an online copy, which is made in this folder and looked through first.
    """
    if database.engine.dialect.name != "sqlite":
        engine = create_engine(database.engine.url, poolclass=NullPool, hide_parameters=True)
        options: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with engine.connect().execution_options(**options) as connection:
            yield connection
        return
    copy = folder / "copy.sqlite"
    _copy_online(Path(database.engine.url.database or ""), copy)
    engine = create_engine(f"sqlite:///{copy}", poolclass=NullPool, module=sqlite, hide_parameters=True)
    with engine.connect() as connection:
        check_whole(connection)
        yield connection
    copy.unlink()


def _copy_online(source: Path, copy: Path) -> None:
    """All pages in one step, which is one reading transaction: in smaller steps each write would begin it anew."""
    reader = sqlite.connect(f"file:{source}?mode=rw", uri=True, timeout=BUSY_SECONDS)
    writer = sqlite.connect(str(copy))
    try:
        writer.execute("PRAGMA synchronous=OFF")
        reader.backup(writer, pages=-1)
        writer.execute("PRAGMA journal_mode=DELETE")
    except sqlite.DatabaseError as fault:
        raise Damaged(f"The database could not be copied ({fault}).") from fault
    finally:
        writer.close()
        reader.close()


def check_whole(connection: Connection) -> None:
    """Damaged unless SQLite finds every page, index and reference in order. PostgreSQL keeps that by itself."""
    if connection.dialect.name != "sqlite":
        return
    try:
        found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
        astray = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    except DBAPIError as fault:
        raise Damaged(f"The database is damaged ({fault.orig}).") from fault
    if found != "ok":
        raise Damaged(f"The database is damaged ({found}).")
    if astray is not None:
        raise Damaged(f"The database is damaged (a row of the table {astray[0]} points at a row that is not there).")


def look_through(database: Database) -> None:
    """Damaged unless all of it can be read: on SQLite each page is checked, on PostgreSQL each row is fetched."""
    try:
        with database.engine.connect() as connection:
            check_whole(connection)
            if connection.dialect.name != "sqlite":
                _fetch_all(connection)
    except DBAPIError as fault:
        why = next(iter(str(fault.orig).strip().splitlines()), "")
        raise Damaged(f"The database cannot be read from end to end ({why}).") from fault


def _fetch_all(connection: Connection) -> None:
    """Each row as text: then what PostgreSQL keeps apart from a row is fetched too, and its checksums are looked at."""
    quoted = connection.dialect.identifier_preparer.quote
    for name in inspect(connection).get_table_names():
        connection.exec_driver_sql(f"SELECT count(hashtext(one::text)) FROM {quoted(name)} AS one")  # noqa: S608
