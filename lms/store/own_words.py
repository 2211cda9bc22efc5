"""What somebody answered that is never scored: among it, what they wrote for themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Engine, select

from lms.questions.quiz import Json
from lms.store.tables import EventRow


class Unscored(NamedTuple):
    """An answer, by the names that its course, lesson and question had when it was given."""

    subject: str
    part: str
    quiz: str
    answer: Json
    at: datetime


def of_account(engine: Engine, account_id: int) -> Sequence[Unscored]:
    """All of them, oldest first, in one statement."""
    row = EventRow
    query = select(row.subject, row.part, row.quiz, row.answer, row.at).where(row.account_id == account_id)
    with engine.connect() as connection:
        rows = connection.execute(query.where(row.kind == "answered", row.share.is_(None)).order_by(row.id))
        return [Unscored(*one) for one in rows]
