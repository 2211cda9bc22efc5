"""From the promise of a certificate to the certificate: each step leaves a state from which any worker goes on."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from lms.credentials import life as lives
from lms.credentials.life import Changed, Making
from lms.credentials.model import Claims
from lms.services import mailing
from lms.services.certifying import unpack_design
from lms.services.context import Context
from lms.store import accounts, audit, certificates


def unfinished(context: Context) -> Sequence[str]:
    """The numbers of certificates that are promised and not yet issued."""
    with context.database.reading() as session:
        return certificates.unfinished(session)


def carry_on(context: Context, serial: str) -> bool:
    """Take one certificate from wherever it stands to issued. Whether this call, and no other, issued it.

    Nothing is held while it is drawn. Two workers may draw the same one: the bytes are the same, one stores them, and
    the other finds that done.
    """
    with context.database.reading() as session:
        record = certificates.find(session, serial)
        if record is None or record.life.erased is not None:
            return False
        design = certificates.design(session, record.design) if record.life.making is Making.INTENDED else b""
    if record.life.making is Making.INTENDED:
        # WeasyPrint takes half a second to import, and only a process that draws needs it.
        from lms.credentials.render import draw  # noqa: PLC0415

        _store(context, serial, draw(Claims.from_json(record.claims), unpack_design(design)))
    return _issue(context, serial)


def _store(context: Context, serial: str, content: bytes) -> None:
    with context.database.writing() as session:
        record = certificates.find(session, serial, hold=True)
        if record is None or record.life.making is not Making.INTENDED:
            return
        change = lives.stored(record.life, sha256(content).hexdigest())
        if isinstance(change, Changed):
            certificates.keep_pdf(session, serial, content)
            certificates.keep_life(session, serial, change.life)


def _issue(context: Context, serial: str) -> bool:
    with context.database.writing() as session:
        record = certificates.find(session, serial, hold=True)
        if record is None or record.life.making is not Making.STORED:
            return False
        change = lives.issued(record.life)
        if not isinstance(change, Changed):
            return False
        now = context.now()
        claims = Claims.from_json(record.claims)
        certificates.keep_life(session, serial, change.life, issued_at=now)
        details = {"claims": record.claims_hash, "pdf": record.life.sha256}
        audit.append(session, now, "system", "issue", serial, details)
        mail_id = None
        account = accounts.by_id(session, record.account_id) if record.account_id is not None else None
        if account is not None:
            mail_id = mailing.write(
                session,
                context,
                "certificate_issued",
                account.email,
                name=claims.holder,
                title=claims.title,
                page=f"{context.settings.base_url}/certificates/{serial}",
                verify_url=claims.verify_url,
            )
    if mail_id is not None:
        mailing.send_soon(context, mail_id)
    return True
