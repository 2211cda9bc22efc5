"""Hand-ins that staff took back, with the results that they had; and the keys by which hand-ins are known again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from lms.store.attempts import AttemptRecord
from lms.store.prepared import PreparedFor, Reader
from lms.store.tables import AttemptRow, HandInRow, TakenBackRow

_seconds_left = PreparedFor(
    lambda _: (
        select(TakenBackRow.seconds_left)
        .where(TakenBackRow.attempt_id == bindparam("attempt"))
        .order_by(TakenBackRow.n.desc())
        .limit(1)
    )
)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """One hand-in that counts no more; `share` and `passed` are what it came to."""

    attempt_id: str
    at: datetime
    handed_in_at: datetime
    share: str
    passed: bool


def keep(session: Session, record: AttemptRecord, now: datetime, seconds_left: int | None) -> None:
    """Put the result of an ended attempt beside it. The caller holds the attempt."""
    before = select(func.count()).select_from(TakenBackRow).where(TakenBackRow.attempt_id == record.id)
    session.execute(
        insert(TakenBackRow).values(
            attempt_id=record.id,
            n=(session.scalar(before) or 0) + 1,
            at=now,
            handed_in_at=record.ended_at,
            seconds_left=seconds_left,
            share=record.share,
            passed=bool(record.passed),
            result=record.result,
        )
    )


def of_account(session: Session, account_id: int) -> Sequence[TakenBack]:
    """All hand-ins of a person that were taken back, oldest first."""
    row = TakenBackRow
    query = (
        select(row.attempt_id, row.at, row.handed_in_at, row.share, row.passed)
        .join(AttemptRow, AttemptRow.id == row.attempt_id)
        .where(AttemptRow.account_id == account_id)
        .order_by(row.at)
    )
    return [TakenBack(*found) for found in session.execute(query)]


def seconds_left(reader: Reader, attempt_id: str) -> int | None:
    """How much time an attempt has from when its learner goes on; None where there is no limit."""
    rows = _seconds_left.rows(reader, attempt=attempt_id)
    return rows[0][0] if rows else None


def lengthen(session: Session, attempt_id: str, seconds: int) -> None:
    """More of the time that does not run yet."""
    newest = select(func.max(TakenBackRow.n)).where(TakenBackRow.attempt_id == attempt_id).scalar_subquery()
    session.execute(
        update(TakenBackRow)
        .where(TakenBackRow.attempt_id == attempt_id, TakenBackRow.n == newest)
        .values(seconds_left=TakenBackRow.seconds_left + seconds)
    )


def is_known(session: Session, attempt_id: str, key: str) -> bool:
    """Whether a hand-in of this attempt was sent with this key before."""
    query = select(HandInRow.key).where(HandInRow.attempt_id == attempt_id, HandInRow.key == key)
    return session.scalar(query) is not None


def remember(session: Session, attempt_id: str, key: str) -> None:
    """The attempt is handed in with this key. The caller holds the attempt, and has asked `is_known`."""
    session.execute(insert(HandInRow).values(attempt_id=attempt_id, key=key))
