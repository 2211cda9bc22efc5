"""Handles that were given up, and may not stand for somebody else yet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from lms.store.tables import FormerHandleRow
from lms.store.upserts import insert_into


def keep(session: Session, id: str, account_id: int, free_at: datetime) -> None:
    row = insert_into(session, FormerHandleRow).values(id=id, account_id=account_id, free_at=free_at)
    renewed = {"account_id": account_id, "free_at": free_at}
    session.execute(row.on_conflict_do_update(index_elements=["id"], set_=renewed))


def is_kept_from(session: Session, id: str, account_id: int, now: datetime) -> bool:
    """Whether somebody else, who is there or gone, gave it up not long enough ago."""
    row = session.get(FormerHandleRow, id)
    return row is not None and row.account_id != account_id and row.free_at > now


def forget(session: Session, id: str) -> None:
    session.execute(delete(FormerHandleRow).where(FormerHandleRow.id == id))


def count(session: Session, account_id: int, now: datetime) -> int:
    """How many somebody has given up that nobody else gets yet."""
    mine = FormerHandleRow.account_id == account_id, FormerHandleRow.free_at > now
    return session.scalar(select(func.count()).select_from(FormerHandleRow).where(*mine)) or 0


def forget_free(session: Session, now: datetime) -> None:
    session.execute(delete(FormerHandleRow).where(FormerHandleRow.free_at <= now))
