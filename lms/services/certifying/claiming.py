"""A learner's certificates: what is ready, claiming it under the name to be printed, and having it."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.content.reading.model import Catalog, Credential, Design
from lms.credentials import life as lives
from lms.credentials.dates import in_words
from lms.credentials.fonts import of_design
from lms.credentials.life import Making, Status
from lms.credentials.model import Claims, Evidence, freeze
from lms.credentials.names import NotAName, check_name
from lms.credentials.report import ON_HOLD, Report
from lms.credentials.serial import Serial, new_serial, parse
from lms.progress.fulfilled import fulfilled
from lms.progress.gates import Closed, Gate, Reason, credential_gate
from lms.progress.names import title_of
from lms.progress.standing import Standing
from lms.questions.quiz import Json
from lms.services.assessing.renewing import Renewal, evidence_of, renewal_of
from lms.services.certifying import endorsing, on_hold, signing, verifying
from lms.services.ground import renamed
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import ClosedDoor, Conflict, Invalid, NotFound
from lms.services.log import kept_head, logbook
from lms.store import certificates
from lms.store.attempts import AttemptRecord
from lms.store.certificates import CertificateRecord
from lms.store.listing import sought
from lms.store.locks import hold_account
from lms.store.prepared import Reader
from lms.wording.phrases import _


@dataclass(frozen=True, slots=True)
class Holding:
    """A credential as it stands for one learner: closed, ready, preparing or issued.

    With `new_file` it was signed anew, and its newest file is still being prepared; it counts meanwhile.
    `renewal` is the door to the next period, None while there is nothing to renew. Where it is open, claim it.
    `decide_by` is until when a person decides about what was applied for.
    The days of its claims count in `zone`.
    """

    credential: Credential | None
    credential_id: str
    title: str
    state: str
    reasons: tuple[Reason, ...] = ()
    serial: str | None = None
    status: Status | None = None
    holder: str = ""
    issued: datetime | None = None
    expires: datetime | None = None
    ends_soon: bool = False
    new_file: bool = False
    renewal: Gate | None = None
    zone: str = ""
    decide_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    holding: Holding
    created: bool


@dataclass(frozen=True, slots=True)
class HolderPage:
    """What the holder sees: the report that a stranger gets, and the claims behind it."""

    holding: Holding
    report: Report
    claims: Claims | None


def mine(context: Context, person: Person) -> tuple[Holding, ...]:
    """Every credential of the catalog for this learner, and those they hold that are no longer offered.

    What is still to do is named as its own pages name it for this reader; what is issued, as it is issued.
    """
    kept_head.require(context)
    said = context.catalog()
    catalog = said.original
    now = context.now()
    reader = context.database.engine
    standing = renamed.standing_of(reader, catalog, person.id)
    held = certificates.of_account(reader, person.id)
    current = {record.credential: record for record in held if _counts(record)}
    tried = _attempts(reader, catalog, person, current, now)
    offered = tuple(
        _holding(said, credential, current, standing, person, now, tried) for credential in catalog.credentials.values()
    )
    gone = tuple(_held(None, record, now) for id, record in current.items() if id not in catalog.credentials)
    return _as_strangers_are_told(context, offered + gone)


def _as_strangers_are_told(context: Context, holdings: Sequence[Holding]) -> tuple[Holding, ...]:
    """What is issued has the status that the log bears out, whatever its row says."""
    serials = [one.serial for one in holdings if one.serial is not None and one.status is not None]
    told = dict(zip(serials, verifying.reports_on(context, serials), strict=True))
    return tuple(_as_told(one, told[one.serial]) if one.serial in told else one for one in holdings)


def _as_told(held: Holding, report: Report) -> Holding:
    """An endorsement has no row that says whether it rests on something: its report does."""
    if report.trusted and report.status is not Status.LAPSED:
        return held
    return replace(held, status=report.status, ends_soon=False)


def _counts(record: CertificateRecord) -> bool:
    """Whether a certificate stands for its holder's claim to it; an erased one does not, unless it was taken back."""
    life = record.life
    return life.replaced is None and (life.erased is None or life.revoked is not None or life.suspended is not None)


def _attempts(
    reader: Reader, catalog: Catalog, person: Person, current: Mapping[str, CertificateRecord], now: datetime
) -> tuple[AttemptRecord, ...]:
    """The person's attempts, read only where some certificate can be renewed."""
    renewable = any(
        renewal_of(credential, current.get(credential.id), (), now) is not None
        for credential in catalog.credentials.values()
    )
    return renamed.attempts_of(reader, catalog, person.id) if renewable else ()


def _holding(
    catalog: Catalog,
    credential: Credential,
    current: Mapping[str, CertificateRecord],
    standing: Standing,
    person: Person,
    now: datetime,
    tried: Sequence[AttemptRecord],
) -> Holding:
    record = current.get(credential.id)
    if record is not None:
        renewal = renewal_of(credential, record, tried, now, catalog.schemes.get(credential.id))
        held = _held(credential, record, now)
        if renewal is None:
            return held
        return replace(held, renewal=gate_of(catalog, credential, standing, person, renewal))
    ground = endorsing.ground_of(credential, current.get(endorsing.basis_id(credential)), now)
    gate = endorsing.with_basis(catalog, credential, gate_of(catalog, credential, standing, person), ground)
    if isinstance(gate, Closed):
        return Holding(credential, credential.id, credential.title, "closed", gate.reasons)
    return Holding(credential, credential.id, credential.title, "ready")


def gate_of(
    catalog: Catalog, credential: Credential, standing: Standing, person: Person, renewal: Renewal | None = None
) -> Gate:
    if renewal is None:
        return credential_gate(catalog, credential, standing, person.confirmed)
    if renewal.over is not None:
        message = _(
            "It could be renewed until %(day)s. From now on it is applied for anew.", day=in_words(renewal.over)
        )
        return Closed((Reason("renewal", "", credential.title, message, until=renewal.over),))
    return credential_gate(catalog, credential, standing, person.confirmed, renewal.met, renewal.untold)


def _held(credential: Credential | None, record: CertificateRecord, now: datetime) -> Holding:
    claims = _readable(record)
    made = record.life.making is Making.ISSUED
    return Holding(
        credential=credential,
        credential_id=record.credential,
        title=claims.title if claims else record.credential,
        state="issued" if made else "preparing",
        serial=record.serial,
        status=lives.status(record.life, record.expires_at, now) if made else None,
        holder=claims.holder if claims else "",
        issued=claims.issued if claims else None,
        expires=record.expires_at,
        zone=claims.zone if claims else "",
        ends_soon=lives.expires_soon(record.life, record.expires_at, now, lives.RENEWAL_WINDOW),
        new_file=record.life.awaits_file,
    )


def _readable(record: CertificateRecord) -> Claims | None:
    """The claims, where they are there and somebody's edit left them readable; the report says what is wrong."""
    try:
        return None if record.claims is None else Claims.from_json(record.claims)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def claim(context: Context, person: Person, credential_id: str, name: str, agree: bool) -> Claimed:
    """Ask for a certificate under this name. Asking again, also at the same instant, gives the same certificate."""
    catalog = context.catalog().original
    credential = catalog.credentials.get(credential_id)
    if credential is None:
        raise NotFound(_("There is no such certificate here."))
    if credential_id in catalog.schemes:
        raise Conflict(_("Somebody decides about this one: apply for it."))
    try:
        with context.database.writing() as session:
            claimed = _promise(session, context, catalog, credential, person, name, agree)
    except IntegrityError:
        with context.database.reading() as session:
            record = current_of(session, person, credential_id)
        if record is None:
            raise Conflict(_("The certificate was just asked for from somewhere else. Please try again.")) from None
        claimed = Claimed(_held(credential, record, context.now()), created=False)
    if claimed.holding.state == "preparing" and claimed.holding.serial is not None:
        context.enqueue("certificate", claimed.holding.serial)
    return claimed


def current_of(session: Session, person: Person, credential_id: str) -> CertificateRecord | None:
    held = [one for one in certificates.of_account(session, person.id) if one.credential == credential_id]
    return next((one for one in reversed(held) if _counts(one)), None)


def _promise(
    session: Session,
    context: Context,
    catalog: Catalog,
    credential: Credential,
    person: Person,
    name: str,
    agree: bool,
) -> Claimed:
    hold_account(session, person.id)
    now = context.now()
    record = current_of(session, person, credential.id)
    renewal = None
    if record is not None:
        renewal = renewal_of(credential, record, renamed.attempts_of(session, catalog, person.id), now)
        if renewal is None:
            return Claimed(_held(credential, record, now), created=False)
    standing = renamed.standing_of(session, catalog, person.id)
    basis = current_of(session, person, endorsing.basis_id(credential)) if credential.endorses else None
    ground = endorsing.ground_of(credential, basis, now)
    gate = gate_of(catalog, credential, standing, person, renewal)
    gate = endorsing.with_basis(catalog, credential, gate, ground)
    if isinstance(gate, Closed):
        claim, renew = (
            _("This certificate is not ready to be claimed."),
            _("This certificate is not ready to be renewed."),
        )
        raise ClosedDoor(claim if renewal is None else renew, gate.reasons)
    if credential.agreement and not agree:
        raise Invalid(
            _("Please read “%(agreement_title)s” and agree to it.", agreement_title=credential.agreement_title),
            field="agree",
        )
    logbook.require_open(session, context, now)
    shown = evidence(catalog, credential, standing) + ((ground.evidence,) if ground else ())
    claims = freeze(
        catalog,
        credential,
        holder=printable(name, credential.design),
        serial=new_serial(secrets.token_bytes),
        salt=secrets.token_hex(16),
        issued=now,
        base_url=context.settings.base_url,
        evidence=shown if renewal is None else evidence_of(catalog, renewal),
        renews=None if renewal is None else Claims.from_json(renewal.former.claims),
        zone=context.settings.zone,
        endorses=None if ground is None else ground.endorsed,
    )
    intend(session, claims, credential.design, person.id, now)
    if credential.agreement:
        signing.keep_code(session, person.id, credential.id, credential.agreement, claims.holder, now)
    return Claimed(_promised(credential, claims), created=True)


def _promised(credential: Credential, claims: Claims) -> Holding:
    return Holding(
        credential,
        credential.id,
        claims.title,
        "preparing",
        serial=claims.serial,
        holder=claims.holder,
        issued=claims.issued,
        expires=claims.expires,
        zone=claims.zone,
    )


def printable(name: str, design: Design) -> str:
    """The name in its normal form, or a refusal that says what stands against it."""
    checked = check_name(name, of_design(design))
    if isinstance(checked, NotAName):
        raise Invalid(checked.reason, field="name")
    return checked.text


def evidence(catalog: Catalog, credential: Credential, standing: Standing) -> tuple[Evidence, ...]:
    """What was done for it, and when: one entry for each thing the credential requires."""
    found = []
    for path in credential.requires:
        met = fulfilled(catalog, path, standing)
        if met is not None:
            found.append(Evidence(path, title_of(catalog, path), met))
    return tuple(found)


def intend(session: Session, claims: Claims, design: Design, account_id: int, now: datetime) -> None:
    """Write down what will be issued, before anything is drawn: from here on a crash loses nothing."""
    content = _pack(design)
    hash = sha256(content).hexdigest()
    certificates.keep_design(session, hash, content)
    certificates.add(
        session,
        {
            "serial": claims.serial,
            "account_id": account_id,
            "credential": claims.credential,
            "number": certificates.next_number(session, account_id, claims.credential),
            "state": Making.INTENDED.value,
            "claims": claims.to_json(),
            "claims_hash": claims.hash,
            "design": hash,
            "created_at": now,
            "expires_at": claims.expires,
            "sought": sought(claims.holder),
        },
    )


def _pack(design: Design) -> bytes:
    files = {name: base64.b64encode(content).decode() for name, content in sorted(design.files.items())}
    return json.dumps(
        {"html": design.html, "css": design.css, "files": files}, ensure_ascii=False, sort_keys=True
    ).encode()


def unpack_design(content: bytes) -> Design:
    """The design that `intend` kept."""
    kept: Json = json.loads(content)
    return Design(kept["html"], kept["css"], {name: base64.b64decode(file) for name, file in kept["files"].items()})


def holder_page(context: Context, person: Person, serial_text: str) -> HolderPage:
    """The certificate, for its holder alone."""
    kept_head.require(context)
    with context.database.reading() as session:
        record = _own(session, person, serial_text)
    now = context.now()
    credential = context.catalog().credentials.get(record.credential)
    report = verifying.report(context, record.serial, full=True)
    held, claims = _held(credential, record, now), _readable(record)
    if record.claims is not None and claims is None:
        raise Conflict(ON_HOLD)
    if held.status is not None:
        held = _as_told(held, report)
    return HolderPage(held, report, claims)


def pdf(context: Context, person: Person, serial_text: str) -> bytes:
    """The PDF as it was issued, for its holder; none where our record does not fit our log."""
    kept_head.require(context)
    with context.database.reading() as session:
        record = _own(session, person, serial_text)
        content = certificates.pdf(session, record.serial)
    if content is None or record.life.making is not Making.ISSUED:
        raise NotFound(_("This certificate is still being prepared. It will be here in a moment."))
    if sha256(content).hexdigest() != record.life.sha256:
        on_hold.note_words(context, record.serial, on_hold.PDF)
        raise Conflict(ON_HOLD)
    verifying.refuse_on_hold(context, record.serial)
    return content


def _own(session: Session, person: Person, serial_text: str) -> CertificateRecord:
    serial = parse(serial_text)
    record = certificates.find(session, serial.text) if isinstance(serial, Serial) else None
    if record is None or record.account_id != person.id:
        raise NotFound(_("There is no such certificate here."))
    return record
