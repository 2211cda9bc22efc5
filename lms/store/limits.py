"""How often something was tried, counted by the database in one statement, so that no two processes miscount."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, delete, update
from sqlalchemy.orm import Session

from lms.store.tables import LimitRow
from lms.store.upserts import insert_into


@dataclass(frozen=True, slots=True)
class Counted:
    """How many tries there were in the window, this one included, and when the next window may begin."""

    count: int
    window_ends: datetime


def count(session: Session, bucket: str, *, now: datetime, window_ends: datetime) -> Counted:
    """Count one try. It opens a window to `window_ends` unless one is open still."""
    over = LimitRow.window_ends <= now
    statement = (
        insert_into(session, LimitRow)
        .values(bucket=bucket, window_ends=window_ends, count=1)
        .on_conflict_do_update(
            index_elements=["bucket"],
            set_={
                "count": case((over, 1), else_=LimitRow.count + 1),
                "window_ends": case((over, window_ends), else_=LimitRow.window_ends),
            },
        )
        .returning(LimitRow.count, LimitRow.window_ends)
    )
    tries, ends = session.execute(statement).one()
    return Counted(tries, ends)


def give_back(session: Session, bucket: str, now: datetime) -> None:
    """A try that turned out well does not count."""
    counted = LimitRow.bucket == bucket, LimitRow.window_ends > now, LimitRow.count > 0
    session.execute(update(LimitRow).where(*counted).values(count=LimitRow.count - 1))


def forget_ended(session: Session, now: datetime) -> None:
    session.execute(delete(LimitRow).where(LimitRow.window_ends <= now))
