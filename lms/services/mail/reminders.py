"""Reminders by mail before the last day of a certificate: 180, 90, 30 and 7 days ahead, each once."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from lms.credentials import life as lives
from lms.credentials.life import REMINDERS
from lms.credentials.model import Claims
from lms.services.ground.context import Context
from lms.services.mail import outbox
from lms.store import accounts, certificates, reminders
from lms.store.certificates import CertificateRecord


def remind(context: Context) -> int:
    """Write to the holders for whom a reminder is due; how many mails that made."""
    now = context.now()
    with context.database.reading() as session:
        soon = reminders.ending(session, now, now + timedelta(days=max(REMINDERS)))
    return sum(_remind(context, serial) for serial in soon)


def _remind(context: Context, serial: str) -> bool:
    with context.database.reading() as session:
        if _due(context, session, certificates.find(session, serial)) is None:
            return False
    with context.database.writing() as session:
        record = certificates.find(session, serial, hold=True)
        days = _due(context, session, record)
        if record is None or days is None:
            return False
        sent = reminders.sent(session, serial)
        # Of several that were missed, the nearest speaks for all.
        reminders.record(session, serial, [one for one in REMINDERS if one >= days and one not in sent], context.now())
        mail_id = _write(session, context, record)
    if mail_id is not None:
        outbox.send_soon(context, mail_id)
    return mail_id is not None


def _due(context: Context, session: Session, record: CertificateRecord | None) -> int | None:
    if record is None or _is_renewed(session, record):
        return None
    return lives.reminder_due(record.life, record.expires_at, context.now(), reminders.sent(session, record.serial))


def _is_renewed(session: Session, record: CertificateRecord) -> bool:
    """Whether the next period is there already, so that nobody need be reminded of the end of this one."""
    if record.account_id is None:
        return False
    held = certificates.of_account(session, record.account_id)
    return any(one.credential == record.credential and one.number > record.number for one in held)


def _write(session: Session, context: Context, record: CertificateRecord) -> int | None:
    account = accounts.by_id(session, record.account_id) if record.account_id is not None else None
    if account is None or record.claims is None or record.expires_at is None:
        return None
    claims = Claims.from_json(record.claims)
    credential = context.catalog().credentials.get(record.credential)
    return outbox.write(
        session,
        context,
        "certificate_ends",
        account.email,
        name=claims.holder,
        title=claims.title,
        last_day=claims.day(record.expires_at),
        page=f"{context.settings.base_url}/certificates/{record.serial}",
        renewable=credential is not None and bool(credential.renew_with),
    )
