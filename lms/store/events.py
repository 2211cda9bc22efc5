"""The events of learning: appended, never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from lms.questions.quiz import Json
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


def last_answers(session: Session, account_id: int, subject: str, part: str) -> Mapping[str, Json]:
    """The newest answer to each quiz of one lesson."""
    newest = (
        select(func.max(EventRow.id))
        .where(
            EventRow.account_id == account_id,
            EventRow.subject == subject,
            EventRow.part == part,
            EventRow.kind == "answered",
        )
        .group_by(EventRow.quiz)
    )
    rows = session.execute(select(EventRow.quiz, EventRow.answer).where(EventRow.id.in_(newest)))
    return {row.quiz: row.answer for row in rows}
