"""Somebody as services know them, for jobs that act for people who are not there."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.services.ground.person import Person
from lms.store import accounts


def person_of(session: Session, account_id: int) -> Person | None:
    """Whoever has this account; None where it is gone, or nobody can sign in to it."""
    account = accounts.by_id(session, account_id)
    if account is None or account.disabled_at is not None:
        return None
    return Person(account.id, account.email, account.name, account.role, account.confirmed_at is not None)
