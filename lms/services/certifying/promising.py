"""A certificate that staff promise to a person: for what was shown, or by decision, which it then says."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from lms.content.reading.model import Catalog, Credential
from lms.credentials.model import Claims, freeze
from lms.credentials.serial import new_serial
from lms.services.accounts.identity import known_form
from lms.services.certifying import awarding, endorsing
from lms.services.certifying.claiming import evidence, intend, printable
from lms.services.ground import renamed
from lms.services.ground.context import Context
from lms.services.ground.reasons import check_texts
from lms.services.ground.refusals import Conflict, NotFound
from lms.services.log import logbook
from lms.store import accounts, audit, certificates
from lms.store.accounts import Account
from lms.store.certificates import CertificateRecord
from lms.store.locks import hold_account
from lms.store.personal import label


@dataclass(frozen=True, slots=True)
class Award:
    """Which certificate an account gets, under which name; `ground` says the decision, where it rests on one."""

    credential: Credential
    account: int
    name: str
    ground: str


def issue(
    context: Context,
    actor: str,
    email: str,
    credential_id: str,
    name: str,
    reason: str,
    awarded_for: str = "",
    confirmed_by: str = "",
) -> str:
    """Promise a certificate to a person; the reason is on record, and who confirmed it where somebody did.

    Who has met every requirement gets an ordinary one. Else it is an award by decision, and says so: `awarded_for`
    stands where the criteria would.
    """
    check_texts(reason, "")
    catalog = context.catalog()
    credential = _offered(catalog, credential_id)
    if credential_id in catalog.schemes:
        raise Conflict("This certification has a scheme: somebody decides about an application, on /staff/decisions.")
    ground = awarding.ground_of(awarded_for, credential.design)
    with context.database.writing() as session:
        account = _account(session, email)
        claims = promise(session, context, catalog, Award(credential, account.id, name, ground))
        details = {"reason": reason, "claims": claims.hash, **({"by": "decision"} if ground else {})}
        if confirmed_by:
            details["confirmed_by"] = label(_confirming(session, confirmed_by, account))
        audit.append(session, context.now(), actor, "promise", claims.serial, details)
    context.enqueue("certificate", claims.serial)
    return claims.serial


def promise(session: Session, context: Context, catalog: Catalog, award: Award) -> Claims:
    """Promise it within the transaction of the act; the caller writes the act down, and has the certificate made."""
    credential, ground = award.credential, award.ground
    hold_account(session, award.account)
    everything = certificates.of_account(session, award.account)
    held = [one for one in everything if one.credential == credential.id]
    refuse_what_is_held(held)
    now = context.now()
    logbook.require_open(session, context, now)
    standing = renamed.standing_of(session, catalog, award.account)
    signed = not ground and awarding.has_signed(credential, held)
    if not ground:
        awarding.refuse_what_was_not_shown(catalog, credential, standing, signed)
    # What the holder has not signed here must not be printed.
    basis = next((one for one in reversed(everything) if one.credential == endorsing.basis_id(credential)), None)
    rests = endorsing.ground_of(credential, basis, now)
    if credential.endorses and rests is None:
        raise Conflict(f"This person holds no valid certificate of {credential.endorses}, on which it would rest.")
    claims = freeze(
        catalog,
        credential if signed else replace(credential, agreement="", agreement_title=""),
        holder=printable(award.name, credential.design),
        serial=new_serial(secrets.token_bytes),
        salt=secrets.token_hex(16),
        issued=now,
        base_url=context.settings.base_url,
        evidence=evidence(catalog, credential, standing) + ((rests.evidence,) if rests else ()),
        ground=ground,
        zone=context.settings.zone,
        endorses=None if rests is None else rests.endorsed,
    )
    intend(session, claims, credential.design, award.account, now)
    return claims


def refuse_what_is_held(held: Sequence[CertificateRecord]) -> None:
    """Nobody holds two of one certificate: of these, each has to be replaced, revoked or erased."""
    if any(one.life.replaced is None and one.life.revoked is None and one.life.erased is None for one in held):
        raise Conflict(f"This person has it already: {held[-1].serial}.")


def _confirming(session: Session, email: str, recipient: Account) -> int:
    """Who confirms an award: somebody with an account here, and never whom it is awarded to."""
    confirming = _account(session, email)
    if confirming.id == recipient.id:
        raise Conflict("Nobody confirms an award to themselves.")
    return confirming.id


def _offered(catalog: Catalog, credential_id: str) -> Credential:
    credential = catalog.credentials.get(credential_id)
    if credential is None:
        raise NotFound(
            f"There is no credential “{credential_id}”. There are: {', '.join(sorted(catalog.credentials))}."
        )
    return credential


def _account(session: Session, email: str) -> Account:
    account = accounts.by_email(session, known_form(email))
    if account is None:
        raise NotFound(f"There is no account with the e-mail {email}. Add it with: lms user add {email} --name …")
    return account
