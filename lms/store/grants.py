"""Attempts that staff gave to people beyond the limits, each once, and never taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from lms.store.tables import GrantRow


def add(session: Session, account_id: int, assessment: str, now: datetime) -> None:
    """One more. The caller holds the account, and the database refuses a number that is taken."""
    mine = GrantRow.account_id == account_id, GrantRow.assessment == assessment
    n = session.scalar(select(func.count()).select_from(GrantRow).where(*mine)) or 0
    session.execute(insert(GrantRow).values(account_id=account_id, assessment=assessment, n=n + 1, at=now))


def given(session: Session, account_id: int, assessment: str) -> Sequence[datetime]:
    """When each was given, oldest first."""
    query = select(GrantRow.at).where(GrantRow.account_id == account_id, GrantRow.assessment == assessment)
    return list(session.scalars(query.order_by(GrantRow.n)))


def given_to(session: Session, account_id: int) -> dict[str, list[datetime]]:
    """When each was given to somebody, oldest first, by assessment."""
    query = select(GrantRow.assessment, GrantRow.at).where(GrantRow.account_id == account_id)
    found: dict[str, list[datetime]] = {}
    for assessment, at in session.execute(query.order_by(GrantRow.assessment, GrantRow.n)):
        found.setdefault(assessment, []).append(at)
    return found
