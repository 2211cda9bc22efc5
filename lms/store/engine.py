"""The database as the services see it: `reading()` and `writing()`, each a session in one transaction.

SQLite runs in WAL mode with synchronous FULL and foreign keys. A writing transaction begins IMMEDIATE, since a deferred
one that reads first and writes later fails with "locked" whatever the timeout; writers queue at a file lock before it,
which keeps the slowest of many clients from starving.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import Session

T = TypeVar("T")

WRITING = "lms_writing"
SCRATCH = "scratch"
"""What a session that writes into a scratch database says in its `info`."""

DATABASE = "database"
"""The `Database` of a session, in its `info`."""

BUSY_SECONDS = 30
A_TICK = 50_000_000
"""Nanoseconds within which two writes may bear the same time, and more than that."""

AWAY_AFTER: dict[str, Any] = {"connect_timeout": 5, "tcp_user_timeout": 10_000}
"""When PostgreSQL counts as away, in seconds and in milliseconds: a page does not wait for a machine that is gone."""


def engine_options(address: str) -> dict[str, Any]:
    """What `create_engine` is given beside the address. Errors don't repeat what people typed: they go into a log."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        return {
            "hide_parameters": True,
            "module": sqlite,
            "connect_args": {"isolation_level": None, "timeout": BUSY_SECONDS, "cached_statements": 256},
        }
    return {
        "hide_parameters": True,
        "pool_pre_ping": True,
        "pool_size": 5,
        "max_overflow": 10,
        "connect_args": {**AWAY_AFTER, **{name: url.query[name] for name in AWAY_AFTER if name in url.query}},
    }


def prepare(engine: Engine) -> None:
    """Hang the rules of this module on an engine. On anything but SQLite there is nothing to do."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _set_pragmas(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "mmap_size=268435456",
            "cache_size=-16000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "checkout")
    def _leave_what_was_replaced(_connection: Any, record: Any, _proxy: object) -> None:
        there = file_of(engine)
        if record.info.setdefault("file", there) != there:
            # All at once: while one is open, the next ones share what it makes of the file.
            engine.dispose()
            raise InvalidatePoolError

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITING, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def file_of(engine: Engine) -> tuple[int, int]:
    """Which file a SQLite database is just now, and when it was last written into; zeros for any other.

    It is another one once a copy was moved into its place, and another time once one was written over it: connections
    of before would go on reading what is gone. Checkpoints change it too, and cost a few new connections.
    """
    name = engine.url.database
    return (0, 0) if engine.dialect.name != "sqlite" or not name or name == ":memory:" else file_at(name)


def file_at(path: str) -> tuple[int, int]:
    """Which file lies there just now, and when it was last written into; zeros where there is none."""
    try:
        there = os.stat(path)  # noqa: PTH116 with each request, and a Path costs more than the look
    except OSError:
        return 0, 0
    return there.st_ino, there.st_ctime_ns


def state_of(engine: Engine) -> str:
    """A word for what a SQLite database holds just now: while it stays the same, nobody has written.

    Empty where that cannot be told: of another database, and of one that was written into this very moment.
    """
    inode, changed = file_of(engine)
    if not inode:
        return ""
    try:
        waiting = os.stat(f"{engine.url.database}-wal")  # noqa: PTH116 as above
        wal = (waiting.st_ino, waiting.st_ctime_ns, waiting.st_size)
    except OSError:
        wal = (0, 0, 0)
    is_settled = time.time_ns() - max(changed, wal[1]) > A_TICK
    return f"{inode} {changed} {wal}" if is_settled else ""


class Database:
    """One engine and its two kinds of transaction.

    A `scratch` one is thrown away at the end, as that of a preview: in it, and in no other, pretended lives are written
    down at the times at which they are pretended to have been.
    """

    def __init__(self, engine: Engine, *, scratch: bool = False) -> None:
        self.engine = engine
        self.scratch = scratch
        self._writer = engine.execution_options(**{WRITING: True})
        self._queue = _queue_file(engine)
        self._kept: dict[type[Any], Any] = {}

    def kept(self, kind: type[T]) -> T:
        """What this process keeps of what it read here, one of each kind, new at first; it goes with the database."""
        known: T | None = self._kept.get(kind)
        if known is not None:
            return known
        one: T = self._kept.setdefault(kind, kind())
        return one

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database and changes nothing."""
        info = {DATABASE: self}
        with Session(self.engine, expire_on_commit=False, autoflush=False, info=info) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that is committed at the end, or rolled back whole when anything is raised."""
        info = {SCRATCH: self.scratch, DATABASE: self}
        with self._in_turn(), Session(self._writer, expire_on_commit=False, info=info) as session, session.begin():
            yield session

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        if self._queue is None:
            yield
            return
        handle = os.open(self._queue, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _queue_file(engine: Engine) -> Path | None:
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:":
        return None
    return Path(f"{name}-queue")


def open_database(url: str, *, scratch: bool = False) -> Database:
    """A database by its address. Nothing is read or made until the first transaction."""
    engine = create_engine(url, **engine_options(url))
    prepare(engine)
    return Database(engine, scratch=scratch)
