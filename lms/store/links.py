"""Links sent by mail, to confirm an e-mail or to set a new password. Each works once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.orm import Session

from lms.store.tables import MailLinkRow

CONFIRM = "confirm"
RESET = "reset"


@dataclass(frozen=True, slots=True)
class Link:
    """Whose link it is, and the e-mail it was sent to."""

    account_id: int
    email: str


def add(session: Session, token_hash: str, account_id: int, *, purpose: str, email: str, expires_at: datetime) -> None:
    values = {"id": token_hash, "account_id": account_id, "purpose": purpose, "email": email, "expires_at": expires_at}
    session.execute(insert(MailLinkRow).values(values))


def live(session: Session, token_hash: str, purpose: str, now: datetime) -> Link | None:
    """The link, if it could be used now; it stays unused."""
    row = session.execute(
        select(MailLinkRow.account_id, MailLinkRow.email).where(*_live(token_hash, purpose, now))
    ).first()
    return None if row is None else Link(row.account_id, row.email)


def use(session: Session, token_hash: str, purpose: str, now: datetime) -> Link | None:
    """Use the link up: of many who try at once, one is given it."""
    row = session.execute(
        update(MailLinkRow)
        .where(*_live(token_hash, purpose, now))
        .values(used_at=now)
        .returning(MailLinkRow.account_id, MailLinkRow.email)
    ).first()
    return None if row is None else Link(row.account_id, row.email)


def remove(session: Session, account_id: int, purpose: str) -> None:
    """No link of this account and purpose works from now on."""
    session.execute(delete(MailLinkRow).where(MailLinkRow.account_id == account_id, MailLinkRow.purpose == purpose))


def forget_expired(session: Session, now: datetime) -> None:
    session.execute(delete(MailLinkRow).where(MailLinkRow.expires_at <= now))


def _live(token_hash: str, purpose: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        MailLinkRow.id == token_hash,
        MailLinkRow.purpose == purpose,
        MailLinkRow.used_at.is_(None),
        MailLinkRow.expires_at > now,
    )
