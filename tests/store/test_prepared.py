"""Statements that go to the driver as they are are given what the dialect would give it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import bindparam, select

from lms.store.engine import Database, open_database
from lms.store.prepared import Prepared, PreparedFor, Statement
from lms.store.tables import Base, Instant, SessionRow

MOMENTS = (
    datetime(2027, 3, 5, 12, 0, tzinfo=UTC),
    datetime(2027, 3, 5, 12, 0, 0, 7, tzinfo=UTC),
    datetime(2027, 1, 1, 1, 30, tzinfo=timezone(timedelta(hours=3))),
    datetime(987, 1, 2, 3, 4, 5, tzinfo=UTC),
)


@pytest.mark.parametrize("moment", MOMENTS)
def test_an_instant_is_written_as_the_dialect_of_sqlite_writes_it(tmp_path: Path, moment: datetime) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'lms.sqlite'}").engine
    by_dialect = Instant().dialect_impl(engine.dialect).bind_processor(engine.dialect)
    assert by_dialect is not None
    assert Instant.as_sqlite_keeps_it(moment) == by_dialect(moment)


def test_what_ends_at_a_moment_is_not_found_from_that_moment_on(tmp_path: Path) -> None:
    database, now = open_database(f"sqlite:///{tmp_path / 'lms.sqlite'}"), MOMENTS[1]
    Base.metadata.create_all(database.engine)
    lasting = _prepared(database, select(bindparam("now", type_=Instant) < bindparam("end", type_=Instant)))
    for end, lasts in ((now, 0), (now + timedelta(microseconds=1), 1), (now - timedelta(microseconds=1), 0)):
        assert lasting.first(now=now, end=end) == (lasts,)
    nobody = _prepared(database, select(SessionRow.id).where(SessionRow.expires_at > bindparam("now")))
    assert nobody.first(now=None) is None


def _prepared(database: Database, statement: Statement) -> Prepared:
    return PreparedFor(lambda _dialect: statement).of(database.engine)
