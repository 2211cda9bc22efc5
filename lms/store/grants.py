"""Attempts that staff gave to people beyond the limits, each once, and never taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.orm import Session

from lms.store.prepared import PreparedFor, Reader, as_text, instant_of_text
from lms.store.tables import GrantRow

_given = PreparedFor(
    lambda _: (
        select(GrantRow.assessment, as_text(GrantRow.at))
        .where(GrantRow.account_id == bindparam("account"))
        .order_by(GrantRow.assessment, GrantRow.n)
    )
)


def add(session: Session, account_id: int, assessment: str, now: datetime) -> None:
    """One more. The caller holds the account, and the database refuses a number that is taken."""
    mine = GrantRow.account_id == account_id, GrantRow.assessment == assessment
    n = session.scalar(select(func.count()).select_from(GrantRow).where(*mine)) or 0
    session.execute(insert(GrantRow).values(account_id=account_id, assessment=assessment, n=n + 1, at=now))


def given(reader: Reader, account_id: int, assessment: str) -> Sequence[datetime]:
    """When each was given, oldest first."""
    return given_to(reader, account_id).get(assessment, ())


def given_to(reader: Reader, account_id: int) -> dict[str, list[datetime]]:
    """When each was given to somebody, oldest first, by assessment."""
    moments: dict[str, list[datetime]] = {}
    for assessment, at in _given.rows(reader, account=account_id):
        moments.setdefault(assessment, []).append(instant_of_text(at))
    return moments
