"""Rows on their way between databases: each a line of JSON that is the same whichever database it comes from.

A line holds the values of one row. Times are text in UTC, JSON is the text as it is kept, bytes are in base64. The
lines of a table come in the order of its primary key. What tables there are, the database itself is asked: a copy of
an older schema is as good as one of today's.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice, zip_longest
from typing import Any

import psycopg
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    cast,
    collate,
    func,
    select,
    type_coerce,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.type_api import TypeEngine

from lms.store.schema import VERSION_TABLE
from lms.store.tables import SEARCH

AT_ONCE = 500
_TIME = len("2027-03-05 12:00:00.000000")
_LARGEST_WHOLE = 2**63 - 1


class Unfit(Exception):
    """A row that a table cannot take. The words name the table, and nothing of what is in the row."""


class Kind(StrEnum):
    """How a value is written in a line."""

    WHOLE = "whole number"
    FLAG = "yes or no"
    TIME = "time"
    JSON = "JSON"
    BYTES = "bytes"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Layout:
    """A table as the database has it, with its columns in the order of a line."""

    table: Table
    columns: tuple[str, ...]
    kinds: tuple[Kind, ...]

    @property
    def name(self) -> str:
        return self.table.name


def layouts(connection: Connection) -> tuple[Layout, ...]:
    """Every table but the one with the version, each after those that it points at.

    What is searched is not among them: it is made anew of what is published.
    """
    metadata = MetaData()
    metadata.reflect(connection, only=lambda name, _: name != VERSION_TABLE and not name.startswith(SEARCH))
    return tuple(_layout(table) for table in metadata.sorted_tables)


def _layout(table: Table) -> Layout:
    return Layout(table, tuple(one.name for one in table.columns), tuple(_kind(one.type) for one in table.columns))


def in_order_of(layout: Layout, columns: Sequence[str]) -> Layout:
    """The same table with its columns in another order; Unfit where they are not the same columns."""
    if sorted(columns) != sorted(layout.columns):
        raise Unfit(f"The table {layout.name} has other columns.")
    kinds = dict(zip(layout.columns, layout.kinds, strict=True))
    return Layout(layout.table, tuple(columns), tuple(kinds[one] for one in columns))


def _kind(of: TypeEngine[Any]) -> Kind:
    for type_, kind in _KINDS:
        if isinstance(of, type_):
            return kind
    return Kind.TEXT


_KINDS: tuple[tuple[type[TypeEngine[Any]], Kind], ...] = (
    (Boolean, Kind.FLAG),
    (Integer, Kind.WHOLE),
    (DateTime, Kind.TIME),
    (JSON, Kind.JSON),
    (LargeBinary, Kind.BYTES),
)


def count(connection: Connection, layout: Layout) -> int:
    return connection.execute(select(func.count()).select_from(layout.table)).scalar_one()


def lines(connection: Connection, layout: Layout) -> Iterator[bytes]:
    """The rows of a table, each as a line with its end, a few hundred at a time."""
    postgresql = connection.dialect.name == "postgresql"
    table = layout.table
    asked = [_read_as(table.c[name], kind, postgresql) for name, kind in zip(layout.columns, layout.kinds, strict=True)]
    query = select(*asked).order_by(*(_in_bytes(one, postgresql) for one in table.primary_key.columns))
    changed = [(place, _WRITTEN[kind]) for place, kind in enumerate(layout.kinds) if kind in _WRITTEN]
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for row in connection.execute(query, execution_options={"yield_per": AT_ONCE}):
        values = list(row)
        for place, write in changed:
            if values[place] is not None:
                values[place] = write(values[place])
        yield encode(values).encode() + b"\n"


def _read_as(column: Column[Any], kind: Kind, postgresql: bool) -> ColumnElement[Any]:
    if kind is Kind.TIME and postgresql:
        return func.to_char(func.timezone("UTC", column), "YYYY-MM-DD HH24:MI:SS.US")
    if kind in (Kind.TIME, Kind.JSON):
        return cast(column, Text)
    return type_coerce(column, Text) if kind is Kind.TEXT else column


def _in_bytes(column: Column[Any], postgresql: bool) -> ColumnElement[Any]:
    """One order on every database, whatever language it sorts in."""
    return collate(column, "C") if postgresql and _kind(column.type) is Kind.TEXT else column


def _time(written: str) -> str:
    """SQLite keeps what it was given: a time that was entered by hand may be shorter."""
    return written if len(written) == _TIME else datetime.fromisoformat(written).strftime("%Y-%m-%d %H:%M:%S.%f")


_WRITTEN: dict[Kind, Callable[[Any], Any]] = {
    Kind.TIME: _time,
    Kind.BYTES: lambda content: base64.b64encode(content).decode(),
}


def write(connection: Connection, layout: Layout, rows: Iterable[bytes]) -> int:
    """Put lines into a table that has the columns of this layout; how many they were. Unfit for what it cannot take."""
    insert = _insert_on_postgresql if connection.dialect.name == "postgresql" else _insert_on_sqlite
    values = (_values(layout, line) for line in rows)
    written = 0
    try:
        while batch := list(islice(values, AT_ONCE)):
            insert(connection, layout, batch)
            written += len(batch)
    except (DBAPIError, psycopg.Error, OverflowError) as fault:
        # The driver's own words would repeat what is in the row.
        why = type(getattr(fault, "orig", None) or fault).__name__
        raise Unfit(
            f"The table {layout.name} cannot take a row between {written + 1} and {written + AT_ONCE} ({why})."
        ) from None
    return written


def _insert_on_sqlite(connection: Connection, layout: Layout, batch: list[list[Any]]) -> None:
    columns = ", ".join(f'"{one}"' for one in layout.columns)
    places = ", ".join("?" * len(layout.columns))
    statement = f'INSERT INTO "{layout.name}" ({columns}) VALUES ({places})'  # noqa: S608 - names of our own tables
    connection.exec_driver_sql(statement, [tuple(one) for one in batch])


def _insert_on_postgresql(connection: Connection, layout: Layout, batch: list[list[Any]]) -> None:
    columns = ", ".join(f'"{one}"' for one in layout.columns)
    times = [place for place, kind in enumerate(layout.kinds) if kind is Kind.TIME]
    cursor: Any = connection.connection.cursor()
    with cursor, cursor.copy(f'COPY "{layout.name}" ({columns}) FROM STDIN') as copy:
        for values in batch:
            for place in times:
                if values[place] is not None:
                    values[place] += "+00"
            copy.write_row(values)


def _values(layout: Layout, line: bytes) -> list[Any]:
    """The values of a line, each of the kind that its column asks for."""
    try:
        values = json.loads(line)
        if not isinstance(values, list):
            raise TypeError
        return [None if value is None else _READ[kind](value) for value, kind in zip(values, layout.kinds, strict=True)]
    except (ValueError, TypeError, RecursionError):
        raise Unfit(f"A line for the table {layout.name} is not a row of it.") from None


def _whole(value: Any) -> int:
    if type(value) is not int or abs(value) > _LARGEST_WHOLE:
        raise TypeError
    return value


def _flag(value: Any) -> bool:
    if type(value) is not bool:
        raise TypeError
    return value


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError
    return value


def _moment(value: Any) -> str:
    if len(_text(value)) != _TIME or not value.isascii():
        raise ValueError
    datetime.fromisoformat(value)
    return str(value)


def _json(value: Any) -> str:
    json.loads(_text(value))
    return str(value)


def _bytes(value: Any) -> bytes:
    try:
        return base64.b64decode(_text(value), validate=True)
    except binascii.Error as fault:
        raise ValueError from fault


_READ: dict[Kind, Callable[[Any], Any]] = {
    Kind.WHOLE: _whole,
    Kind.FLAG: _flag,
    Kind.TIME: _moment,
    Kind.JSON: _json,
    Kind.BYTES: _bytes,
    Kind.TEXT: _text,
}


def first_difference(one: Iterable[bytes], other: Iterable[bytes]) -> int | None:
    """The number of the first row, from 1, in which two tables differ; None where every row is the same."""
    for number, (left, right) in enumerate(zip_longest(one, other), start=1):
        if left != right:
            return number
    return None
