"""From the promise of a certificate to the certificate: each step leaves a state from which any worker goes on."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from lms.credentials import leaf as leaves
from lms.credentials import life as lives
from lms.credentials.attached import credential_file, receipt_file
from lms.credentials.life import Changed, Making
from lms.credentials.logcheck import ENTER
from lms.credentials.model import Claims
from lms.services.certifying import badging, filing
from lms.services.certifying.claiming import unpack_design
from lms.services.ground.context import Context
from lms.services.keys import sealing
from lms.services.keys.ring import id_of_certificate
from lms.services.log import logbook
from lms.services.mail import act_mail
from lms.store import audit, certificates
from lms.store.certificates import CertificateRecord
from lms.store.personal import label

if TYPE_CHECKING:
    from lms.credentials.seal import Sealed


def unfinished(context: Context) -> Sequence[str]:
    """The numbers of certificates that are promised and not yet issued."""
    with context.database.reading() as session:
        return certificates.unfinished(session)


def carry_on(context: Context, serial: str) -> bool:
    """Take one certificate from wherever it stands to issued. Whether this call, and no other, issued it.

    One that was signed anew gets its new file. Nothing is held while it is drawn. Two workers may draw the same one:
    one stores it, and the other finds that done.
    """
    with context.database.reading() as session:
        record = certificates.find(session, serial)
    if record is None or record.life.erased is not None:
        return False
    if record.life.making is Making.INTENDED:
        _log(context, serial)
    if record.life.making is Making.INTENDED or record.life.to_be_drawn:
        _draw(context, serial)
    return _issue(context, serial)


def _log(context: Context, serial: str) -> None:
    """Sign the credential, and enter it into the issuance log, in one transaction: it is one leaf, or none."""
    badging.make_ready()
    with context.database.writing() as session:
        record = certificates.find(session, serial, hold=True)
        if record is None or record.life.making is not Making.INTENDED or record.leaf is not None:
            return
        change = lives.logged(record.life)
        if isinstance(change, Changed):
            _enter(session, context, record)
            certificates.keep_life(session, serial, change.life)


def unentered(context: Context) -> Sequence[str]:
    """The numbers of certificates that were issued before there was a log of issues."""
    with context.database.reading() as session:
        return certificates.unentered(session)


def enter_late(context: Context, serial: str) -> bool:
    """Sign the credential of a certificate that was issued before there was a log, and enter it with today's date."""
    with context.database.writing() as session:
        record = certificates.find(session, serial, hold=True)
        late = record is not None and record.leaf is None and record.claims is not None
        if record is None or not late or record.life.making is not Making.ISSUED:
            return False
        _enter(session, context, record)
    return True


def _enter(session: Session, context: Context, record: CertificateRecord) -> None:
    now = context.now()
    claims = Claims.from_json(record.claims)
    signed = badging.sign_credential(session, context, claims)
    badge = signed.badge
    leaf = leaves.issued(record.serial, now, claims=record.claims_hash, credential=badge.hash, renews=claims.renews)
    sealed = logbook.seal_of_record(record, badge.text, signed.status_list, signed.status_index)
    holder = "" if record.account_id is None else label(record.account_id)
    n = logbook.enter(
        session,
        context,
        leaf,
        at=now,
        actor="system",
        act=ENTER,
        subject=record.serial,
        details={**sealed, "holder": holder},
    )
    certificates.enter(
        session,
        record.serial,
        leaf=n,
        badge=badge.text,
        badge_hash=badge.hash,
        signed_with=signed.key_id,
        status_list=signed.status_list,
        status_index=signed.status_index,
    )


def _draw(context: Context, serial: str) -> None:
    """Draw the page with credential and receipt in it, seal it, and store it."""
    with context.database.reading() as session:
        record = certificates.find(session, serial)
        badge = certificates.badge(session, serial)
        if record is None or record.leaf is None or badge is None or not record.life.to_be_drawn or record.file_leaf:
            return
        design = unpack_design(certificates.design(session, record.design))
        receipt = logbook.receipt(session, record.leaf)
    # WeasyPrint and pyHanko take a second to import, and only a process that draws needs them.
    from lms.credentials.render import draw  # noqa: PLC0415
    from lms.credentials.seal import seal  # noqa: PLC0415

    claims = Claims.from_json(record.claims)
    attached = (credential_file(badge.encode()), receipt_file(receipt.to_bytes()))
    signer = sealing.pdf_signer(context)
    sealed = seal(draw(claims, design, attached), signer, context.now())
    _store(context, serial, sealed, id_of_certificate(signer.leaf), record.leaf)


def _store(context: Context, serial: str, sealed: Sealed, sealed_with: str, drawn_of: int) -> None:
    with context.database.writing() as session:
        record = certificates.find(session, serial, hold=True)
        if record is None or not record.life.to_be_drawn or record.leaf != drawn_of or record.file_leaf is not None:
            # Another worker was faster, or it was signed anew meanwhile, and this file has the credential of before.
            return
        change = lives.stored(record.life, sha256(sealed.content).hexdigest())
        if isinstance(change, Changed):
            certificates.keep_pdf(session, serial, sealed.content)
            certificates.keep_life(session, serial, change.life, sealed_with=sealed_with)
            filing.enter(session, context, serial, change.life.sha256)
            if sealed.time_stamped is False:
                details = {"pdf": change.life.sha256, "time_stamped": False}
                audit.append(session, context.now(), "system", "seal", serial, details)


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
        mails: act_mail.Mails = ()
        if not claims.replaces:
            # Of one that replaces another, its holder was told when it did.
            mails = act_mail.of_certificate(session, context, "certificate_issued", record, now, ground=claims.ground)
    act_mail.send(context, mails)
    return True
