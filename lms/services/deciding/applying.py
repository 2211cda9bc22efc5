"""Applying for a certification: a route, a name, a statement, the code signed; and taking it back."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.content.reading.model import Catalog, Credential
from lms.content.reading.schemes import Scheme
from lms.practice import applications as lives
from lms.practice.applications import Application, Changed, State
from lms.services.certifying import signing
from lms.services.certifying.claiming import printable
from lms.services.deciding import told
from lms.services.deciding.ways import Candidate, Way, candidate, reasons_of, scheme_of
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import ClosedDoor, Conflict, Invalid, NotFound
from lms.services.mail import act_mail
from lms.store import applications, audit, signatures
from lms.store.applications import Decision
from lms.store.locks import hold_account
from lms.store.personal import label
from lms.wording.phrases import _

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Filled:
    """What an applicant filled in. `signature` is their name as they typed it under what they sign."""

    route: str = ""
    name: str = ""
    truth: bool = False
    agree: bool = False
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Applied:
    """An application, and whether this request made it what it is."""

    application: Application
    created: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands with a certification: their newest application with its decisions, and their ways."""

    credential: Credential
    scheme: Scheme
    candidate: Candidate
    application: Application | None
    decisions: Sequence[Decision]


def standing(context: Context, person: Person, credential_id: str) -> Standing:
    """What the page for applying shows."""
    catalog = context.catalog()
    credential, scheme = scheme_of(catalog, credential_id)
    with context.database.reading() as session:
        mine = applications.of_account(session, person.id, credential_id)
        newest = mine[0] if mine else None
        under_way = newest if newest is not None and newest.under_way else None
        found = candidate(session, catalog.original, credential, scheme, person, under_way, context.now())
        decisions = () if newest is None else applications.decisions(session, newest.id)
    return Standing(credential, scheme, found, newest, decisions)


def apply(context: Context, person: Person, credential_id: str, filled: Filled) -> Applied:
    """Apply, or go on with what is under way. Asking again, also at the same instant, gives the same application."""
    catalog = context.catalog().original
    credential, scheme = scheme_of(catalog, credential_id)
    try:
        with context.database.writing() as session:
            applied, mails = _apply(session, context, catalog, credential, scheme, person, filled)
    except IntegrityError:
        with context.database.reading() as session:
            other = applications.under_way(session, person.id, credential_id)
        if other is None:
            raise Conflict(_("You have just applied from somewhere else. Please look at it again.")) from None
        return Applied(other, created=False)
    act_mail.send(context, mails)
    return applied


def _apply(
    session: Session,
    context: Context,
    catalog: Catalog,
    credential: Credential,
    scheme: Scheme,
    person: Person,
    filled: Filled,
) -> tuple[Applied, act_mail.Mails]:
    hold_account(session, person.id)
    now = context.now()
    under_way = applications.under_way(session, person.id, credential.id)
    if under_way is not None and under_way.state is State.COMPLETE:
        return Applied(under_way, created=False), ()
    found = candidate(session, catalog, credential, scheme, person, under_way, now)
    if found.held is not None and found.renewal is None:
        raise Conflict(_("You hold this certification already."))
    way = found.way(filled.route or ("" if under_way is None else under_way.route))
    if way is None:
        raise Invalid(_("Choose how you want to be admitted."), field="route")
    if under_way is not None and under_way.route != way.route:
        raise Conflict(_("You have applied by another way. Take that application back first."))
    if way.asks_registrar:
        return _state(session, context, person, credential, scheme, way, under_way, filled, now)
    if not way.open:
        raise ClosedDoor(_("You cannot apply yet."), way.reasons or reasons_of(found.ways))
    begun = under_way or _begun(person, credential, scheme, way, now)
    return _complete(session, context, person, credential, scheme, begun, filled, now, new=under_way is None)


def _state(
    session: Session,
    context: Context,
    person: Person,
    credential: Credential,
    scheme: Scheme,
    way: Way,
    under_way: Application | None,
    filled: Filled,
    now: datetime,
) -> tuple[Applied, act_mail.Mails]:
    """The statement of a route is signed; a registrar looks at it before anything else."""
    if not person.confirmed:
        raise ClosedDoor(_("You cannot apply yet."), way.reasons)
    signature = _signed(filled.signature)
    document = f"certificates/{credential.id}/routes/{way.route}"
    signatures.keep(session, person.id, document, _hash(way.statement), signature, now)
    if under_way is not None:
        return Applied(under_way, created=False), ()
    begun = _begun(person, credential, scheme, way, now, {"statement": way.statement, "stated_by": signature})
    applications.add(session, begun)
    _note(session, person, "apply", begun, now)
    return Applied(begun, created=True), ()


def _begun(
    person: Person,
    credential: Credential,
    scheme: Scheme,
    way: Way,
    now: datetime,
    claims: dict[str, str] | None = None,
) -> Application:
    id = secrets.token_hex(8)
    return Application(id, person.id, credential.id, way.route, scheme.hash, scheme.version, now, claims=claims or {})


def _complete(
    session: Session,
    context: Context,
    person: Person,
    credential: Credential,
    scheme: Scheme,
    begun: Application,
    filled: Filled,
    now: datetime,
    *,
    new: bool,
) -> tuple[Applied, act_mail.Mails]:
    name = printable(filled.name, credential.design)
    if not filled.truth:
        raise Invalid(_("Please say that what you state here is true."), field="truth")
    claims = {"name": name, "truth": True, "revision": context.catalog().revision}
    if credential.agreement:
        if not filled.agree:
            title = credential.agreement_title
            raise Invalid(_("Please read “%(agreement_title)s” and agree to it.", agreement_title=title), field="agree")
        claims |= {"agreement": credential.agreement, "signature": _signed(filled.signature)}
        signing.keep_code(session, person.id, credential.id, credential.agreement, str(claims["signature"]), now)
    change = lives.complete(begun, claims, scheme.within, now)
    if not isinstance(change, Changed):
        raise Conflict(change.reason)
    application = change.application
    (applications.add if new else applications.keep)(session, application)
    _note(session, person, "complete application", application, now)
    return Applied(application, created=True), told.of_application(session, context, "applied", application)


def withdraw(context: Context, person: Person, application_id: str) -> Application:
    """Take an application back. Doing so again changes nothing."""
    with context.database.writing() as session:
        hold_account(session, person.id)
        application = applications.find(session, application_id, hold=True)
        if application is None or application.account != person.id:
            raise NotFound(_("There is no such application here."))
        if application.state is State.WITHDRAWN:
            return application
        now = context.now()
        change = lives.withdraw(application, now)
        if not isinstance(change, Changed):
            raise Conflict(change.reason)
        applications.keep(session, change.application)
        _note(session, person, "withdraw application", change.application, now)
    return change.application


def mine(context: Context, person: Person) -> Sequence[Application]:
    """All that somebody applied for, the newest first."""
    with context.database.reading() as session:
        return applications.of_account(session, person.id)


def _signed(signature: str) -> str:
    name = " ".join(signature.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Invalid(_("Type your name to sign."), field="signature")
    return name


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _note(session: Session, person: Person, act: str, application: Application, now: datetime) -> None:
    details = {"credential": application.credential, "route": application.route, "scheme": application.scheme}
    audit.append(session, now, label(person.id), act, f"application:{application.id}", details)
