"""The audit log as it is looked through: some entries at a time, the newest first, narrowed down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from lms.credentials.audit import Entry
from lms.store.audit import AT_ONCE, entry_of
from lms.store.personal import label
from lms.store.tables import AuditRow, CertificateRow


@dataclass(frozen=True, slots=True)
class Sought:
    """What the log is narrowed down to; what is empty narrows nothing. Days are such as 2027-03-05, both included."""

    thing: str = ""
    act: str = ""
    actor: str = ""
    first_day: str = ""
    last_day: str = ""


def some(session: Session, sought: Sought, before: int, most: int) -> list[Entry]:
    """Entries with numbers below this one, the newest first; 0: from the newest on."""
    query = _query(sought)
    if before:
        query = query.where(AuditRow.n < before)
    return [entry_of(row) for row in session.scalars(query.order_by(AuditRow.n.desc()).limit(most))]


def every(session: Session, sought: Sought) -> Iterator[Entry]:
    """All of them, the oldest first, a few hundred at a time."""
    query = _query(sought).order_by(AuditRow.n)
    for row in session.scalars(query.execution_options(yield_per=AT_ONCE)):
        yield entry_of(row)


def about(session: Session, account_id: int, acts: Sequence[str], most: int) -> list[Entry]:
    """What others did to somebody, or to a certificate of theirs, the newest first."""
    serials = select(CertificateRow.serial).where(CertificateRow.account_id == account_id).scalar_subquery()
    theirs = or_(AuditRow.subject == label(account_id), AuditRow.subject.in_(serials))
    query = select(AuditRow).where(theirs, AuditRow.act.in_(acts), AuditRow.actor != label(account_id))
    return [entry_of(row) for row in session.scalars(query.order_by(AuditRow.n.desc()).limit(most))]


def _query(sought: Sought) -> Select[AuditRow]:
    query: Select[AuditRow] = select(AuditRow)
    for column, value in ((AuditRow.subject, sought.thing), (AuditRow.act, sought.act), (AuditRow.actor, sought.actor)):
        if value:
            query = query.where(column == value)
    if sought.first_day:
        query = query.where(AuditRow.at >= sought.first_day)
    # A moment of that day begins with the day, and a tilde comes behind every digit and sign of one.
    return query.where(AuditRow.at <= f"{sought.last_day}~") if sought.last_day else query
