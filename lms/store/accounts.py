"""The rows of people's accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lms.store import mailboxes
from lms.store.tables import USUAL_TIME, AccountRow
from lms.store.upserts import insert_into


@dataclass(frozen=True, slots=True)
class Account:
    """Everything of an account, the hash of its password included: never for a page."""

    id: int
    email: str
    name: str
    password_hash: str
    role: str
    extra_time: Fraction
    created_at: datetime
    confirmed_at: datetime | None
    disabled_at: datetime | None


def by_email(session: Session, email: str) -> Account | None:
    """The account of an e-mail in its normal form."""
    return _account(session.scalar(select(AccountRow).where(AccountRow.email == email)))


def by_id(session: Session, account_id: int) -> Account | None:
    return _account(session.get(AccountRow, account_id))


def id_of(session: Session, email: str) -> int | None:
    """The number of the account with this e-mail in its normal form."""
    return session.scalar(select(AccountRow.id).where(AccountRow.email == email))


def email_of(session: Session, account_id: int) -> str | None:
    return session.scalar(select(AccountRow.email).where(AccountRow.id == account_id))


def held(session: Session, account_id: int) -> Account | None:
    """The account as it is and stays until the transaction ends: nobody else changes it meanwhile."""
    statement = select(AccountRow).where(AccountRow.id == account_id).with_for_update()
    return _account(session.scalar(statement.execution_options(populate_existing=True)))


def add(
    session: Session,
    *,
    email: str,
    name: str,
    password_hash: str,
    now: datetime,
    role: str = "learner",
    confirmed: bool = False,
) -> int | None:
    """The new account's number, or None where there is one with this e-mail already."""
    statement = (
        insert_into(session, AccountRow)
        .values(
            email=email,
            name=name,
            password_hash=password_hash,
            role=role,
            extra_time=USUAL_TIME,
            created_at=now,
            confirmed_at=now if confirmed else None,
        )
        .on_conflict_do_nothing(index_elements=["email"])
        .returning(AccountRow.id)
    )
    account_id = session.scalar(statement)
    if account_id is not None:
        mailboxes.keep(session, account_id, email)
    return account_id


def change_email(session: Session, account_id: int, email: str, now: datetime) -> None:
    """Another e-mail, which counts as confirmed; IntegrityError where it is somebody else's."""
    change(session, account_id, email=email, confirmed_at=now)
    mailboxes.keep(session, account_id, email)


def change(session: Session, account_id: int, **columns: Any) -> None:
    """Set these columns of one account."""
    session.execute(update(AccountRow).where(AccountRow.id == account_id).values(**columns))


def confirm(session: Session, account_id: int, now: datetime) -> None:
    """The e-mail counts as confirmed from now on, unless it did before."""
    unconfirmed = AccountRow.id == account_id, AccountRow.confirmed_at.is_(None)
    session.execute(update(AccountRow).where(*unconfirmed).values(confirmed_at=now))


def remove(session: Session, account_id: int) -> None:
    """Delete an account; the database deletes with it all rows that are about nobody else."""
    session.execute(delete(AccountRow).where(AccountRow.id == account_id))


def some(session: Session, after: int, most: int) -> list[Account]:
    """Accounts by their numbers, behind this one."""
    query = select(AccountRow).where(AccountRow.id > after).order_by(AccountRow.id).limit(most)
    return [account for account in map(_account, session.scalars(query)) if account is not None]


def names_of(session: Session, account_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Names and e-mails, by the numbers of the accounts."""
    query = select(AccountRow.id, AccountRow.name, AccountRow.email).where(AccountRow.id.in_(set(account_ids)))
    return {number: (name, email) for number, name, email in session.execute(query)}


def emails_of_roles(session: Session, roles: Sequence[str]) -> list[str]:
    """Where those who have one of these roles, and may sign in, are written to."""
    query = select(AccountRow.email).where(AccountRow.role.in_(roles), AccountRow.disabled_at.is_(None))
    return list(session.scalars(query.order_by(AccountRow.id)))


def _account(row: AccountRow | None) -> Account | None:
    if row is None:
        return None
    return Account(
        id=row.id,
        email=row.email,
        name=row.name,
        password_hash=row.password_hash,
        role=row.role,
        extra_time=Fraction(row.extra_time),
        created_at=row.created_at,
        confirmed_at=row.confirmed_at,
        disabled_at=row.disabled_at,
    )
