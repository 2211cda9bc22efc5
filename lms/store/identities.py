"""Which account opens to whom of an organisation's own sign-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Label, delete, func, select, update
from sqlalchemy.orm import Session

from lms.store.tables import AccountRow, IdentityRow
from lms.store.upserts import insert_into


@dataclass(frozen=True, slots=True)
class Identity:
    """One person as an issuer knows them."""

    id: str
    account_id: int
    issuer: str
    created_at: datetime
    used_at: datetime | None


def id_of(issuer: str, subject: str) -> str:
    """What an identity is known by here."""
    return sha256(f"{issuer}\n{subject}".encode("utf-8", "surrogatepass")).hexdigest()


def find(session: Session, issuer: str, subject: str) -> Identity | None:
    row = session.get(IdentityRow, id_of(issuer, subject))
    return None if row is None else _identity(row)


def email_and_issuers(session: Session, account_id: int) -> tuple[str, list[str]]:
    """Somebody's e-mail, and whose sign-ins open their account, in one statement."""
    mine = select(AccountRow.email, IdentityRow.issuer).outerjoin(IdentityRow, IdentityRow.account_id == AccountRow.id)
    rows = session.execute(mine.where(AccountRow.id == account_id)).all()
    return (rows[0][0] if rows else ""), [issuer for _email, issuer in rows if issuer]


def issuers() -> Label[str | None]:
    """Of the account at hand: whose sign-ins open it, with a space between; to be read with other columns."""
    joined = select(func.aggregate_strings(IdentityRow.issuer, " ")).where(IdentityRow.account_id == AccountRow.id)
    return joined.correlate(AccountRow).scalar_subquery().label("issuers")


def of_account(session: Session, account_id: int) -> list[Identity]:
    """The account's identities, oldest first."""
    mine = select(IdentityRow).where(IdentityRow.account_id == account_id)
    return [_identity(row) for row in session.scalars(mine.order_by(IdentityRow.created_at, IdentityRow.id))]


def add(session: Session, account_id: int, issuer: str, subject: str, now: datetime) -> bool:
    """Join an identity to an account; False where it is joined to one already."""
    row = insert_into(session, IdentityRow).values(
        id=id_of(issuer, subject), account_id=account_id, issuer=issuer, subject=subject, created_at=now, used_at=now
    )
    return session.execute(row.on_conflict_do_nothing().returning(IdentityRow.id)).first() is not None


def used(session: Session, identity_id: str, now: datetime) -> None:
    session.execute(update(IdentityRow).where(IdentityRow.id == identity_id).values(used_at=now))


def remove(session: Session, account_id: int, identity_id: str) -> bool:
    """Part an identity from this account, and from no other."""
    mine = IdentityRow.id == identity_id, IdentityRow.account_id == account_id
    return session.execute(delete(IdentityRow).where(*mine).returning(IdentityRow.id)).first() is not None


def _identity(row: IdentityRow) -> Identity:
    return Identity(row.id, row.account_id, row.issuer, row.created_at, row.used_at)
