"""Which certificates end before long, and which reminders were sent about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from lms.credentials.life import Making
from lms.store.tables import CertificateRow, ReminderRow


def ending(session: Session, now: datetime, until: datetime) -> Sequence[str]:
    """The numbers of certificates in force whose last moment lies between these, soonest first."""
    query = (
        select(CertificateRow.serial)
        .where(CertificateRow.state == Making.ISSUED.value, CertificateRow.expires_at.between(now, until))
        .where(CertificateRow.erased_at.is_(None), CertificateRow.revoked_at.is_(None))
        .where(CertificateRow.replaced_at.is_(None), CertificateRow.account_id.is_not(None))
        .order_by(CertificateRow.expires_at, CertificateRow.serial)
    )
    return list(session.scalars(query))


def sent(session: Session, serial: str) -> frozenset[int]:
    """Which reminders were sent, in days before the last one."""
    return frozenset(session.scalars(select(ReminderRow.days).where(ReminderRow.serial == serial)))


def record(session: Session, serial: str, days: Sequence[int], now: datetime) -> None:
    """Record that these were sent, or are no longer wanted."""
    if days:
        session.execute(insert(ReminderRow), [{"serial": serial, "days": one, "sent_at": now} for one in days])
