"""A list of certificates, newest first, page by page: what it costs does not hang on how many there are.

A page is found in one index, from the row on which the one before it ended, and only its own rows are read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from lms.credentials.life import Status
from lms.credentials.serial import beginning
from lms.store.certificates import COLUMNS, UNFINISHED, CertificateRecord, record_of
from lms.store.identities import issuers
from lms.store.tables import AccountRow, CertificateRow, Instant

LONGEST_SOUGHT = 300
ESCAPE = "\\"


@dataclass(frozen=True, slots=True)
class After:
    """The row on which the page before this one ended."""

    created_at: datetime
    serial: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed down to; what is empty narrows nothing. `words` is found in name, number or e-mail."""

    words: str = ""
    credential: str = ""
    status: Status | None = None
    preparing: bool = False


def sought(name: str) -> str:
    """A name as it is looked for: small letters without accents."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(one for one in letters if not unicodedata.combining(one))
    return " ".join(plain.split())[:LONGEST_SOUGHT]


def page(
    session: Session, wanted: Wanted, now: datetime, after: After | None, most: int
) -> Sequence[tuple[CertificateRecord, str | None]]:
    """Certificates with their holders' e-mail, newest first."""
    row = CertificateRow
    found = (
        select(row.serial)
        .where(*_conditions(wanted, now), *_behind(after))
        .order_by(row.created_at.desc(), row.serial.desc())
        .limit(most)
    )
    serials = list(session.scalars(found))
    query = select(*COLUMNS, AccountRow.email).outerjoin(AccountRow, AccountRow.id == row.account_id)
    rows = session.execute(query.where(row.serial.in_(serials))).mappings()
    by_serial = {one["serial"]: (record_of(dict(one)), one["email"]) for one in rows}
    return [by_serial[serial] for serial in serials if serial in by_serial]


def one(session: Session, serial: str) -> tuple[CertificateRecord, str | None, tuple[str, ...]] | None:
    """The certificate with this number, its holder's e-mail, and whose sign-ins open their account."""
    query = select(*COLUMNS, AccountRow.email, issuers()).outerjoin(
        AccountRow, AccountRow.id == CertificateRow.account_id
    )
    row = session.execute(query.where(CertificateRow.serial == serial)).mappings().first()
    return None if row is None else (record_of(dict(row)), row["email"], tuple((row["issuers"] or "").split()))


def _behind(after: After | None) -> tuple[ColumnElement[bool], ...]:
    if after is None:
        return ()
    place = tuple_(CertificateRow.created_at, CertificateRow.serial)
    return (place < tuple_(literal(after.created_at, Instant()), literal(after.serial)),)


def place_of(session: Session, serial: str) -> After | None:
    """Where the list goes on behind this certificate."""
    created_at = session.scalar(select(CertificateRow.created_at).where(CertificateRow.serial == serial))
    return None if created_at is None else After(created_at, serial)


def _conditions(wanted: Wanted, now: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.credential:
        found.append(CertificateRow.credential == wanted.credential)
    if wanted.preparing:
        found.append(and_(CertificateRow.state.in_(UNFINISHED), CertificateRow.erased_at.is_(None)))
    elif wanted.status is Status.ERASED:
        found.append(CertificateRow.erased_at.is_not(None))
    elif wanted.status is not None:
        found.append(and_(CertificateRow.state.not_in(UNFINISHED), _stands(wanted.status, now)))
    if wanted.words:
        found.append(_holds(wanted.words))
    return found


def _stands(status: Status, now: datetime) -> ColumnElement[bool]:
    """The same as `life.status` says of a row, the gravest fact first."""
    row = CertificateRow
    ended = row.expires_at.is_not(None) & (row.expires_at < now)
    facts = {
        Status.ERASED: row.erased_at.is_not(None),
        Status.REVOKED: row.revoked_at.is_not(None),
        Status.REPLACED: row.replaced_at.is_not(None),
        Status.SUSPENDED: row.suspended_at.is_not(None),
        Status.EXPIRED: ended,
    }
    graver: list[ColumnElement[bool]] = []
    for one, fact in facts.items():
        if one is status:
            return and_(fact, *graver)
        graver.append(~fact)
    return and_(*graver) if status is Status.VALID else false()


def _holds(words: str) -> ColumnElement[bool]:
    """In the name anywhere; number, e-mail and credential from their beginning."""
    row = CertificateRow
    mail = select(AccountRow.id).where(AccountRow.email.like(_escaped(words.casefold()) + "%", escape=ESCAPE))
    ways: list[ColumnElement[bool]] = [
        row.account_id.in_(mail),
        row.credential.like(_escaped(words.casefold()) + "%", escape=ESCAPE),
    ]
    if number := beginning(words):
        ways.append(row.serial.like(_escaped(number) + "%", escape=ESCAPE))
    if name := sought(words):
        ways.append(row.sought.like(f"%{_escaped(name)}%", escape=ESCAPE))
    return or_(*ways)


def _escaped(text: str) -> str:
    return "".join(f"{ESCAPE}{one}" if one in f"%_{ESCAPE}" else one for one in text)
