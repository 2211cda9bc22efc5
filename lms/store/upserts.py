"""An INSERT that knows ON CONFLICT, in the words of the database at hand, which alone are imported."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sqlalchemy import Insert
from sqlalchemy.orm import DeclarativeBase, Session

from lms.store.prepared import PreparedFor

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite


def insert_into(session: Session, table: type[DeclarativeBase]) -> postgresql.Insert | sqlite.Insert:
    """An insert into this table; SQLite and PostgreSQL understand the same clauses of it."""
    insert: postgresql.Insert | sqlite.Insert = _insert(session.get_bind().dialect.name, table)
    return insert


def _insert(dialect: str, table: Any) -> Any:
    return import_module(f"sqlalchemy.dialects.{dialect}").insert(table)


class Keeping:
    """Write a row, whether there is one with its key yet or not: for what is written so often that it is made once."""

    def __init__(self, row: type[DeclarativeBase], key: Sequence[str], changed: Sequence[str]) -> None:
        table = row.metadata.tables[row.__tablename__]
        self._prepared = PreparedFor(
            lambda dialect: _replacing(_insert(dialect, table), key, changed), columns=(*key, *changed)
        )

    def __call__(self, session: Session, **values: Any) -> None:
        self._prepared.within(session).write(session, [values])


def _replacing(row: postgresql.Insert | sqlite.Insert, key: Sequence[str], changed: Sequence[str]) -> Insert:
    return row.on_conflict_do_update(index_elements=key, set_={name: row.excluded[name] for name in changed})
