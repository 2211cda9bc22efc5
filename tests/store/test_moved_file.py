"""A SQLite file that another was moved over is read no more, by no connection that is held open."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from lms.store import audit
from lms.store.engine import Database, open_database
from lms.store.prepared import Prepared
from lms.store.tables import AuditRow, Base
from tests.support.older import copy_of, put_in_place

NOW = datetime(2027, 3, 5, 12, 0, tzinfo=UTC)


def act(database: Database) -> None:
    with database.writing() as session:
        audit.append(session, NOW, "operator:test", "act", "thing", {})


def counted(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(AuditRow)) or 0


def test_what_is_read_is_what_lies_at_the_address(tmp_path: Path) -> None:
    file = tmp_path / "lms.sqlite"
    database = open_database(f"sqlite:///{file}")
    Base.metadata.create_all(database.engine)
    counting = Prepared(database.engine, select(func.count()).select_from(AuditRow))
    act(database)
    older = copy_of(file, tmp_path / "older")
    act(database)
    assert (counting.first(), counted(database)) == ((2,), 2)
    put_in_place(older, file)
    assert (counting.first(), counted(database)) == ((1,), 1)
    act(database)
    assert counting.first() == (2,)
    database.engine.dispose()
