"""The audit log: appended in the transaction of the act it tells of, never changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from lms.credentials.audit import Entry, next_entry
from lms.credentials.canonical import canonical
from lms.questions.quiz import Json
from lms.store import passing
from lms.store.locks import hold_audit
from lms.store.tables import AuditRow

AT_ONCE = 500


def append(session: Session, at: datetime, actor: str, act: str, subject: str, details: Json) -> Entry:
    """Write the next entry. Others who append wait until this transaction ends. No personal data in `details`.

    RunsBack, and nothing is written, where it is dated earlier than the latest of before.
    """
    hold_audit(session)
    before = last(session)
    passing.require(session, before, at, act)
    entry = next_entry(before, at=at, actor=actor, act=act, subject=subject, details=details)
    session.execute(
        insert(AuditRow).values(
            n=entry.n,
            at=entry.at.astimezone(UTC).isoformat(),
            actor=entry.actor,
            act=entry.act,
            subject=entry.subject,
            details=canonical(entry.details).decode(),
            previous=entry.previous,
            hash=entry.hash,
        )
    )
    return entry


def last(session: Session) -> Entry | None:
    """The newest entry."""
    row = session.scalar(select(AuditRow).where(AuditRow.n == select(func.max(AuditRow.n)).scalar_subquery()))
    return None if row is None else entry_of(row)


def entry(session: Session, n: int) -> Entry | None:
    row = session.get(AuditRow, n)
    return None if row is None else entry_of(row)


def entries(session: Session, *, after: int = 0) -> Iterator[Entry]:
    """The entries after a number, in order, a few hundred at a time."""
    statement = select(AuditRow).where(AuditRow.n > after).order_by(AuditRow.n)
    for row in session.scalars(statement.execution_options(yield_per=AT_ONCE)):
        yield entry_of(row)


def of_act(session: Session, act: str) -> list[Entry]:
    """The entries of one kind of act, in order."""
    return [entry_of(row) for row in session.scalars(select(AuditRow).where(AuditRow.act == act).order_by(AuditRow.n))]


def first_of(session: Session, act: str, subject: str) -> Entry | None:
    """The first entry of this kind of act on something."""
    row = session.scalar(
        select(AuditRow).where(AuditRow.act == act, AuditRow.subject == subject).order_by(AuditRow.n).limit(1)
    )
    return None if row is None else entry_of(row)


def entry_of(row: AuditRow) -> Entry:
    """A row as an entry of the chain."""
    return Entry(
        n=row.n,
        at=passing.moment(row.at),
        actor=row.actor,
        act=row.act,
        subject=row.subject,
        details=_details(row.details),
        previous=row.previous,
        hash=row.hash,
    )


def _details(text: str) -> Json:
    """The value as it was written. A text altered into no such value is taken as it is, and shows by its hash."""
    try:
        value: Json = json.loads(text)
        return value if canonical(value).decode() == text else text
    except (ValueError, TypeError, RecursionError):
        return text
