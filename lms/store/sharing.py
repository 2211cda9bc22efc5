"""What holders chose to show: the registry, the name, and the links that end on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, literal, or_, select, tuple_, update
from sqlalchemy.orm import Session

from lms.store.certificates import UNFINISHED
from lms.store.tables import CertificateRow, Instant, ShareLinkRow


@dataclass(frozen=True, slots=True)
class ShareLink:
    """A link by the hash of its secret part."""

    id: str
    serial: str
    created_at: datetime
    ends_at: datetime


def choose(session: Session, serial: str, *, listed: bool, name_shown: str) -> None:
    values = {"listed": listed, "name_shown": name_shown}
    session.execute(update(CertificateRow).where(CertificateRow.serial == serial).values(**values))


def add_link(session: Session, link: ShareLink) -> None:
    values = {"id": link.id, "serial": link.serial, "created_at": link.created_at, "ends_at": link.ends_at}
    session.execute(insert(ShareLinkRow).values(**values))


def link(session: Session, id: str) -> ShareLink | None:
    row = session.get(ShareLinkRow, id)
    return None if row is None else _link(row)


def links(session: Session, serial: str) -> Sequence[ShareLink]:
    """The links of a certificate, newest first."""
    query = select(ShareLinkRow).where(ShareLinkRow.serial == serial)
    return [_link(row) for row in session.scalars(query.order_by(ShareLinkRow.created_at.desc(), ShareLinkRow.id))]


def end_link(session: Session, serial: str, id: str) -> bool:
    """Delete the row: from then on the link leads nowhere. Whether there was one."""
    query = delete(ShareLinkRow).where(ShareLinkRow.id == id, ShareLinkRow.serial == serial)
    return session.execute(query.returning(ShareLinkRow.id)).first() is not None


def forget_ended(session: Session, serial: str, now: datetime) -> None:
    session.execute(delete(ShareLinkRow).where(ShareLinkRow.serial == serial, ShareLinkRow.ends_at < now))


def listed(session: Session, now: datetime, *, most: int, after: str) -> Sequence[str]:
    """The numbers in the registry, newest first: issued, within their term, and good, by what their rows say.

    They begin behind a number, if it is there.
    """
    query = (
        select(CertificateRow.serial)
        .where(*_in_registry(now))
        .order_by(CertificateRow.issued_at.desc(), CertificateRow.serial.desc())
        .limit(most)
    )
    before = select(CertificateRow.issued_at).where(CertificateRow.serial == after, CertificateRow.listed.is_(True))
    issued_at = session.scalar(before) if after else None
    if issued_at is not None:
        place = tuple_(CertificateRow.issued_at, CertificateRow.serial)
        query = query.where(place < tuple_(literal(issued_at, Instant()), literal(after)))
    return list(session.scalars(query))


def _in_registry(now: datetime) -> tuple[ColumnElement[bool], ...]:
    row = CertificateRow
    return (
        row.listed.is_(True),
        row.state.not_in(UNFINISHED),
        row.claims.is_not(None),
        row.revoked_at.is_(None),
        row.suspended_at.is_(None),
        row.replaced_at.is_(None),
        row.erased_at.is_(None),
        or_(row.expires_at.is_(None), row.expires_at >= now),
    )


def _link(row: ShareLinkRow) -> ShareLink:
    return ShareLink(row.id, row.serial, row.created_at, row.ends_at)
