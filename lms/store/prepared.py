"""A statement compiled once and handed to the driver as it is, for what every request asks.

The driver keeps it prepared. Against a session this saves nine tenths of the time; the price is that columns come as
the driver gives them, so such a statement selects texts, whole numbers and truth values only.

On a SQLite file connections are kept for these statements: to take one from the engine's pool and to give it back
costs more than most of them do. They hold no transaction between two statements.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary, ref

from sqlalchemy import JSON, CompoundSelect, Dialect, Engine, Insert, Select, Text, cast, event
from sqlalchemy.orm import Session

from lms.store.engine import file_at
from lms.store.tables import Instant

Reader = Session | Engine
"""Where a statement reads: in the transaction of a session, or as things are just now, which costs a tenth of it."""

Statement = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]] | Insert


def as_text(column: Any) -> Any:
    """A column as such a statement may select it: an instant or JSON as a text."""
    return cast(column, Text).label(column.key) if isinstance(column.type, JSON | Instant) else column


def as_kept(value: Any) -> Any:
    """A text or a number as it is kept. SQLite takes bytes there too, from whoever edits by hand: they are neither."""
    return f"bytes {value.hex()}" if isinstance(value, bytes) else value


def all_as_kept(row: Sequence[Any]) -> tuple[Any, ...]:
    """A whole row as it is kept; there is hardly ever anything to change."""
    return tuple(map(as_kept, row)) if bytes in map(type, row) else tuple(row)


def moment_of_text(text: str | None) -> datetime | None:
    """An instant that was selected as a text."""
    return None if text is None else instant_of_text(text)


def instant_of_text(text: str) -> datetime:
    """The same for a column that is never empty."""
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class _Compiled:
    """What a statement is for every database of one kind: its text, and how what it is given becomes arguments."""

    def __init__(self, engine: Engine, statement: Statement, columns: Sequence[str] | None) -> None:
        compiled: Any = statement.compile(engine, column_keys=columns)
        self.text = str(compiled)
        self.order = compiled.positiontup
        self.into = _converters(engine, compiled.binds)
        self.fixed = {name: bind.value for name, bind in compiled.binds.items() if bind.value is not None}


class Prepared:
    """One statement for one engine."""

    def __init__(self, engine: Engine, compiled: _Compiled) -> None:
        # Weakly, since what is made for an engine is kept by the engine, and goes with it.
        self._engine = ref(engine)
        self._readers = _readers_of(engine)
        self._text, self._order = compiled.text, compiled.order
        self._into, self._fixed = compiled.into, compiled.fixed

    def first(self, **given: object) -> tuple[Any, ...] | None:
        """The first row, or None. The arguments are named as in the statement."""
        row = self._ask(given, _first_row)
        return None if row is None else tuple(row)

    def all(self, **given: object) -> list[tuple[Any, ...]]:
        """Every row."""
        rows: list[tuple[Any, ...]] = self._ask(given, _all_rows)
        return rows

    def all_within(self, session: Session, **given: object) -> list[tuple[Any, ...]]:
        """Every row, as the transaction of a session sees them."""
        connection = session.connection().connection
        rows: list[tuple[Any, ...]] = _fetched(connection, self._text, self._arguments(given), _all_rows)
        return rows

    def write(self, session: Session, rows: Sequence[Mapping[str, object]]) -> None:
        """Do it once for each row, in the transaction of a session."""
        session.connection().exec_driver_sql(self._text, [self._arguments(row) for row in rows])

    def _arguments(self, given: Mapping[str, object]) -> Any:
        values = {**self._fixed, **given}
        for name, convert in self._into.items():
            values[name] = convert(values[name])
        return values if self._order is None else tuple([values[name] for name in self._order])

    def _ask(self, given: Mapping[str, object], fetch: Callable[[Any], Any]) -> Any:
        arguments = self._arguments(given)
        engine = self._engine()
        if engine is None:
            raise RuntimeError("The engine that this statement was made for is gone.")
        if self._readers is not None:
            return self._readers.ask(engine, self._text, arguments, fetch)
        connection = engine.raw_connection()
        try:
            return _fetched(connection, self._text, arguments, fetch)
        finally:
            connection.close()


class PreparedFor:
    """A statement, prepared for each engine that asks for it. An INSERT names its `columns`."""

    def __init__(self, make: Callable[[str], Statement], columns: Sequence[str] | None = None) -> None:
        self._make, self._columns = make, columns
        self._compiled: dict[str, _Compiled] = {}
        self._made: WeakKeyDictionary[Engine, Prepared] = WeakKeyDictionary()

    def of(self, engine: Engine) -> Prepared:
        """As this engine takes it; `make` is given the name of its dialect."""
        made = self._made.get(engine)
        if made is None:
            dialect = engine.dialect.name
            if dialect not in self._compiled:
                self._compiled[dialect] = _Compiled(engine, self._make(dialect), self._columns)
            made = self._made[engine] = Prepared(engine, self._compiled[dialect])
        return made

    def rows(self, reader: Reader, **given: object) -> list[tuple[Any, ...]]:
        """Every row, as the reader sees them."""
        if isinstance(reader, Engine):
            return self.of(reader).all(**given)
        return self.within(reader).all_within(reader, **given)

    def within(self, session: Session) -> Prepared:
        """As the engine of this session takes it."""
        bound: Any = session.get_bind()
        return self.of(bound)


class _Readers:
    """Connections to one SQLite file that nobody reads with just now; as many as there were ever readers at once.

    They belong to no thread: one that closed its connection as it ended would do so when the server's own threads are
    half gone already. Each statement sees the newest state, and lets go of it once it is read.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._idle: list[Any] = []
        self._file = (0, 0)

    def let_go(self, _engine: Engine) -> None:
        """Close those that are idle."""
        self._idle = []

    def ask(self, engine: Engine, text: str, arguments: Any, fetch: Callable[[Any], Any]) -> Any:
        there = file_at(self._path)
        if there != self._file:
            # A copy was put into the place of the file: those that are held open read what is gone.
            self._file = there
            engine.dispose()
        idle = self._idle
        try:
            connection = idle.pop()
        except IndexError:
            pooled = engine.raw_connection()
            pooled.detach()
            connection = pooled.dbapi_connection
        # One that something went wrong with is not kept.
        cursor = connection.execute(text, arguments)
        found = fetch(cursor)
        cursor.close()
        idle.append(connection)
        return found


_readers: WeakKeyDictionary[Engine, _Readers] = WeakKeyDictionary()


def _readers_of(engine: Engine) -> _Readers | None:
    path = engine.url.database if engine.dialect.name == "sqlite" else None
    if not path or path == ":memory:":
        return None
    if engine not in _readers:
        _readers[engine] = _Readers(path)
        event.listen(engine, "engine_disposed", _readers[engine].let_go)
    return _readers[engine]


def _all_rows(cursor: Any) -> Any:
    return cursor.fetchall()


def _first_row(cursor: Any) -> Any:
    return cursor.fetchone()


def _fetched(connection: Any, text: str, arguments: Any, fetch: Callable[[Any], Any]) -> Any:
    cursor = connection.cursor()
    try:
        cursor.execute(text, arguments)
        return fetch(cursor)
    finally:
        cursor.close()


def _converters(engine: Engine, binds: Mapping[str, Any]) -> dict[str, Callable[[Any], Any]]:
    processors = {name: _converter(engine.dialect, bind.type) for name, bind in binds.items()}
    return {name: processor for name, processor in processors.items() if processor is not None}


def _converter(dialect: Dialect, kind: Any) -> Callable[[Any], Any] | None:
    if isinstance(kind, Instant) and dialect.name == "sqlite":
        return lambda value: None if value is None else kind.as_sqlite_keeps_it(value)
    processor: Callable[[Any], Any] | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return processor
