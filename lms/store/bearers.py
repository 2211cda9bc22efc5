"""Bearer tokens for programs. They are found by the hash of a token that is kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import Session

from lms.store.tables import TokenRow


@dataclass(frozen=True, slots=True)
class Token:
    """One token, as its holder sees it. `id` is its hash; one without an end was given out before tokens had one."""

    id: str
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    ends_at: datetime | None
    used_at: datetime | None


def add(
    session: Session,
    token_hash: str,
    account_id: int,
    *,
    now: datetime,
    ends_at: datetime,
    name: str,
    scopes: tuple[str, ...],
) -> None:
    values = {"id": token_hash, "account_id": account_id, "created_at": now, "ends_at": ends_at, "name": name}
    session.execute(insert(TokenRow).values(values | {"scopes": " ".join(scopes)}))


def of_account(session: Session, account_id: int, now: datetime) -> list[Token]:
    """The account's tokens that have not ended, newest first."""
    rows = session.scalars(
        select(TokenRow)
        .where(TokenRow.account_id == account_id, or_(TokenRow.ends_at.is_(None), TokenRow.ends_at > now))
        .order_by(TokenRow.created_at.desc(), TokenRow.id)
    )
    return [
        Token(row.id, row.name, tuple(row.scopes.split()), row.created_at, row.ends_at, row.used_at) for row in rows
    ]


def used(session: Session, token_hash: str, hour: datetime) -> None:
    session.execute(update(TokenRow).where(TokenRow.id == token_hash).values(used_at=hour))


def end_one_of(session: Session, account_id: int, token_hash: str) -> bool:
    """End one token of this account, and of no other; False where there is none."""
    mine = TokenRow.id == token_hash, TokenRow.account_id == account_id
    return session.execute(delete(TokenRow).where(*mine).returning(TokenRow.id)).first() is not None


def end_all_of(session: Session, account_id: int) -> int:
    """End every token of an account; how many there were."""
    removed = delete(TokenRow).where(TokenRow.account_id == account_id).returning(TokenRow.id)
    return len(session.execute(removed).all())


def forget_ended(session: Session, now: datetime) -> None:
    session.execute(delete(TokenRow).where(TokenRow.ends_at <= now))


def holders_without_end(session: Session, most: int) -> list[int]:
    """Some of the accounts that hold tokens from before tokens had an end."""
    query = select(TokenRow.account_id).where(TokenRow.ends_at.is_(None)).distinct().limit(most)
    return list(session.scalars(query))


def give_end(session: Session, account_id: int, ends_at: datetime) -> int:
    """Give the account's tokens that have none an end; how many they were."""
    endless = TokenRow.account_id == account_id, TokenRow.ends_at.is_(None)
    changed = update(TokenRow).where(*endless).values(ends_at=ends_at).returning(TokenRow.id)
    return len(session.execute(changed).all())
