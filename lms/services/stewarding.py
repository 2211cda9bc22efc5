"""What staff do to a certificate: each act is one transaction, with its reason in the audit log."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from lms.credentials import leaf as leaves
from lms.credentials import life as lives
from lms.credentials.leaf import Leaf
from lms.credentials.life import Changed, Declined, Grounds, Life
from lms.credentials.model import Claims, freeze
from lms.credentials.model import reissue as reissue_claims
from lms.credentials.serial import Serial, new_serial, parse
from lms.questions.quiz import Json
from lms.services import logbook
from lms.services.accounts.identity import known_form
from lms.services.certifying import evidence, intend, printable, unpack_design
from lms.services.context import Context
from lms.services.refusals import Conflict, Invalid, NotFound
from lms.store import accounts, audit, certificates, standings
from lms.store.certificates import CertificateRecord
from lms.store.locks import hold_account

LONGEST_REASON = 500

Step = Callable[[CertificateRecord, datetime], Changed | Declined]


def revoke(
    context: Context, actor: str, serial: str, reason: str, public: str = "", grounds: Grounds = Grounds.UNSTATED
) -> None:
    """End a certificate for good. Its page then says so, with the public text."""

    def step(record: CertificateRecord, now: datetime) -> Changed | Declined:
        kind = record.claims["kind"] if record.claims else ""
        return lives.revoked(record.life, kind, now, public, grounds)

    _act(context, actor, "revoke", serial, reason, public, step, {"grounds": grounds.value})


def suspend(context: Context, actor: str, serial: str, reason: str, public: str = "") -> None:
    """Set a certificate aside until it is reinstated or revoked."""

    def step(record: CertificateRecord, now: datetime) -> Changed | Declined:
        return lives.suspended(record.life, record.expires_at, now, public)

    _act(context, actor, "suspend", serial, reason, public, step)


def reinstate(context: Context, actor: str, serial: str, reason: str, public: str = "") -> None:
    """End a suspension."""
    _act(context, actor, "reinstate", serial, reason, public, lambda record, now: lives.reinstated(record.life))


def _act(
    context: Context,
    actor: str,
    act: str,
    serial: str,
    reason: str,
    public: str,
    step: Step,
    more: Mapping[str, Json] | None = None,
) -> None:
    check_texts(reason, public)
    with context.database.writing() as session:
        record = _held(certificates.find(session, _number(serial), hold=True))
        now = context.now()
        life = _made(step(record, now))
        certificates.keep_life(session, record.serial, life)
        details = {"reason": reason, "public": public, **(more or {})}
        leaf = _LEAVES[act](record.serial, now)
        logbook.enter(session, context, leaf, at=now, actor=actor, act=act, subject=record.serial, details=details)


_LEAVES: Mapping[str, Callable[[str, datetime], Leaf]] = {
    "revoke": leaves.revoked,
    "suspend": leaves.suspended,
    "reinstate": leaves.reinstated,
}


def check_texts(reason: str, public: str) -> None:
    if not reason.strip():
        raise Invalid("Give a reason for the record with --reason. It is never shown to the public.", field="reason")
    if max(len(reason), len(public)) > LONGEST_REASON:
        raise Invalid(f"A reason has at most {LONGEST_REASON} characters.", field="reason")


def _number(text: str) -> str:
    serial = parse(text)
    if not isinstance(serial, Serial):
        raise NotFound("That is not the number of a certificate. Look at it again: one character may be wrong.")
    return serial.text


def _held(record: CertificateRecord | None) -> CertificateRecord:
    if record is None:
        raise NotFound("There is no certificate with this number.")
    return record


def _made(change: Changed | Declined) -> Life:
    if isinstance(change, Declined):
        raise Conflict(change.reason)
    return change.life


def reissue(context: Context, actor: str, serial: str, name: str, reason: str, public: str = "") -> str:
    """The same award under a corrected name: a new number, and the old one says that it was replaced."""
    check_texts(reason, public)
    return _replace(context, actor, serial, name, reason, public)


def sign_again(context: Context, actor: str, serial: str, reason: str, public: str) -> str:
    """The same award under the same name, signed by the keys of today: a new number, and the old one says so."""
    check_texts(reason, public)
    return _replace(context, actor, serial, None, reason, public)


def _replace(context: Context, actor: str, serial: str, name: str | None, reason: str, public: str) -> str:
    with context.database.writing() as session:
        record = _held(certificates.find(session, _number(serial), hold=True))
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
        certificates.keep_life(session, record.serial, life)
        logbook.enter(
            session,
            context,
            leaves.replaced(record.serial, now, fresh.text),
            at=now,
            actor=actor,
            act="replace",
            subject=record.serial,
            details={"reason": reason, "public": public, "by": fresh.text},
        )
    context.enqueue("certificate", fresh.text)
    return fresh.text


def issue(context: Context, actor: str, email: str, credential_id: str, name: str, reason: str) -> str:
    """Promise a certificate by decision of staff, whatever the learner has done here; the reason is on record."""
    check_texts(reason, "")
    catalog = context.catalog()
    credential = catalog.credentials.get(credential_id)
    if credential is None:
        raise NotFound(
            f"There is no credential “{credential_id}”. There are: {', '.join(sorted(catalog.credentials))}."
        )
    with context.database.writing() as session:
        account = accounts.by_email(session, known_form(email))
        if account is None:
            raise NotFound(f"There is no account with the e-mail {email}. Add it with: lms user add {email} --name …")
        hold_account(session, account.id)
        held = [one for one in certificates.of_account(session, account.id) if one.credential == credential_id]
        if any(one.life.replaced is None and one.life.revoked is None and one.life.erased is None for one in held):
            raise Conflict(f"This person has it already: {held[-1].serial}.")
        now = context.now()
        standing = standings.of_account(session, account.id)
        # The holder has signed nothing here, so nothing of an agreement may be printed.
        unsigned = replace(credential, agreement="", agreement_title="")
        claims = freeze(
            catalog,
            unsigned,
            holder=printable(name, credential.design),
            serial=new_serial(secrets.token_bytes),
            salt=secrets.token_hex(16),
            issued=now,
            base_url=context.settings.base_url,
            evidence=evidence(catalog, credential, standing),
        )
        intend(session, claims, credential.design, account.id, now)
        details = {"reason": reason, "claims": claims.hash}
        audit.append(session, now, actor, "promise", claims.serial, details)
    context.enqueue("certificate", claims.serial)
    return claims.serial


def listing(context: Context) -> tuple[tuple[CertificateRecord, str | None, str], ...]:
    """Every certificate with its holder's e-mail and its status today, newest first."""
    now = context.now()
    with context.database.reading() as session:
        found = certificates.listing(session)
    return tuple((record, email, lives.status(record.life, record.expires_at, now).value) for record, email in found)
