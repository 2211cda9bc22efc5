"""The events of learning: appended, never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from lms.store.prepared import PreparedFor
from lms.store.tables import EventRow


def append(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store events, in this order. A row holds account_id, kind, at, subject and what else applies of the columns."""
    _APPENDING.within(session).write(session, [{**_EMPTY, **row} for row in rows])


# Into the table, not the class: whoever appends does not want the objects back that the ORM would make.
_TABLE = EventRow.metadata.tables[EventRow.__tablename__]
_COLUMNS = [column.name for column in _TABLE.columns if column.name != "id"]
_APPENDING = PreparedFor(lambda _: insert(_TABLE), columns=_COLUMNS)
_EMPTY: Mapping[str, Any] = {"part": "", "quiz": "", "version": "", "share": None, "answer": None}
