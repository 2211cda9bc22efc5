"""Errors that our own code tells of, counted as they are logged."""

from __future__ import annotations

import logging
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError


def is_of_database(error: BaseException | None) -> bool:
    """Whether the database told this error, or one that led to it."""
    seen: list[BaseException] = []
    while error is not None and error not in seen:
        driver = type(error).__module__.partition(".")[0] in ("pysqlite3", "sqlite3", "psycopg")
        if driver or isinstance(error, SQLAlchemyError):
            return True
        seen.append(error)
        error = error.__cause__ or error.__context__
    return False


class CountsFaults(logging.Handler):
    """Counts what our own loggers tell of errors."""

    def __init__(self, add: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._add = add

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return
        self._add("faults")
        if is_of_database(error):
            self._add("database_errors")


def count_faults(add: Callable[[str], None]) -> None:
    """Have the errors that this process tells of counted, once."""
    ours = logging.getLogger("lms")
    ours.handlers[:] = [one for one in ours.handlers if not isinstance(one, CountsFaults)]
    ours.addHandler(CountsFaults(add))
