"""The numbers that the database gives out by itself, taken along when its rows are: none is ever given twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, Integer, func, inspect, select, text

from lms.store.copying import Layout


def counters(connection: Connection, tables: Iterable[Layout]) -> dict[str, int]:
    """The highest number that each table gave out by itself: those of deleted rows are never given again."""
    found: dict[str, int] = {}
    for layout in tables:
        column = _numbered(layout)
        if column is not None:
            highest = connection.execute(select(func.max(layout.table.c[column]))).scalar() or 0
            found[layout.name] = max(highest, _given_out(connection, layout.name, column))
    return found


def _numbered(layout: Layout) -> str | None:
    """The column that the database numbers by itself, if there is one."""
    keys = list(layout.table.primary_key.columns)
    if len(keys) != 1 or not isinstance(keys[0].type, Integer):
        return None
    return keys[0].name


def _given_out(connection: Connection, table: str, column: str) -> int:
    if connection.dialect.name == "sqlite":
        if not inspect(connection).has_table("sqlite_sequence"):
            return 0
        kept = connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :table"), {"table": table})
        return int(kept.scalar() or 0)
    sequence = _sequence(connection, table, column)
    if sequence is None:
        return 0
    last, used = connection.exec_driver_sql(f"SELECT last_value, is_called FROM {sequence}").one()  # noqa: S608 - quoted
    return int(last) if used else 0


def _sequence(connection: Connection, table: str, column: str) -> str | None:
    found: str | None = connection.scalar(
        text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table, "column": column}
    )
    return found


def set_counters(connection: Connection, tables: Iterable[Layout], given: Mapping[str, int]) -> None:
    """Let each table go on counting after these numbers."""
    now = counters(connection, tables := tuple(tables))
    for layout in tables:
        column, last = _numbered(layout), max(given.get(layout.name, 0), now.get(layout.name, 0))
        if column is None or not last:
            continue
        if connection.dialect.name == "sqlite":
            _set_on_sqlite(connection, layout.name, last)
        elif sequence := _sequence(connection, layout.name, column):
            connection.execute(text("SELECT setval(:sequence, :last, true)"), {"sequence": sequence, "last": last})


def _set_on_sqlite(connection: Connection, table: str, last: int) -> None:
    made = connection.scalar(text("SELECT sql FROM sqlite_master WHERE name = :table"), {"table": table})
    if "AUTOINCREMENT" not in str(made):
        return
    connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :table"), {"table": table})
    connection.execute(text("INSERT INTO sqlite_sequence VALUES (:table, :last)"), {"table": table, "last": last})
