"""Is the database away just now, so that waiting helps, or is something wrong?"""

from __future__ import annotations

import sys

from pysqlite3 import dbapi2 as sqlite
from sqlalchemy.exc import DBAPIError, TimeoutError

_OF_SQLITE = frozenset(
    {
        sqlite.SQLITE_BUSY,
        sqlite.SQLITE_LOCKED,
        sqlite.SQLITE_READONLY,
        sqlite.SQLITE_IOERR,
        sqlite.SQLITE_FULL,
        sqlite.SQLITE_CANTOPEN,
        sqlite.SQLITE_PROTOCOL,
    }
)
_PRIMARY = 0xFF


def errors_of(driver: str, *names: str) -> tuple[type[Exception], ...]:
    """Errors of a driver by their names; none where it was not imported, since then it has raised none."""
    loaded = sys.modules.get(driver)
    return () if loaded is None else tuple(getattr(loaded, name) for name in names)


def is_away(error: BaseException) -> bool:
    """Whether the database is gone, locked, full or read-only. A wrong statement is another matter, and so is a file
    that is damaged: neither gets better by waiting. The driver's own errors are known as well as SQLAlchemy's.
    """
    said = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(said, sqlite.Error):
        return (getattr(said, "sqlite_errorcode", 0) or 0) & _PRIMARY in _OF_SQLITE
    gone = (
        *errors_of("psycopg", "OperationalError", "InterfaceError"),
        *errors_of("psycopg.errors", "ReadOnlySqlTransaction"),
    )
    return isinstance(said, (*gone, TimeoutError))
