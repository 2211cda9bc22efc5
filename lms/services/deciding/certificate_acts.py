"""What a registrar and a decider do to a certificate of a scheme: by duty, with its effect told before.

To correct a name and to set a certificate aside are one person's acts. To end one for good is proposed by one and
confirmed by another; the holder is told five days ahead, but where they asked for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from lms.credentials import life as lives
from lms.credentials.dates import in_words
from lms.credentials.life import Declined, Grounds
from lms.practice import acts
from lms.practice.duties import Act, Allowed, Thing
from lms.questions.quiz import Json
from lms.services.appointing import asking, proposing
from lms.services.appointing.asking import NoDuty
from lms.services.appointing.recording import checked_reason, record
from lms.services.certifying import signing, stewarding
from lms.services.certifying.numbers import number_of
from lms.services.certifying.rights import Right
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.reasons import LONGEST_REASON
from lms.services.ground.refusals import Conflict, Invalid, NotFound
from lms.services.mail import act_mail
from lms.store import audit_search, certificates, proposals
from lms.store.audit_search import Sought
from lms.store.certificates import CertificateRecord
from lms.store.personal import label
from lms.store.proposals import Proposal

NOTICE = timedelta(days=5)
ANNOUNCED = "announced"
"""A revocation that is confirmed, and whose day is still to come."""

GROUNDS = {one.name.lower(): one for one in Grounds if one is not Grounds.UNSTATED}
NOBODY = "There is no certificate with this number."


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody filled in: the reason for the record, what may be shown, the grounds, and a corrected name."""

    reason: str = ""
    public: str = ""
    grounds: str = ""
    name: str = ""


def thing_of(serial: str, certificate: CertificateRecord | None, proposed_by: int | None = None) -> Thing:
    """A certificate as acts are asked about it. One that is not there belongs to no scheme, so that none is told of."""
    schemes = (certificate.credential,) if certificate is not None else ()
    person = certificate.account_id if certificate is not None else None
    return Thing("certificate", serial, schemes, person=person, proposed_by=proposed_by)


def correct(ctx: Context, person: Person, serial: str, sent: Sent) -> str:
    """The same award under a corrected name; its new number."""
    number, right = number_of(serial), _right(ctx, person, acts.CORRECT_CERTIFICATE)
    reason, public = _texts_of(ctx, number, right, sent)
    return _replaced_before(ctx, person, number, sent, reason, public) or stewarding.reissue(
        ctx, label(person.id), number, sent.name, reason, public, right
    )


def suspend(ctx: Context, person: Person, serial: str, sent: Sent) -> None:
    """Set it aside at once."""
    number, right = number_of(serial), _right(ctx, person, acts.SUSPEND_CERTIFICATE)
    reason, public = _texts_of(ctx, number, right, sent)
    if _done_before(ctx, person, "suspend", number, reason, public) is None:
        stewarding.suspend(ctx, label(person.id), number, reason, public, right)


def reinstate(ctx: Context, person: Person, serial: str, sent: Sent) -> None:
    """End that."""
    number, right = number_of(serial), _right(ctx, person, acts.REINSTATE_CERTIFICATE)
    reason, public = _texts_of(ctx, number, right, sent)
    if _done_before(ctx, person, "reinstate", number, reason, public) is None:
        stewarding.reinstate(ctx, label(person.id), number, reason, public, right)


def propose_revocation(ctx: Context, person: Person, serial: str, sent: Sent, *, operator: str = "") -> Proposal:
    """Propose to end it for good. Nothing changes until somebody else confirms. The command names its operator."""
    number = number_of(serial)
    with ctx.database.writing() as session:
        certificate = certificates.find(session, number, hold=True)
        thing_asked = thing_of(number, certificate)
        allowed = asking.require(ctx, session, person, acts.REVOKE_CERTIFICATE, thing_asked, shell=bool(operator))
        reason, public = _texts(sent)
        if sent.grounds not in GROUNDS:
            raise Invalid("Choose the grounds for the revocation.", "grounds")
        _require_can_end(session, certificate, GROUNDS[sent.grounds], ctx.now())
        body = {"public": public, "grounds": sent.grounds}
        name, thing = acts.REVOKE_CERTIFICATE.name, f"certificate:{number}"
        latest = proposals.latest_of(session, name, thing)
        if latest is not None and latest.outcome == ANNOUNCED:
            raise Conflict(f"It is revoked already, as of {in_words(effective(latest))}.")
        made, is_new = proposing.propose(ctx, session, person, allowed, name, thing, reason, body)
        if is_new:
            act = "propose revocation"
            record(session, ctx, person, allowed, act, number, reason=reason, operator=operator, details=body)
    return made


def answer(ctx: Context, person: Person, serial: str, confirmed: bool, reason: str = "") -> datetime | None:
    """Confirm a proposed revocation, or decline it; when it takes effect, None where it does not.

    Where the holder asked for it, it does at once; else the holder is told, and has five days to answer.
    """
    number = number_of(serial)
    with ctx.database.writing() as session:
        certificate = certificates.find(session, number, hold=True)
        waits = proposals.open_of(session, acts.REVOKE_CERTIFICATE.name, f"certificate:{number}")
        thing = thing_of(number, certificate, waits.by if waits else None)
        allowed = asking.require(ctx, session, person, acts.CONFIRM_REVOCATION, thing)
        if waits is None or certificate is None:
            return _answered_before(session, person, f"certificate:{number}", confirmed)
        why = waits.reason if confirmed else checked_reason(reason)
        now = ctx.now()
        at_once = GROUNDS[waits.body["grounds"]] is Grounds.REQUEST
        ends = None if not confirmed else now if at_once else now + NOTICE
        outcome = ANNOUNCED if confirmed else proposing.DECLINED
        proposing.settle(ctx, session, waits, person, outcome)
        details: dict[str, Json] = {"proposed_by": label(waits.by) if waits.by else None, **waits.body}
        act = "announce revocation" if confirmed else "decline revocation"
        record(session, ctx, person, allowed, act, number, reason=why, details=details)
        mails = () if ends is None or at_once else _announce(session, ctx, certificate, waits, ends)
    act_mail.send(ctx, mails)
    if at_once and confirmed:
        revoke_due(ctx)
    return ends


def _answered_before(session: Session, person: Person, thing: str, confirmed: bool) -> datetime | None:
    """What this very person answered before in the same way."""
    latest = proposals.latest_of(session, acts.REVOKE_CERTIFICATE.name, thing)
    outcomes = (ANNOUNCED, proposing.CONFIRMED) if confirmed else (proposing.DECLINED,)
    if latest is None or latest.settled_by != person.id or latest.outcome not in outcomes:
        raise Conflict("No revocation of this certificate is proposed.")
    return effective(latest) if confirmed else None


def revoke_due(ctx: Context) -> int:
    """Carry out the revocations whose day has come; how many. Each is one transaction, and done once."""
    with ctx.database.reading() as session:
        due = [one for one in proposals.with_outcome(session, ANNOUNCED) if effective(one) <= ctx.now()]
    return sum(_revoke(ctx, one) for one in due)


def _revoke(ctx: Context, one: Proposal) -> bool:
    def right(session: Session, _record: CertificateRecord) -> Mapping[str, Json]:
        if not proposals.change_outcome(session, one.id, ANNOUNCED, proposing.CONFIRMED):
            raise Conflict("It is carried out already.")
        confirmed_by = label(one.settled_by) if one.settled_by else None
        return {"duty": one.duty, "scheme": one.scheme, "confirmed_by": confirmed_by}

    serial, grounds = one.thing.partition(":")[2], GROUNDS[one.body["grounds"]]
    actor = label(one.by) if one.by else "system"
    try:
        stewarding.revoke(ctx, actor, serial, one.reason, one.body["public"], grounds, right)
    except (Conflict, NotFound):
        with ctx.database.writing() as session:
            proposals.change_outcome(session, one.id, ANNOUNCED, "overtaken")
        return False
    return True


def effective(one: Proposal) -> datetime:
    """When a revocation that was confirmed takes effect."""
    settled = one.settled_at or one.at
    return settled if GROUNDS[one.body["grounds"]] is Grounds.REQUEST else settled + NOTICE


def _right(ctx: Context, person: Person, act: Act) -> Right:
    """Asked within the transaction of the act."""

    def right(session: Session, certificate: CertificateRecord) -> Mapping[str, Json]:
        allowed: Allowed = asking.require(ctx, session, person, act, thing_of(certificate.serial, certificate))
        return {"duty": allowed.duty, "scheme": allowed.scheme}

    return right


def _require_can_end(session: Session, certificate: CertificateRecord | None, grounds: Grounds, now: datetime) -> None:
    if certificate is None:
        raise NotFound(NOBODY)
    kind = certificate.claims["kind"] if certificate.claims else ""
    signed = grounds is Grounds.CONDUCT and signing.has_signed_code(session, certificate)
    change = lives.revoked(certificate.life, kind, now, "", grounds, signed_code=signed)
    if isinstance(change, Declined):
        raise Conflict(change.reason)


def _announce(
    session: Session, ctx: Context, certificate: CertificateRecord, waits: Proposal, ends: datetime
) -> act_mail.Mails:
    facts = {"effective": in_words(ends), "reason": waits.body["public"] or GROUNDS[waits.body["grounds"]].value}
    return act_mail.of_certificate(session, ctx, "certificate_to_be_revoked", certificate, ctx.now(), **facts)


def _done_before(
    ctx: Context, person: Person, act: str, serial: str, reason: str, public: str
) -> Mapping[str, Json] | None:
    """What is written of this very act, where it was the last that was done here: sent again, it is answered alike."""
    with ctx.database.reading() as session:
        newest = audit_search.some(session, Sought(thing=serial), 0, 1)
    for entry in newest:
        told = entry.details
        if (entry.actor, entry.act, told.get("reason"), told.get("public")) == (label(person.id), act, reason, public):
            return dict(told)
    return None


def _replaced_before(ctx: Context, person: Person, serial: str, sent: Sent, reason: str, public: str) -> str:
    """The number under which this person corrected it before, to the same name."""
    told = _done_before(ctx, person, "replace", serial, reason, public)
    if told is None:
        return ""
    with ctx.database.reading() as session:
        fresh = certificates.find(session, str(told["by"]))
    same = fresh is not None and fresh.claims and fresh.claims["holder"] == " ".join(sent.name.split())
    return str(told["by"]) if same else ""


def _texts_of(ctx: Context, serial: str, right: Right, sent: Sent) -> tuple[str, str]:
    """What was filled in, looked at once the person may: whoever may not is told of nothing else."""
    with ctx.database.reading() as session:
        certificate = certificates.find(session, serial)
        if certificate is None:
            raise NoDuty
        right(session, certificate)
    return _texts(sent)


def _texts(sent: Sent) -> tuple[str, str]:
    public = " ".join(sent.public.split())
    if len(public) > LONGEST_REASON:
        raise Invalid(f"What is shown has at most {LONGEST_REASON} characters.", "public")
    return checked_reason(sent.reason), public
