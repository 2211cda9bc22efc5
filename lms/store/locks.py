"""One writer at a time for one account. SQLite's IMMEDIATE transactions give that already; PostgreSQL needs a lock."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

ACCOUNT = 1
AUDIT = 2
MAILBOX = 3
QUESTION = 4


def _hold(session: Session, family: int, number: int) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(family, number)))


def hold_account(session: Session, account_id: int) -> None:
    """What this account has done, read after this call, stays so until the transaction ends."""
    _hold(session, ACCOUNT, account_id)


def hold_mailbox(session: Session, mailbox: str) -> None:
    """The same for all accounts of a mailbox. Called after `hold_account`."""
    _hold(session, MAILBOX, int.from_bytes(sha256(mailbox.encode()).digest()[:4], signed=True))


def hold_audit(session: Session) -> None:
    """Nobody else appends to the audit log until the transaction ends.

    It is held after an account and before a certificate, which `certificates.find` sees to.
    """
    _hold(session, AUDIT, 0)


def hold_question(session: Session, source: str) -> None:
    """Nobody else acts on this question until the transaction ends."""
    _hold(session, QUESTION, int.from_bytes(sha256(source.encode()).digest()[:4], signed=True))
