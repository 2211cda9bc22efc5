"""One memory of compiled SQL for all databases that the tests of a process open.

Each test has an engine of its own, and each engine would compile every statement anew: half of what such a test costs.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Connection


class SQLiteAlike(SQLiteDialect_pysqlite):
    """What is compiled for one file holds for every other: one library reads them all."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SQLiteAlike)

    def __hash__(self) -> int:
        return hash(SQLiteAlike)


class PostgreSQLAlike(PGDialect_psycopg):
    """The same for the databases of one cluster."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PostgreSQLAlike)

    def __hash__(self) -> int:
        return hash(PostgreSQLAlike)


def remember_what_was_compiled() -> None:
    """Is called once in a process, before a database is opened."""
    registry.register("sqlite", __name__, SQLiteAlike.__name__)
    registry.register("postgresql.psycopg", __name__, PostgreSQLAlike.__name__)
    compiled: dict[Any, Any] = {}

    @event.listens_for(Engine, "engine_connect")
    def _share(connection: Connection) -> None:
        connection.execution_options(compiled_cache=compiled)
