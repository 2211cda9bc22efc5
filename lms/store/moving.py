"""A database that is taken over by another: held for ourselves alone while it is read, and marked when it is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, text
from sqlalchemy.exc import OperationalError

from lms.store.copying import Layout, layouts
from lms.store.engine import Database
from lms.store.schema import MOVED, VERSION_TABLE

PATIENCE = 2.0


class InUse(Exception):
    """Somebody else is connected: a server or a worker that has not ended."""


@contextmanager
def held(database: Database) -> Iterator[Connection]:
    """A connection in a transaction, while nobody else is connected and nobody can write. InUse otherwise."""
    database.engine.dispose()
    on_sqlite = database.engine.dialect.name == "sqlite"
    engine = _alone_on_sqlite(database) if on_sqlite else create_engine(database.engine.url, poolclass=NullPool)
    with _begun(engine) as connection:
        if not on_sqlite:
            _lock_tables(connection, layouts(connection))
        yield connection


@contextmanager
def _begun(engine: Engine) -> Iterator[Connection]:
    try:
        transaction = engine.begin()
        connection = transaction.__enter__()
    except (OperationalError, sqlite.OperationalError) as fault:
        raise InUse(str(fault)) from fault
    try:
        yield connection
    except BaseException:
        connection.rollback()
        raise
    else:
        connection.commit()
    finally:
        connection.close()


def _alone_on_sqlite(database: Database) -> Engine:
    """SQLite leaves the WAL mode only where no other connection is open, idle or not: that is how we know."""
    engine = create_engine(
        database.engine.url,
        poolclass=NullPool,
        module=sqlite,
        hide_parameters=True,
        connect_args={"isolation_level": None, "timeout": PATIENCE},
    )

    @event.listens_for(engine, "connect")
    def _leave_wal(connection: Any, _record: object) -> None:
        (mode,) = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
        if mode != "delete":
            raise InUse(mode)
        connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN EXCLUSIVE")

    return engine


def _lock_tables(connection: Connection, tables: tuple[Layout, ...]) -> None:
    names = ", ".join(f'"{one.name}"' for one in tables)
    try:
        if names:
            connection.exec_driver_sql(f"LOCK TABLE {names} IN EXCLUSIVE MODE NOWAIT")
    except OperationalError as fault:
        raise InUse(str(fault)) from fault
    others = connection.scalar(
        text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
    )
    if others:
        raise InUse(f"{others} connections")


def mark_as_moved(connection: Connection) -> None:
    """From now on no software of ours takes this database for the one to be served."""
    connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = :moved"), {"moved": MOVED})  # noqa: S608
