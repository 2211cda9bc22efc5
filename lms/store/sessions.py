"""Signed-in browsers, and who a browser or a program belongs to. Tokens are kept nowhere, and found by their hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, bindparam, delete, insert, or_, select
from sqlalchemy.orm import Session

from lms.store.tables import AccountRow, SessionRow, TokenRow

_PERSON = (
    AccountRow.id,
    AccountRow.email,
    AccountRow.name,
    AccountRow.role,
    AccountRow.confirmed_at.is_not(None),
    AccountRow.extra_time,
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One signed-in browser."""

    id: str
    created_at: datetime
    expires_at: datetime
    device: str


def person_of_session() -> Select[int, str, str, str, bool, str]:
    """The columns of a person by `token_hash`, where the session lasts beyond `now` and the account isn't disabled."""
    return (
        select(*_PERSON)
        .join(SessionRow, SessionRow.account_id == AccountRow.id)
        .where(
            SessionRow.id == bindparam("token_hash"),
            SessionRow.expires_at > bindparam("now"),
            AccountRow.disabled_at.is_(None),
        )
    )


def person_of_bearer() -> Select[int, str, str, str, bool, str, str, bool]:
    """The columns of a person by `token_hash` of a bearer token that lasts beyond `now`, where the account is open.

    Then come its scopes, and whether it was not used since `stale`.
    """
    unused = or_(TokenRow.used_at.is_(None), TokenRow.used_at <= bindparam("stale"))
    return (
        select(*_PERSON, TokenRow.scopes, unused)
        .join(TokenRow, TokenRow.account_id == AccountRow.id)
        .where(
            TokenRow.id == bindparam("token_hash"),
            or_(TokenRow.ends_at.is_(None), TokenRow.ends_at > bindparam("now")),
            AccountRow.disabled_at.is_(None),
        )
    )


def add(
    session: Session, token_hash: str, account_id: int, *, now: datetime, expires_at: datetime, device: str
) -> None:
    values = {"id": token_hash, "account_id": account_id, "created_at": now, "expires_at": expires_at, "device": device}
    session.execute(insert(SessionRow).values(values))


def of_account(session: Session, account_id: int, now: datetime) -> list[SignedIn]:
    """The account's sessions that have not expired, newest first."""
    rows = session.scalars(
        select(SessionRow)
        .where(SessionRow.account_id == account_id, SessionRow.expires_at > now)
        .order_by(SessionRow.created_at.desc(), SessionRow.id)
    )
    return [SignedIn(row.id, row.created_at, row.expires_at, row.device) for row in rows]


def end(session: Session, token_hash: str) -> None:
    session.execute(delete(SessionRow).where(SessionRow.id == token_hash))


def end_one_of(session: Session, account_id: int, session_id: str) -> bool:
    """End one session of this account, and of no other; False where there is none."""
    mine = SessionRow.id == session_id, SessionRow.account_id == account_id
    return session.execute(delete(SessionRow).where(*mine).returning(SessionRow.id)).first() is not None


def end_all_of(session: Session, account_id: int) -> None:
    session.execute(delete(SessionRow).where(SessionRow.account_id == account_id))


def end_oldest_of(session: Session, account_id: int, keep: int) -> None:
    """Keep the newest sessions of an account, and end the others."""
    newest = (
        select(SessionRow.id)
        .where(SessionRow.account_id == account_id)
        .order_by(SessionRow.created_at.desc(), SessionRow.id)
        .limit(keep)
    )
    session.execute(delete(SessionRow).where(SessionRow.account_id == account_id, SessionRow.id.not_in(newest)))


def forget_expired(session: Session, now: datetime) -> None:
    session.execute(delete(SessionRow).where(SessionRow.expires_at <= now))
