"""Certificates: the frozen claims, the facts of their life, the PDF as it was issued."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import LargeBinary, Select, bindparam, cast, delete, func, insert, null, or_, select, update
from sqlalchemy.orm import Session

from lms.credentials.life import Grounds, Life, Making
from lms.questions.quiz import Json
from lms.store.locks import hold_audit
from lms.store.prepared import PreparedFor, Reader, as_text, moment_of_text
from lms.store.tables import (
    AuditRow,
    CertificateRow,
    DesignRow,
    FormerFileRow,
    Instant,
    PdfRow,
    ReminderRow,
    ShareLinkRow,
)


@dataclass(frozen=True, slots=True)
class CertificateRecord:
    """One certificate. `claims` is None once it is erased; `leaf` is the number of its leaf in the issuance log.

    `logged` is what the audit log holds about its issue, as JSON text; None where it was not read.
    """

    serial: str
    account_id: int | None
    credential: str
    number: int
    claims: Json
    claims_hash: str
    design: str
    created_at: datetime
    issued_at: datetime | None
    expires_at: datetime | None
    life: Life
    leaf: int | None = None
    signed_with: str | None = None
    sealed_with: str | None = None
    status_list: str | None = None
    status_index: int | None = None
    listed: bool = False
    name_shown: str = "full"
    logged: str | None = None
    file_leaf: int | None = None


UNFINISHED = tuple(one.value for one in Making if one is not Making.ISSUED)
"""What was never issued. A list that leaves these out is read in its own order, where one that asks for the issued
would first be sorted."""
FEW = 50
"""How many PDFs are held in memory at once."""

COLUMNS = (
    CertificateRow.serial,
    CertificateRow.account_id,
    CertificateRow.credential,
    CertificateRow.number,
    CertificateRow.state,
    CertificateRow.claims,
    CertificateRow.claims_hash,
    CertificateRow.design,
    CertificateRow.created_at,
    CertificateRow.issued_at,
    CertificateRow.expires_at,
    CertificateRow.suspended_at,
    CertificateRow.suspended_public,
    CertificateRow.revoked_at,
    CertificateRow.revoked_public,
    CertificateRow.grounds,
    CertificateRow.replaced_at,
    CertificateRow.replaced_by,
    CertificateRow.replaced_public,
    CertificateRow.erased_at,
    CertificateRow.pdf_hash,
    CertificateRow.leaf,
    CertificateRow.signed_with,
    CertificateRow.sealed_with,
    CertificateRow.status_list,
    CertificateRow.status_index,
    CertificateRow.listed,
    CertificateRow.name_shown,
    CertificateRow.file_leaf,
)
LOGGED = (
    select(AuditRow.details)
    .where(AuditRow.subject == CertificateRow.serial, AuditRow.act == "issue")
    .order_by(AuditRow.n)
    .limit(1)
    .correlate(CertificateRow)
    .scalar_subquery()
    .label("logged")
)
NAMES = (*(column.key for column in COLUMNS), "logged")
_INSTANTS = tuple(column.key for column in COLUMNS if isinstance(column.type, Instant))
_of_account = PreparedFor(
    lambda _: (
        select(*map(as_text, COLUMNS))
        .where(CertificateRow.account_id == bindparam("account"))
        .order_by(CertificateRow.credential, CertificateRow.number)
    )
)


def record_of(row: Mapping[str, Any]) -> CertificateRecord:
    """The record in a row with the columns of COLUMNS by their names."""
    return CertificateRecord(
        serial=row["serial"],
        account_id=row["account_id"],
        credential=row["credential"],
        number=row["number"],
        claims=row["claims"],
        claims_hash=row["claims_hash"],
        design=row["design"],
        created_at=row["created_at"],
        issued_at=row["issued_at"],
        expires_at=row["expires_at"],
        life=Life(
            making=Making(row["state"]),
            sha256=row["pdf_hash"] or "",
            revoked=row["revoked_at"],
            grounds=Grounds(row["grounds"]),
            revoked_public=row["revoked_public"],
            suspended=row["suspended_at"],
            suspended_public=row["suspended_public"],
            replaced=row["replaced_at"],
            replaced_by=row["replaced_by"] or "",
            replaced_public=row["replaced_public"],
            erased=row["erased_at"],
        ),
        leaf=row["leaf"],
        signed_with=row["signed_with"],
        sealed_with=row["sealed_with"],
        status_list=row["status_list"],
        status_index=row["status_index"],
        listed=bool(row["listed"]),
        name_shown=row["name_shown"],
        logged=(row["logged"] or "{}") if "logged" in row else None,
        file_leaf=row["file_leaf"],
    )


def _one(session: Session, query: Select[Any]) -> CertificateRecord | None:
    row = session.execute(query).mappings().one_or_none()
    return record_of(dict(row)) if row else None


def add(session: Session, values: dict[str, Any]) -> None:
    """Store the intent. The database refuses a second certificate under the same number of the same person."""
    session.execute(insert(CertificateRow).values(**values))


def keep_design(session: Session, hash: str, content: bytes) -> None:
    if session.scalar(select(DesignRow.hash).where(DesignRow.hash == hash)) is None:
        session.execute(insert(DesignRow).values(hash=hash, content=content))


def design(session: Session, hash: str) -> bytes:
    return session.execute(select(DesignRow.content).where(DesignRow.hash == hash)).scalar_one()


def find(session: Session, serial: str, *, hold: bool = False) -> CertificateRecord | None:
    """The certificate with this number, whosever it is. With `hold` nobody else changes it meanwhile.

    Whoever changes one writes that down: so the audit log is held first, by all alike, and nobody waits for ever.
    """
    query = select(*COLUMNS).where(CertificateRow.serial == serial)
    if not hold:
        return _one(session, query)
    hold_audit(session)
    return _one(session, query.with_for_update())


def record_of_text(row: tuple[Any, ...]) -> CertificateRecord:
    """The record in a row of COLUMNS, with what the audit log says of its issue or without."""
    values = dict(zip(NAMES, row, strict=False))
    for name in _INSTANTS:
        values[name] = moment_of_text(values[name])
    if values["claims"] is not None:
        values["claims"] = json.loads(values["claims"])
    return record_of(values)


def as_kept(session: Session) -> Iterator[tuple[str, CertificateRecord | None, str | None, bytes | None]]:
    """Every certificate as it is kept now, to be held against the log: number, record, credential, PDF.

    The record is None where something in its row is not what it could be, which only an edit from outside brings about.
    """
    columns = [*(as_text(column) for column in COLUMNS), null().label("logged")]
    query = (
        select(*columns, CertificateRow.badge, cast(PdfRow.content, LargeBinary))
        .outerjoin(PdfRow, PdfRow.serial == CertificateRow.serial)
        .order_by(CertificateRow.serial)
        .execution_options(yield_per=FEW)
    )
    for row in session.execute(query):
        *values, badge_text, content = row
        try:
            record = record_of_text(tuple(values))
        except (ValueError, TypeError, KeyError):
            record = None
        yield row[0], record, badge_text, content


def claims_as_kept(session: Session) -> Iterator[tuple[str, str]]:
    """The number and the claims of every certificate that has any, as text, whatever an edit has made of it."""
    query = select(CertificateRow.serial, as_text(CertificateRow.claims)).where(CertificateRow.claims.is_not(None))
    for serial, text in session.execute(query.order_by(CertificateRow.serial).execution_options(yield_per=FEW)):
        if text is not None:
            yield serial, text


def of_account(reader: Reader, account_id: int) -> tuple[CertificateRecord, ...]:
    """All certificates of an account, by credential, oldest first."""
    return tuple(map(_record_of_text, _of_account.rows(reader, account=account_id)))


_numbers_for = PreparedFor(
    lambda _: select(CertificateRow.serial).where(
        CertificateRow.account_id == bindparam("account"), CertificateRow.credential == bindparam("credential")
    )
)


def numbers_for(reader: Reader, account_id: int, credential: str) -> tuple[str, ...]:
    """The numbers of all certificates of one kind that an account has."""
    return tuple(serial for (serial,) in _numbers_for.rows(reader, account=account_id, credential=credential))


@lru_cache(maxsize=1024)
def _record_of_text(row: tuple[Any, ...]) -> CertificateRecord:
    """A row that was read before is not read again: it is another row once anything of the certificate changed."""
    return record_of_text(row)


def next_number(session: Session, account_id: int, credential: str) -> int:
    highest = session.scalar(
        select(func.max(CertificateRow.number)).where(
            CertificateRow.account_id == account_id, CertificateRow.credential == credential
        )
    )
    return (highest or 0) + 1


def issued_serials(session: Session) -> Sequence[str]:
    """The numbers of all issued certificates that are not erased."""
    issued = CertificateRow.state == Making.ISSUED.value
    return list(session.scalars(select(CertificateRow.serial).where(issued, CertificateRow.erased_at.is_(None))))


def unfinished(session: Session, most: int = 500) -> Sequence[str]:
    """The numbers of certificates that are still being made, or whose new file is, oldest first."""
    unmade = or_(CertificateRow.state.in_(UNFINISHED), CertificateRow.pdf_hash.is_(None))
    query = (
        select(CertificateRow.serial)
        .where(unmade, CertificateRow.erased_at.is_(None))
        .order_by(CertificateRow.created_at)
        .limit(most)
    )
    return list(session.scalars(query))


def unentered(session: Session, most: int = 500) -> Sequence[str]:
    """The numbers of issued certificates of which the issuance log does not tell, oldest first."""
    query = (
        select(CertificateRow.serial)
        .where(CertificateRow.state == Making.ISSUED.value)
        .where(CertificateRow.leaf.is_(None), CertificateRow.erased_at.is_(None))
        .order_by(CertificateRow.created_at)
        .limit(most)
    )
    return list(session.scalars(query))


def keep_life(
    session: Session, serial: str, life: Life, issued_at: datetime | None = None, sealed_with: str | None = None
) -> None:
    """Write the facts as they are now; `issued_at` only where this act issues, `sealed_with` where it stores."""
    values: dict[str, Any] = {
        "state": life.making.value,
        "pdf_hash": life.sha256 or None,
        "revoked_at": life.revoked,
        "revoked_public": life.revoked_public,
        "grounds": life.grounds.value,
        "suspended_at": life.suspended,
        "suspended_public": life.suspended_public,
        "replaced_at": life.replaced,
        "replaced_by": life.replaced_by or None,
        "replaced_public": life.replaced_public,
        "erased_at": life.erased,
    }
    if issued_at is not None:
        values["issued_at"] = issued_at
    if sealed_with is not None:
        values["sealed_with"] = sealed_with
    session.execute(update(CertificateRow).where(CertificateRow.serial == serial).values(**values))


def enter(
    session: Session,
    serial: str,
    *,
    leaf: int,
    badge: str,
    badge_hash: str,
    signed_with: str,
    status_list: str | None,
    status_index: int,
) -> None:
    """Keep the signed credential, and where the issuance log tells of it."""
    values = {
        "leaf": leaf,
        "badge": badge,
        "badge_hash": badge_hash,
        "signed_with": signed_with,
        "status_list": status_list,
        "status_index": status_index,
    }
    session.execute(update(CertificateRow).where(CertificateRow.serial == serial).values(**values))


def badge_hash(session: Session, serial: str) -> str:
    """The canonical hash of the signed credential, as the leaf names it; empty where there is none."""
    return session.scalar(select(CertificateRow.badge_hash).where(CertificateRow.serial == serial)) or ""


def keep_file_leaf(session: Session, serial: str, leaf: int) -> None:
    """Keep where the issuance log tells of the PDF."""
    session.execute(update(CertificateRow).where(CertificateRow.serial == serial).values(file_leaf=leaf))


def badge(session: Session, serial: str) -> str | None:
    """The signed credential as it is given out."""
    return session.scalar(select(CertificateRow.badge).where(CertificateRow.serial == serial))


def count_of_indexes(session: Session) -> int:
    """How many credentials have a place in the status lists, those of before included."""
    counts = (select(func.count(row.status_index)) for row in (CertificateRow, FormerFileRow))
    return sum(session.scalar(count) or 0 for count in counts)


def has_index(session: Session, status_index: int) -> bool:
    """Whether some credential has this place in the status lists, or had it."""
    places = (select(row.serial).where(row.status_index == status_index) for row in (CertificateRow, FormerFileRow))
    return any(session.scalar(place.limit(1)) is not None for place in places)


def touched_by_key(session: Session, key_id: str) -> Sequence[str]:
    """The numbers of certificates that this key signed or sealed, issued or on their way, oldest first."""
    query = (
        select(CertificateRow.serial)
        .where(or_(CertificateRow.signed_with == key_id, CertificateRow.sealed_with == key_id))
        .order_by(CertificateRow.created_at, CertificateRow.serial)
    )
    return list(session.scalars(query))


def forget(session: Session, serial: str) -> None:
    """Delete what an erased certificate said: claims, credential, PDF, and the links by which it was shared."""
    emptied = {"claims": None, "badge": None, "listed": False, "sought": None}
    session.execute(update(CertificateRow).where(CertificateRow.serial == serial).values(**emptied))
    session.execute(delete(PdfRow).where(PdfRow.serial == serial))
    session.execute(update(FormerFileRow).where(FormerFileRow.serial == serial).values(badge=None, pdf=None))
    session.execute(delete(ShareLinkRow).where(ShareLinkRow.serial == serial))
    session.execute(delete(ReminderRow).where(ReminderRow.serial == serial))


def keep_pdf(session: Session, serial: str, content: bytes) -> None:
    session.execute(insert(PdfRow).values(serial=serial, content=content))


def pdf(session: Session, serial: str) -> bytes | None:
    """The file as it is kept. What somebody has put there by hand may be a text: it is given as the bytes of one."""
    content: bytes | str | None = session.scalar(select(PdfRow.content).where(PdfRow.serial == serial))
    return content.encode() if isinstance(content, str) else content
