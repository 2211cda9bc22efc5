"""What people declared of their interests, year by year. Rows are only added: the newest of a year holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from lms.practice.duties import Interest, Payment
from lms.store.tables import InterestRow


def add(session: Session, interest: Interest) -> None:
    """Declare once more for a year. The caller holds the account, and the database refuses a number that is taken."""
    mine = InterestRow.account_id == interest.account, InterestRow.year == interest.year
    n = session.scalar(select(func.max(InterestRow.n)).where(*mine)) or 0
    body: Mapping[str, Any] = {
        "people": sorted(interest.people),
        "organisations": list(interest.organisations),
        "payments": [asdict(one) for one in interest.payments],
    }
    key = {"account_id": interest.account, "year": interest.year, "n": n + 1}
    session.execute(insert(InterestRow).values(**key, body=body, declared_at=interest.declared_at))


def of_account(session: Session, account_id: int, year: int) -> Interest | None:
    """What holds of somebody for a year; None where nothing was declared."""
    query = select(InterestRow).where(InterestRow.account_id == account_id, InterestRow.year == year)
    row = session.scalar(query.order_by(InterestRow.n.desc()).limit(1))
    return None if row is None else interest_of(row)


def of_year(session: Session, year: int, accounts: Sequence[int]) -> dict[int, Interest]:
    """The same for some accounts, by their numbers."""
    query = select(InterestRow).where(InterestRow.year == year, InterestRow.account_id.in_(accounts))
    return {row.account_id: interest_of(row) for row in session.scalars(query.order_by(InterestRow.n))}


def interest_of(row: InterestRow) -> Interest:
    """A row as a declaration."""
    payments = tuple(Payment(**one) for one in row.body["payments"])
    people, organisations = frozenset(row.body["people"]), tuple(row.body["organisations"])
    return Interest(row.account_id, row.year, row.declared_at, people, organisations, payments)
