"""The signed credential of a certificate, and its place in the status lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from lms.credentials.life import Life, Making
from lms.store.tables import CertificateRow, FormerFileRow


@dataclass(frozen=True, slots=True)
class BadgeRecord:
    """What is kept of one credential. `text` is empty before it is signed and after it is erased."""

    account_id: int | None
    making: Making
    erased: datetime | None
    text: str
    hash: str
    name_shown: str


def find(session: Session, serial: str) -> BadgeRecord | None:
    row = session.execute(
        select(
            CertificateRow.account_id,
            CertificateRow.state,
            CertificateRow.erased_at,
            CertificateRow.badge,
            CertificateRow.badge_hash,
            CertificateRow.name_shown,
        ).where(CertificateRow.serial == serial)
    ).one_or_none()
    if row is None:
        return None
    return BadgeRecord(
        account_id=row.account_id,
        making=Making(row.state),
        erased=row.erased_at,
        text=row.badge or "",
        hash=row.badge_hash or "",
        name_shown=row.name_shown,
    )


def highest_index(session: Session, status_list: str | None) -> int:
    """The last place that was given out in the lists of this name, also to a credential of before; 0 where none was."""
    newest, former = (
        select(func.max(row.status_index)).where(row.status_list == status_list)
        for row in (CertificateRow, FormerFileRow)
    )
    return max(session.scalar(one) or 0 for one in (newest, former))


def superseded(session: Session, status_list: str | None, first: int, behind: int) -> Sequence[int]:
    """The places from `first` on, below `behind`, of credentials that a newer one took over from."""
    row = FormerFileRow
    query = select(row.status_index).where(row.status_index >= first, row.status_index < behind)
    return [one for one in session.scalars(query.where(row.status_list == status_list)) if one is not None]


def withdrawn(session: Session, status_list: str | None, first: int, behind: int) -> Sequence[tuple[int, Life]]:
    """What befell the certificates with a place from `first` on, below `behind`, that are not simply good."""
    query = select(
        CertificateRow.status_index,
        CertificateRow.revoked_at,
        CertificateRow.suspended_at,
        CertificateRow.replaced_at,
        CertificateRow.erased_at,
    ).where(
        CertificateRow.status_index >= first,
        CertificateRow.status_index < behind,
        CertificateRow.status_list == status_list,
        or_(
            CertificateRow.revoked_at.is_not(None),
            CertificateRow.suspended_at.is_not(None),
            CertificateRow.replaced_at.is_not(None),
            CertificateRow.erased_at.is_not(None),
        ),
    )
    return [
        (index, Life(revoked=revoked, suspended=suspended, replaced=replaced, erased=erased))
        for index, revoked, suspended, replaced, erased in session.execute(query)
        if index is not None
    ]
