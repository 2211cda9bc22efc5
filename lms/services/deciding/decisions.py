"""Decisions about applications, by a person who is neither the applicant nor had a hand in their questions."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms.content.reading.model import Catalog
from lms.credentials.model import Claims, freeze
from lms.credentials.serial import new_serial
from lms.practice import acts
from lms.practice import applications as lives
from lms.practice.applications import Application, Changed, Ground, Outcome, State
from lms.practice.duties import Act, Allowed
from lms.services.appointing.asking import require
from lms.services.appointing.recording import checked_reason, record
from lms.services.certifying.claiming import intend
from lms.services.deciding import batches, told
from lms.services.deciding.hands import thing_of
from lms.services.deciding.ways import Way, candidate, person_of, scheme_of
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, Invalid, NotFound
from lms.services.log import logbook
from lms.services.mail import act_mail
from lms.store import accounts, applications
from lms.store.applications import Decision
from lms.store.locks import hold_account

_ACTS: dict[Outcome, Act] = {
    Outcome.CERTIFIED: acts.CERTIFY,
    Outcome.REFUSED: acts.REFUSE,
    Outcome.RETURNED: acts.RETURN_APPLICATION,
}


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, the certificate that is promised by it, and whether this request made it."""

    decision: Decision
    serial: str
    created: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody decides: a refusal has a ground of the list, and each but a certification a reason."""

    outcome: Outcome
    reason: str = ""
    ground: str = ""
    batch: str | None = None


def choice_of(outcome: str, reason: str = "", ground: str = "", batch: str | None = None) -> Choice:
    """What was sent, checked; Invalid names the field."""
    try:
        wanted = Outcome(outcome)
    except ValueError:
        raise Invalid("Choose certified, refused or returned.", "outcome") from None
    if wanted is Outcome.REFUSED and ground not in [one.value for one in Ground]:
        raise Invalid(f"An application is refused only for {', '.join(one.value for one in Ground)}.", "ground")
    said = checked_reason(reason) if wanted is not Outcome.CERTIFIED or reason.strip() else ""
    return Choice(wanted, said, ground if wanted is Outcome.REFUSED else "", batch)


def decide_as_sent(
    context: Context, person: Person, application_id: str, outcome: str, reason: str = "", ground: str = ""
) -> Decided:
    """Decide by what was filled in, which is looked at only once this person may see the application."""
    catalog = context.catalog().original
    with context.database.reading() as session:
        thing = thing_of(session, catalog, applications.find(session, application_id), person.id)
        require(context, session, person, acts.SEE_APPLICATION, thing)
    return decide(context, person, application_id, choice_of(outcome, reason, ground))


def decide(context: Context, person: Person, application_id: str, choice: Choice) -> Decided:
    """Decide, once: whoever decides the same again gets what was decided, and anything else is a Conflict."""
    with context.database.writing() as session:
        decided, mails = _decide(session, context, person, application_id, choice)
    _follow_up(context, [decided], mails)
    return decided


def decide_all(context: Context, person: Person, application_ids: Sequence[str]) -> Sequence[Decided]:
    """Certify several at once, all or none: one that is unusual, or that somebody else decides, is named instead.

    Whoever sends the same again gets what was decided.
    """
    asked = list(dict.fromkeys(application_ids))
    if not asked:
        raise Invalid("Tick at least one application.", "applications")
    choice = Choice(Outcome.CERTIFIED, batch=secrets.token_hex(8))
    with context.database.writing() as session:
        found = [one for id in asked if (one := applications.find(session, id)) is not None]
        # All are held before the first is decided, in one order, so that two who decide at once never wait in a ring.
        for account in sorted({one.account for one in found}):
            hold_account(session, account)
        batches.refuse_what_is_not_plain(session, context, person, asked)
        made = [_decide(session, context, person, id, choice) for id in asked]
    decided = [one for one, _mails in made]
    _follow_up(context, decided, tuple(mail for _one, mails in made for mail in mails))
    return decided


def _follow_up(context: Context, decided: Sequence[Decided], mails: act_mail.Mails) -> None:
    act_mail.send(context, mails)
    for one in decided:
        if one.created and one.serial:
            context.enqueue("certificate", one.serial)


def _decide(
    session: Session, context: Context, person: Person, application_id: str, choice: Choice
) -> tuple[Decided, act_mail.Mails]:
    application = applications.find(session, application_id)
    if application is not None:
        hold_account(session, application.account)
        application = applications.find(session, application_id, hold=True)
    catalog = context.catalog().original
    allowed = require(
        context, session, person, _ACTS[choice.outcome], thing_of(session, catalog, application, person.id)
    )
    if application is None:
        raise NotFound("There is no such application.")
    before = _same_again(session, person, application, choice)
    if before is not None:
        return before, ()
    now = context.now()
    change = lives.decide(application, choice.outcome, now)
    if not isinstance(change, Changed):
        raise Conflict(change.reason)
    n = len(applications.decisions(session, application.id)) + 1
    decision = Decision(
        application.id,
        n,
        person.id,
        allowed.duty,
        choice.outcome.value,
        choice.ground,
        choice.reason,
        choice.batch,
        now,
    )
    applications.decide(session, decision)
    applications.keep(session, change.application)
    serial = ""
    if choice.outcome is Outcome.CERTIFIED:
        serial = _promise(session, context, catalog, application, decision, now)
    _write_down(session, context, person, allowed, application, decision, serial)
    return Decided(decision, serial, created=True), _tell(session, context, change.application, choice)


def _same_again(session: Session, person: Person, application: Application, choice: Choice) -> Decided | None:
    """What this very person decided before in the same way; None where it is still to be decided."""
    if application.state is State.COMPLETE:
        return None
    decisions = applications.decisions(session, application.id)
    last = decisions[-1] if decisions else None
    if last is None or application.state.value != last.outcome:
        return None
    if (last.by, last.outcome, last.ground) == (person.id, choice.outcome.value, choice.ground):
        return Decided(last, applications.serial_of(session, last), created=False)
    raise Conflict(f"Somebody has decided already: {last.outcome}.")


def _promise(
    session: Session, context: Context, catalog: Catalog, application: Application, decision: Decision, now: datetime
) -> str:
    """Promise the certificate: what it asks for is looked at once more, as it is at this moment."""
    credential, scheme = scheme_of(catalog, application.credential)
    applicant = _applicant(session, application)
    found = candidate(session, catalog, credential, scheme, applicant, application, now)
    way = found.way(application.route)
    if way is None or not way.open:
        missing = [] if way is None else [f"“{reason.title}”" for reason in way.reasons]
        raise Conflict(f"Not met any more: {', '.join(missing) or application.route}. Return it, or refuse it.")
    logbook.require_open(session, context, now)
    claims = freeze(
        catalog,
        credential,
        holder=str(application.claims["name"]),
        serial=new_serial(secrets.token_bytes),
        salt=secrets.token_hex(16),
        issued=now,
        base_url=context.settings.base_url,
        evidence=way.evidence,
        renews=_former(way),
        ground=way.ground,
        zone=context.settings.zone,
    )
    intend(session, claims, credential.design, application.account, now)
    applications.rest_on(session, claims.serial, decision)
    return claims.serial


def _former(way: Way) -> Claims | None:
    return None if way.renewal is None else Claims.from_json(way.renewal.former.claims)


def _applicant(session: Session, application: Application) -> Person:
    account = accounts.held(session, application.account)
    if account is None:
        raise NotFound("There is no such application.")
    return person_of(account)


def _write_down(
    session: Session,
    context: Context,
    person: Person,
    allowed: Allowed,
    application: Application,
    decision: Decision,
    serial: str,
) -> None:
    act = _ACTS[Outcome(decision.outcome)]
    details = {
        "decision": decision.id,
        "ground": decision.ground,
        "batch": decision.batch,
        "certificate": serial,
        "scheme_hash": application.scheme,
        "scheme_version": application.version,
        "route": application.route,
    }
    subject = f"application:{application.id}"
    record(session, context, person, allowed, act.name, subject, reason=decision.reason, details=details)


def _tell(session: Session, context: Context, application: Application, choice: Choice) -> act_mail.Mails:
    ground = Ground(choice.ground).words if choice.ground else ""
    return told.of_application(session, context, choice.outcome.value, application, reason=choice.reason, ground=ground)
