"""What staff do to a certificate: each act is one transaction, with its reason in the audit log."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from lms.credentials import leaf as leaves
from lms.credentials import life as lives
from lms.credentials.leaf import Leaf
from lms.credentials.life import Changed, Declined, Grounds, Life, Status
from lms.credentials.model import Claims
from lms.credentials.model import reissue as reissue_claims
from lms.credentials.report import public_reason
from lms.credentials.serial import new_serial
from lms.questions.quiz import Json
from lms.services.certifying import badging, signing, signing_anew
from lms.services.certifying.claiming import intend, printable, unpack_design
from lms.services.certifying.numbers import number_of
from lms.services.certifying.rights import Right, unasked
from lms.services.ground.context import Context
from lms.services.ground.reasons import check_texts
from lms.services.ground.refusals import Conflict, NotFound
from lms.services.log import logbook
from lms.services.mail import act_mail
from lms.store import applications, certificates
from lms.store.certificates import CertificateRecord

Step = Callable[[Session, CertificateRecord, datetime], Changed | Declined]


def revoke(
    context: Context,
    actor: str,
    serial: str,
    reason: str,
    public: str = "",
    grounds: Grounds = Grounds.UNSTATED,
    right: Right = unasked,
) -> None:
    """End a certificate for good. Its page then says so, with the public text."""

    def step(session: Session, record: CertificateRecord, now: datetime) -> Changed | Declined:
        kind = record.claims["kind"] if record.claims else ""
        signed = grounds is Grounds.CONDUCT and signing.has_signed_code(session, record)
        return lives.revoked(record.life, kind, now, public, grounds, signed_code=signed)

    _act(context, actor, "revoke", serial, reason, public, step, right, {"grounds": grounds.value})


def suspend(context: Context, actor: str, serial: str, reason: str, public: str = "", right: Right = unasked) -> None:
    """Set a certificate aside until it is reinstated or revoked."""

    def step(_session: Session, record: CertificateRecord, now: datetime) -> Changed | Declined:
        return lives.suspended(record.life, record.expires_at, now, public)

    _act(context, actor, "suspend", serial, reason, public, step, right)


def reinstate(context: Context, actor: str, serial: str, reason: str, public: str = "", right: Right = unasked) -> str:
    """End a suspension. Where its bit is final, the certificate is signed anew: then its number, for its new file."""
    check_texts(reason, public)
    badging.make_ready()
    with context.database.writing() as session:
        record = _held(certificates.find(session, number_of(serial), hold=True))
        asked = right(session, record)
        now = context.now()
        anew = signing_anew.is_needed(record)
        life = _made(lives.reinstated(record.life, anew=anew))
        fresh = signing_anew.sign(session, context, record) if anew else None
        details = {"reason": reason, "public": public, **(fresh.details if fresh else {}), **asked}
        leaf = leaves.reinstated(record.serial, now, fresh.credential if fresh else "")
        n = logbook.enter(
            session, context, leaf, at=now, actor=actor, act="reinstate", subject=record.serial, details=details
        )
        if fresh is not None:
            signing_anew.keep(session, record.serial, fresh, n, now)
        certificates.keep_life(session, record.serial, life)
        ended = lives.status(life, record.expires_at, now) is Status.EXPIRED
        mails = act_mail.of_certificate(
            session, context, "certificate_reinstated", record, now, reason=public, ended=ended, anew=anew
        )
    act_mail.send(context, mails)
    if not anew:
        return ""
    context.enqueue("certificate", record.serial)
    return record.serial


def _act(
    context: Context,
    actor: str,
    act: str,
    serial: str,
    reason: str,
    public: str,
    step: Step,
    right: Right,
    more: Mapping[str, Json] | None = None,
) -> None:
    check_texts(reason, public)
    with context.database.writing() as session:
        record = _held(certificates.find(session, number_of(serial), hold=True))
        asked = right(session, record)
        now = context.now()
        life = _made(step(session, record, now))
        certificates.keep_life(session, record.serial, life)
        details = {"reason": reason, "public": public, **(more or {}), **asked}
        leaf = _LEAVES[act](record.serial, now)
        logbook.enter(session, context, leaf, at=now, actor=actor, act=act, subject=record.serial, details=details)
        # Of an act the holder is told what anybody may read of it, and nothing that is for the record.
        kind = {"revoke": "certificate_revoked", "suspend": "certificate_suspended"}[act]
        mails = act_mail.of_certificate(session, context, kind, record, now, reason=public_reason(life))
    act_mail.send(context, mails)


_LEAVES: Mapping[str, Callable[[str, datetime], Leaf]] = {"revoke": leaves.revoked, "suspend": leaves.suspended}


def _held(record: CertificateRecord | None) -> CertificateRecord:
    if record is None:
        raise NotFound("There is no certificate with this number.")
    return record


def _made(change: Changed | Declined) -> Life:
    if isinstance(change, Declined):
        raise Conflict(change.reason)
    return change.life


def reissue(
    context: Context, actor: str, serial: str, name: str, reason: str, public: str = "", right: Right = unasked
) -> str:
    """The same award under a corrected name: a new number, and the old one says that it was replaced."""
    check_texts(reason, public)
    return _replace(context, actor, serial, name, reason, public, right)


def sign_again(context: Context, actor: str, serial: str, reason: str, public: str) -> str:
    """The same award under the same name, signed by the keys of today: a new number, and the old one says so."""
    check_texts(reason, public)
    return _replace(context, actor, serial, None, reason, public, unasked)


def _replace(
    context: Context, actor: str, serial: str, name: str | None, reason: str, public: str, right: Right
) -> str:
    with context.database.writing() as session:
        record = _held(certificates.find(session, number_of(serial), hold=True))
        asked = right(session, record)
        if record.account_id is None or record.claims is None:
            raise Conflict("Its holder's account is gone, so there is nobody to issue a new one to.")
        now = context.now()
        fresh = new_serial(secrets.token_bytes)
        life = _made(lives.replaced(record.life, now, fresh.text, record.expires_at, public))
        design = unpack_design(certificates.design(session, record.design))
        former = Claims.from_json(record.claims)
        claims = reissue_claims(
            former,
            holder=former.holder if name is None else printable(name, design),
            serial=fresh,
            salt=secrets.token_hex(16),
            base_url=context.settings.base_url,
            at=now,
        )
        intend(session, claims, design, record.account_id, now)
        applications.rests_too(session, claims.serial, record.serial)
        certificates.keep_life(session, record.serial, life)
        logbook.enter(
            session,
            context,
            leaves.replaced(record.serial, now, fresh.text),
            at=now,
            actor=actor,
            act="replace",
            subject=record.serial,
            details={"reason": reason, "public": public, "by": fresh.text, **asked},
        )
        mails = act_mail.of_certificate(
            session,
            context,
            "certificate_replaced",
            record,
            now,
            holder=claims.holder,
            new_number=fresh.text,
            new_page=f"{context.settings.base_url}/certificates/{fresh.text}",
            reason=public,
        )
    act_mail.send(context, mails)
    context.enqueue("certificate", fresh.text)
    return fresh.text
