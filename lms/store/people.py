"""Accounts as they are looked for: by a part of the name or the beginning of the e-mail, some at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from lms.store.tables import AccountRow

ESCAPE = "\\"


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody in a list."""

    id: int
    name: str
    email: str
    role: str
    created_at: datetime
    confirmed_at: datetime | None
    disabled_at: datetime | None
    extra_time: str


def some(session: Session, words: str, before: int, most: int) -> Sequence[Known]:
    """Accounts with numbers below this one, the newest first; 0: from the newest on."""
    query = select(*_COLUMNS).order_by(AccountRow.id.desc()).limit(most)
    if before:
        query = query.where(AccountRow.id < before)
    if words:
        plain = "".join(f"{ESCAPE}{one}" if one in f"%_{ESCAPE}" else one for one in words.casefold())
        named = func.lower(AccountRow.name).like(f"%{plain}%", escape=ESCAPE)
        query = query.where(or_(named, AccountRow.email.like(f"{plain}%", escape=ESCAPE)))
    return [Known(*row) for row in session.execute(query)]


def one(session: Session, account_id: int) -> Known | None:
    row = session.execute(select(*_COLUMNS).where(AccountRow.id == account_id)).first()
    return None if row is None else Known(*row)


_COLUMNS = (
    AccountRow.id,
    AccountRow.name,
    AccountRow.email,
    AccountRow.role,
    AccountRow.created_at,
    AccountRow.confirmed_at,
    AccountRow.disabled_at,
    AccountRow.extra_time,
)
