"""What people said yes to. Rows are added, and ended; none is changed otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.store.tables import ConsentRow, DailyReminderRow
from lms.store.upserts import insert_into
from lms.wording.languages import SOURCE


@dataclass(frozen=True, slots=True)
class Consent:
    """`what` is what may be done because of it, `text` what the person read, in this language."""

    id: int
    account_id: int
    what: str
    text: str
    language: str
    given_at: datetime
    withdrawn_at: datetime | None


def give(session: Session, account_id: int, what: str, text: str, language: str, now: datetime) -> None:
    """Keep a yes. One that stands already stays as it is."""
    digest = sha256(text.encode()).hexdigest()
    row = insert_into(session, ConsentRow).values(
        account_id=account_id, what=what, text=text, text_hash=digest, language=language, given_at=now
    )
    session.execute(row.on_conflict_do_nothing())


def withdraw(session: Session, account_id: int, now: datetime, *, id: int | None = None, what: str = "") -> bool:
    """Take back the one that stands: that of this number, or the one for this; whether there was any."""
    which = ConsentRow.id == id if id is not None else ConsentRow.what == what
    statement = update(ConsentRow).where(ConsentRow.account_id == account_id, which, ConsentRow.withdrawn_at.is_(None))
    ended = session.execute(statement.values(withdrawn_at=now).returning(ConsentRow.id)).first()
    return ended is not None


def of_account(session: Session, account_id: int) -> list[Consent]:
    """All that the person ever said yes to, the newest first."""
    query = select(ConsentRow).where(ConsentRow.account_id == account_id).order_by(ConsentRow.id.desc())
    return [_consent(row) for row in session.scalars(query)]


def standing(session: Session, account_id: int, what: str) -> Consent | None:
    query = select(ConsentRow).where(ConsentRow.account_id == account_id, ConsentRow.what == what)
    row = session.scalar(query.where(ConsentRow.withdrawn_at.is_(None)))
    return None if row is None else _consent(row)


def by_id(session: Session, id: int) -> Consent | None:
    row = session.get(ConsentRow, id)
    return None if row is None else _consent(row)


def all_standing(session: Session, beginning: str) -> list[Consent]:
    """Everybody's that stand, for whatever begins so."""
    query = select(ConsentRow).where(ConsentRow.withdrawn_at.is_(None), ConsentRow.what.startswith(beginning))
    return [_consent(row) for row in session.scalars(query.order_by(ConsentRow.id))]


def reminded_at(session: Session, account_id: int) -> datetime | None:
    """When the person was last reminded of their course."""
    row = session.get(DailyReminderRow, account_id)
    return None if row is None else row.sent_at


def keep_reminded(session: Session, account_id: int, now: datetime) -> None:
    row = insert_into(session, DailyReminderRow).values(account_id=account_id, sent_at=now)
    session.execute(row.on_conflict_do_update(index_elements=["account_id"], set_={"sent_at": now}))


def _consent(row: ConsentRow) -> Consent:
    return Consent(row.id, row.account_id, row.what, row.text, row.language or SOURCE, row.given_at, row.withdrawn_at)
