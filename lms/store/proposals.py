"""What one person proposed and another is to confirm. Of one act on one thing there is one open at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.store.tables import ProposalRow
from lms.store.upserts import insert_into


@dataclass(frozen=True, slots=True)
class Proposal:
    """`thing` is such as `certificate:…`, `body` what the act needs. It is open while `outcome` is empty."""

    id: int
    act: str
    thing: str
    scheme: str
    by: int | None
    duty: str
    reason: str
    body: Any
    at: datetime
    outcome: str
    settled_at: datetime | None = None
    settled_by: int | None = None


def add(
    session: Session,
    *,
    act: str,
    thing: str,
    scheme: str,
    by: int,
    duty: str,
    reason: str,
    body: Any,
    at: datetime,
) -> Proposal | None:
    """Propose; None where the same is proposed already and not settled."""
    row = insert_into(session, ProposalRow).values(
        act=act, thing=thing, scheme=scheme, by_id=by, duty=duty, reason=reason, body=body, at=at, outcome=""
    )
    number = session.scalar(row.on_conflict_do_nothing().returning(ProposalRow.id))
    return None if number is None else find(session, number)


def find(session: Session, number: int) -> Proposal | None:
    row = session.get(ProposalRow, number, populate_existing=True)
    return None if row is None else _proposal(row)


def open_of(session: Session, act: str, thing: str) -> Proposal | None:
    """The one that waits to be confirmed."""
    mine = ProposalRow.act == act, ProposalRow.thing == thing, ProposalRow.settled_at.is_(None)
    row = session.scalar(select(ProposalRow).where(*mine))
    return None if row is None else _proposal(row)


def latest_of(session: Session, act: str, thing: str) -> Proposal | None:
    """The newest, whatever came of it."""
    mine = ProposalRow.act == act, ProposalRow.thing == thing
    row = session.scalar(select(ProposalRow).where(*mine).order_by(ProposalRow.id.desc()).limit(1))
    return None if row is None else _proposal(row)


def all_open(session: Session, schemes: Iterable[str], most: int) -> list[Proposal]:
    """Those of some schemes that wait, the oldest first."""
    query = select(ProposalRow).where(ProposalRow.scheme.in_(list(schemes)), ProposalRow.settled_at.is_(None))
    return [_proposal(row) for row in session.scalars(query.order_by(ProposalRow.at, ProposalRow.id).limit(most))]


def settle(session: Session, number: int, by: int, outcome: str, at: datetime) -> bool:
    """Somebody else confirms or declines it; False where it is settled already."""
    still = ProposalRow.id == number, ProposalRow.settled_at.is_(None)
    values = {"settled_at": at, "settled_by_id": by, "outcome": outcome}
    return (
        session.execute(update(ProposalRow).where(*still).values(values).returning(ProposalRow.id)).first() is not None
    )


def with_outcome(session: Session, outcome: str) -> list[Proposal]:
    """Those that were settled so, the oldest first."""
    query = select(ProposalRow).where(ProposalRow.outcome == outcome)
    return [_proposal(row) for row in session.scalars(query.order_by(ProposalRow.id))]


def change_outcome(session: Session, number: int, before: str, after: str) -> bool:
    """What came of one that was settled; False where somebody else was sooner."""
    same = ProposalRow.id == number, ProposalRow.outcome == before
    changed = update(ProposalRow).where(*same).values(outcome=after).returning(ProposalRow.id)
    return session.execute(changed).first() is not None


def _proposal(row: ProposalRow) -> Proposal:
    settled = row.settled_at, row.settled_by_id
    return Proposal(
        row.id, row.act, row.thing, row.scheme, row.by_id, row.duty, row.reason, row.body, row.at, row.outcome, *settled
    )
