"""Which addresses lead to one mailbox, so that limits bind a person, and what is kept of its former attempts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, literal_column, select, union_all
from sqlalchemy.orm import Session

from lms.store.prepared import PreparedFor, Reader, as_text, instant_of_text, moment_of_text
from lms.store.tables import AccountRow, AttemptRow, FormerAttemptRow, MailboxRow
from lms.store.upserts import insert_into

DOTLESS = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}
"""Domains that read `a.b` and `ab` as one mailbox, each with the name that stands for both of its own."""

AT_ONCE = 500

_OTHERS = (
    select(
        AttemptRow.id,
        AttemptRow.assessment,
        as_text(AttemptRow.started_at),
        as_text(AttemptRow.ended_at),
        literal_column("0").label("former"),
    )
    .join(MailboxRow, MailboxRow.account_id == AttemptRow.account_id)
    .join(AccountRow, AccountRow.id == AttemptRow.account_id)
    .where(
        MailboxRow.mailbox == bindparam("mailbox"),
        AttemptRow.account_id != bindparam("account"),
        AccountRow.confirmed_at.is_not(None),
    )
)
_GONE = select(
    FormerAttemptRow.id,
    FormerAttemptRow.assessment,
    as_text(FormerAttemptRow.started_at),
    as_text(FormerAttemptRow.ended_at),
    literal_column("1").label("former"),
).where(FormerAttemptRow.mailbox.in_((bindparam("mailbox_hash"), bindparam("older_hash"))))
_sat_elsewhere = PreparedFor(lambda _: union_all(_OTHERS, _GONE))


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt as limits count it. The `id` of a former one, which no account of the mailbox has, is a hash."""

    id: str
    assessment: str
    started_at: datetime
    ended_at: datetime | None
    former: bool


def mailbox_of(email: str) -> str:
    """The mailbox that an e-mail in its normal form leads to: what stands after a plus is a label of its owner's."""
    local, _, domain = email.rpartition("@")
    plain = local.partition("+")[0] or local
    if domain in DOTLESS:
        plain = plain.replace(".", "") or plain
    return f"{plain}@{DOTLESS.get(domain, domain)}"


def keep(session: Session, account_id: int, email: str) -> None:
    """Write down which mailbox the account's e-mail leads to."""
    values = {"account_id": account_id, "mailbox": mailbox_of(email)}
    statement = insert_into(session, MailboxRow).values(values)
    changed = {"mailbox": statement.excluded.mailbox}
    session.execute(statement.on_conflict_do_update(index_elements=["account_id"], set_=changed))


def keep_missing(session: Session) -> int:
    """Do so for accounts that were made before mailboxes were written down, some at once; how many there were."""
    known = select(MailboxRow.account_id)
    query = select(AccountRow.id, AccountRow.email).where(AccountRow.id.not_in(known)).limit(AT_ONCE)
    missing = session.execute(query).all()
    for account_id, email in missing:
        keep(session, account_id, email)
    return len(missing)


def sat_elsewhere(reader: Reader, account_id: int, mailbox: str, mailbox_hash: str, older_hash: str) -> list[Sitting]:
    """What was sat by other accounts of a mailbox that have confirmed it, and by accounts that are gone from it.

    Those are known by either hash of the mailbox.
    """
    hashes = {"mailbox_hash": mailbox_hash, "older_hash": older_hash}
    rows = _sat_elsewhere.rows(reader, account=account_id, mailbox=mailbox, **hashes)
    return [
        Sitting(id, assessment, instant_of_text(started), moment_of_text(ended), bool(former))
        for id, assessment, started, ended, former in rows
    ]


def known_of(session: Session, ids: Sequence[str]) -> set[str]:
    """Which of these are kept already."""
    return set(session.scalars(select(FormerAttemptRow.id).where(FormerAttemptRow.id.in_(ids))))


def keep_attempts(session: Session, rows: Iterable[dict[str, Any]]) -> None:
    """Keep attempts of a mailbox beyond its account; one that is kept already stays as it is."""
    for row in rows:
        session.execute(insert_into(session, FormerAttemptRow).values(row).on_conflict_do_nothing())


def forget_attempts(session: Session, now: datetime) -> None:
    session.execute(delete(FormerAttemptRow).where(FormerAttemptRow.forget_at <= now))
