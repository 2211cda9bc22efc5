"""Credentials and PDFs that a newer one of the same certificate took over from: known again by their hashes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import LargeBinary, cast, delete, func, insert, literal, select, update
from sqlalchemy.orm import Session

from lms.credentials.life import Making
from lms.store.prepared import as_text, moment_of_text
from lms.store.tables import CertificateRow, FormerFileRow, Instant, PdfRow

FEW = 50
"""How many PDFs are held in memory at once."""

_TAKEN = (
    *("leaf", "file_leaf", "badge", "badge_hash", "pdf_hash"),
    *("signed_with", "sealed_with", "status_list", "status_index"),
)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One with all that is kept of it, to be held against the log; `until` is None where it cannot be read."""

    serial: str
    until: datetime | None
    leaf: int | None
    pdf_hash: str | None
    badge_hash: str | None
    status_list: str | None
    status_index: int | None
    badge: str | None
    pdf: bytes | None


def take_over(session: Session, serial: str, until: datetime) -> None:
    """Put a certificate's credential and PDF aside, behind those that were put aside before."""
    row = CertificateRow
    place = select(func.count() + 1).where(FormerFileRow.serial == serial).scalar_subquery()
    taken = [getattr(row, name) for name in _TAKEN]
    current = (
        select(row.serial, place, literal(until, Instant()), *taken, PdfRow.content)
        .outerjoin(PdfRow, PdfRow.serial == row.serial)
        .where(row.serial == serial)
    )
    session.execute(insert(FormerFileRow).from_select(["serial", "n", "until", *_TAKEN, "pdf"], current))
    session.execute(delete(PdfRow).where(PdfRow.serial == serial))
    emptied = {"file_leaf": None, "sealed_with": None}
    session.execute(update(CertificateRow).where(CertificateRow.serial == serial).values(**emptied))


def as_kept(session: Session) -> Iterator[KeptFile]:
    """Every one as it is kept now, by certificate, oldest first."""
    row = FormerFileRow
    columns = (row.serial, as_text(row.until), row.leaf, row.pdf_hash, row.badge_hash, row.status_list)
    query = select(*columns, row.status_index, row.badge, cast(row.pdf, LargeBinary)).order_by(row.serial, row.n)
    for serial, until, *rest in session.execute(query.execution_options(yield_per=FEW)):
        yield KeptFile(serial, _moment(until), *rest)


def _moment(text: str) -> datetime | None:
    try:
        return moment_of_text(text)
    except (ValueError, TypeError):
        return None


def waiting_since(session: Session) -> tuple[int, datetime | None]:
    """How many reinstated certificates wait for their new file, and since when the one that waits longest."""
    row, former = CertificateRow, FormerFileRow
    query = (
        select(func.max(former.until))
        .join(row, row.serial == former.serial)
        .where(row.pdf_hash.is_(None), row.state == Making.ISSUED.value, row.erased_at.is_(None))
        .group_by(former.serial)
    )
    moments = list(session.scalars(query))
    return len(moments), min(moments, default=None)
