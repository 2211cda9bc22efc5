"""Applications with who made them, some at a time or one with what was decided about it: each in one statement."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from lms.practice.applications import Application, State
from lms.store.applications import Decision, application_of_row, decision_of_row
from lms.store.identities import issuers
from lms.store.tables import AccountRow, ApplicationRow, DecisionRow


@dataclass(frozen=True, slots=True)
class Applicant:
    """An application with who made it; `issuers` are those whose sign-in opens their account."""

    application: Application
    name: str
    email: str
    role: str
    confirmed: bool
    issuers: tuple[str, ...]


def listed(
    session: Session, schemes: Iterable[str], states: Iterable[State], most: int, after: str = ""
) -> Sequence[Applicant]:
    """Some in these states, of these certifications, in the order of their ids; those behind `after`."""
    query = _applicants().where(
        ApplicationRow.credential.in_(list(schemes)),
        ApplicationRow.state.in_([state.value for state in states]),
        ApplicationRow.id > after,
    )
    return [_applicant(*row) for row in session.execute(query.order_by(ApplicationRow.id).limit(most))]


def some(session: Session, ids: Collection[str]) -> Sequence[Applicant]:
    """Those of these that there are."""
    query = _applicants().where(ApplicationRow.id.in_(list(ids)))
    return [_applicant(*row) for row in session.execute(query.order_by(ApplicationRow.id))]


def with_decisions(session: Session, id: str) -> tuple[Applicant | None, list[Decision]]:
    """One with who made it, and what was decided about it, in order; None where there is none."""
    query = _applicants(DecisionRow).outerjoin(DecisionRow, DecisionRow.application_id == ApplicationRow.id)
    rows = session.execute(query.where(ApplicationRow.id == id).order_by(DecisionRow.n)).all()
    made = [decision_of_row(row[0]) for row in rows if row[0] is not None]
    return (_applicant(*rows[0][1:]) if rows else None), made


def _applicants(*first: Any) -> Select[Any]:
    """Applications with their applicants, behind what else is read."""
    columns = [ApplicationRow, AccountRow.name, AccountRow.email, AccountRow.role, AccountRow.confirmed_at, issuers()]
    return (
        select(*first, *columns)
        .select_from(ApplicationRow)
        .join(AccountRow, AccountRow.id == ApplicationRow.account_id)
    )


def _applicant(
    row: ApplicationRow, name: str, email: str, role: str, confirmed_at: datetime | None, issuers: str | None
) -> Applicant:
    return Applicant(
        application_of_row(row), name, email, role, confirmed_at is not None, tuple((issuers or "").split())
    )
