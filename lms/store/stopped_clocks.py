"""The time that attempts have left while they are put aside for a break."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from lms.store.prepared import PreparedFor, Reader
from lms.store.tables import StoppedClockRow

_seconds = PreparedFor(
    lambda _: select(StoppedClockRow.seconds_left).where(StoppedClockRow.attempt_id == bindparam("attempt"))
)


def stop(session: Session, attempt_id: str, seconds: int) -> None:
    """The clock of an attempt stands still. The caller holds the attempt, which is running."""
    session.execute(delete(StoppedClockRow).where(StoppedClockRow.attempt_id == attempt_id))
    session.execute(insert(StoppedClockRow).values(attempt_id=attempt_id, seconds_left=seconds))


def seconds_left(reader: Reader, attempt_id: str) -> int | None:
    """What it has left; None where its clock does not stand still for a break."""
    rows = _seconds.rows(reader, attempt=attempt_id)
    return rows[0][0] if rows else None


def lengthen(session: Session, attempt_id: str, seconds: int) -> bool:
    """More of the time that stands still; False where none does."""
    more = update(StoppedClockRow).where(StoppedClockRow.attempt_id == attempt_id)
    longer = more.values(seconds_left=StoppedClockRow.seconds_left + seconds)
    return session.execute(longer.returning(StoppedClockRow.attempt_id)).first() is not None


def go_on(session: Session, attempt_id: str) -> None:
    """It runs again."""
    session.execute(delete(StoppedClockRow).where(StoppedClockRow.attempt_id == attempt_id))
