"""Links sent by mail: to confirm an e-mail or another one, to take that back, to set a password. Each works once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.orm import Session

from lms.store.tables import AccountRow, MailLinkRow

CONFIRM = "confirm"
RESET = "reset"
EMAIL = "email"
"""To confirm another e-mail, at that one."""

UNDO = "undo"
"""To go back to the e-mail before, from there."""


@dataclass(frozen=True, slots=True)
class Link:
    """Whose link it is, and the e-mail it was sent to.

    `browser` is the hash of what the browser holds that asked for it; `onward` the page of ours where the person was.
    """

    account_id: int
    email: str
    expires_at: datetime
    browser: str | None = None
    onward: str | None = None


_LINK = (MailLinkRow.account_id, MailLinkRow.email, MailLinkRow.expires_at, MailLinkRow.browser, MailLinkRow.onward)


def add(
    session: Session,
    token_hash: str,
    account_id: int,
    *,
    purpose: str,
    email: str,
    expires_at: datetime,
    browser: str | None = None,
    onward: str | None = None,
) -> None:
    values = {"id": token_hash, "account_id": account_id, "purpose": purpose, "email": email, "expires_at": expires_at}
    session.execute(insert(MailLinkRow).values(values | {"browser": browser, "onward": onward}))


def live(session: Session, token_hash: str, purpose: str, now: datetime) -> Link | None:
    """The link, if it could be used now; it stays unused."""
    row = session.execute(select(*_LINK).where(*_live(token_hash, purpose, now))).first()
    return None if row is None else Link(*row)


def use(session: Session, token_hash: str, purpose: str, now: datetime) -> Link | None:
    """Use the link up: of many who try at once, one is given it."""
    row = session.execute(
        update(MailLinkRow).where(*_live(token_hash, purpose, now)).values(used_at=now).returning(*_LINK)
    ).first()
    return None if row is None else Link(*row)


def remove(session: Session, account_id: int, *purposes: str) -> None:
    """No link of this account and these purposes works from now on."""
    mine = MailLinkRow.account_id == account_id, MailLinkRow.purpose.in_(purposes)
    session.execute(delete(MailLinkRow).where(*mine))


def remove_later(session: Session, account_id: int, purpose: str, expires_at: datetime) -> None:
    """No link of this account and purpose works that was made after the one with this end."""
    mine = MailLinkRow.account_id == account_id, MailLinkRow.purpose == purpose
    session.execute(delete(MailLinkRow).where(*mine, MailLinkRow.expires_at > expires_at))


def newest(session: Session, account_id: int, purpose: str, now: datetime) -> Link | None:
    """The account's newest link of this purpose that could be used now."""
    usable = MailLinkRow.used_at.is_(None), MailLinkRow.expires_at > now
    mine = MailLinkRow.account_id == account_id, MailLinkRow.purpose == purpose
    query = select(*_LINK).where(*mine, *usable).order_by(MailLinkRow.expires_at.desc()).limit(1)
    row = session.execute(query).first()
    return None if row is None else Link(*row)


def reserved_by(session: Session, email: str, now: datetime) -> int | None:
    """The account that had this e-mail, and can still go back to it."""
    live = MailLinkRow.used_at.is_(None), MailLinkRow.expires_at > now
    undo = MailLinkRow.purpose == UNDO, MailLinkRow.email == email
    return session.scalar(select(MailLinkRow.account_id).where(*undo, *live).limit(1))


def given_up(session: Session, now: datetime) -> list[str]:
    """The e-mails that accounts had, and can go back to no longer; none that an account has now."""
    taken = select(AccountRow.email).where(AccountRow.email == MailLinkRow.email).exists()
    query = select(MailLinkRow.email).where(MailLinkRow.purpose == UNDO, MailLinkRow.expires_at <= now, ~taken)
    return list(session.scalars(query))


def forget_expired(session: Session, now: datetime) -> None:
    session.execute(delete(MailLinkRow).where(MailLinkRow.expires_at <= now))


def _live(token_hash: str, purpose: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        MailLinkRow.id == token_hash,
        MailLinkRow.purpose == purpose,
        MailLinkRow.used_at.is_(None),
        MailLinkRow.expires_at > now,
    )
