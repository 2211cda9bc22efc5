"""A SQLite file that another was moved over, or written over, is read no more, by no connection that is held open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from lms.store import audit
from lms.store.engine import Database, open_database
from lms.store.prepared import PreparedFor
from lms.store.tables import AuditRow, Base
from tests.support.older import copy_of, put_in_place, write_over

NOW = datetime(2027, 3, 5, 12, 0, tzinfo=UTC)


def act(database: Database) -> None:
    with database.writing() as session:
        audit.append(session, NOW, "operator:test", "act", "thing", {})


def counted(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(AuditRow)) or 0


@pytest.mark.parametrize("exchange", [put_in_place, write_over])
def test_what_is_read_is_what_lies_at_the_address(tmp_path: Path, exchange: Callable[[Path, Path], None]) -> None:
    file = tmp_path / "lms.sqlite"
    database = open_database(f"sqlite:///{file}")
    Base.metadata.create_all(database.engine)
    counting = PreparedFor(lambda _dialect: select(func.count()).select_from(AuditRow)).of(database.engine)
    act(database)
    older = copy_of(file, tmp_path / "older")
    act(database)
    assert (counting.first(), counted(database)) == ((2,), 2)
    exchange(older, file)
    assert (counting.first(), counted(database)) == ((1,), 1)
    act(database)
    assert counting.first() == (2,)
    database.engine.dispose()
