"""What the holder shows, and to whom: the registry, the name, and links that end on a day.

Nobody is counted: that a certificate was looked at, and by whom, is written down nowhere.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from sqlalchemy.orm import Session

from lms.credentials.discretion import initials
from lms.credentials.life import Making, Status
from lms.credentials.model import Claims
from lms.credentials.report import Report
from lms.credentials.serial import Serial, parse
from lms.services.certifying import reporting, verifying
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, Invalid, NotFound
from lms.services.log import kept_head
from lms.store import certificates, sharing
from lms.store.certificates import CertificateRecord
from lms.store.sharing import ShareLink
from lms.wording.phrases import _

FULL, INITIALS = "full", reporting.INITIALS
LONGEST_SHARE = timedelta(days=366)
MOST_LINKS = 20
ON_A_PAGE = 50
_RANDOM_BYTES = 32


@dataclass(frozen=True, slots=True)
class Choices:
    """What a holder chose for one certificate."""

    listed: bool
    name_shown: str
    initials: str
    links: Sequence[ShareLink]


@dataclass(frozen=True, slots=True)
class RegistryLine:
    """One certificate in the registry, as anybody may see it."""

    serial: str
    holder: str
    title: str
    issued: datetime
    expires: datetime | None
    zone: str
    language: str


@dataclass(frozen=True, slots=True)
class RegistryPage:
    """Some lines, newest first; `after` is the number behind which the registry goes on, empty at its end."""

    lines: tuple[RegistryLine, ...]
    after: str


def choices(context: Context, person: Person, serial: str) -> Choices:
    """For the holder's own page. Links whose day is over are not in it."""
    now = context.now()
    with context.database.reading() as session:
        record = _own(session, person, serial)
        running = [one for one in sharing.links(session, record.serial) if one.ends_at >= now]
    name = initials(Claims.from_json(record.claims).holder) if record.claims else ""
    return Choices(record.listed, record.name_shown, name, running)


def choose(context: Context, person: Person, serial: str, *, listed: bool, name_shown: str) -> None:
    """List it in the registry or not; show the name in full, or initials until it is typed."""
    if name_shown not in (FULL, INITIALS):
        raise Invalid(_("Choose whether your name is shown in full or as initials."), field="name_shown")
    with context.database.writing() as session:
        record = _own(session, person, serial)
        if record.life.erased is not None:
            raise Conflict(_("This certificate was erased."))
        sharing.choose(session, record.serial, listed=listed, name_shown=name_shown)


def share(context: Context, person: Person, serial: str, last_day: date) -> str:
    """A new address that shows everything, the name in full, through that day. It is told this once, and never kept."""
    now = context.now()
    ends_at = datetime.combine(last_day, time(23, 59, 59), UTC)
    if not now <= ends_at <= now + LONGEST_SHARE:
        raise Invalid(_("Choose a last day from today on, and within a year."), field="last_day")
    secret = secrets.token_urlsafe(_RANDOM_BYTES)
    with context.database.writing() as session:
        record = _own(session, person, serial)
        if record.life.making is not Making.ISSUED or record.life.erased is not None:
            raise Conflict(_("There is nothing to be shown yet."))
        sharing.forget_ended(session, record.serial, now)
        if len(sharing.links(session, record.serial)) >= MOST_LINKS:
            raise Conflict(_("There are %(most_links)s links already. End one of them first.", most_links=MOST_LINKS))
        sharing.add_link(session, ShareLink(_id_of(secret), record.serial, now, ends_at))
    return f"{context.settings.base_url}/shared/{secret}"


def end_link(context: Context, person: Person, serial: str, id: str) -> None:
    """From now on this link leads nowhere."""
    with context.database.writing() as session:
        if not sharing.end_link(session, _own(session, person, serial).serial, id):
            raise NotFound(_("There is no such link. It may have ended already."))


def shared(context: Context, secret: str) -> Report | None:
    """The report behind a link, the name in full; None where it has ended, was taken back or never was."""
    serial = _serial_of(context, secret)
    return None if serial is None else verifying.report(context, serial, full=True)


def registry(context: Context, after: str = "") -> RegistryPage:
    """One page of the certificates whose holders want them to be found; behind an unknown number it begins anew.

    One that is on hold is left out, so that a page may have fewer lines than its place.
    """
    kept_head.require(context)
    with context.database.reading() as session:
        found = sharing.listed(session, context.now(), most=ON_A_PAGE + 1, after=after)
    lines = []
    for report in verifying.reports_on(context, found[:ON_A_PAGE]):
        if report.claims is not None and report.status is Status.VALID:
            claims = report.claims
            shown = (claims.serial, claims.holder, claims.title, claims.issued, claims.expires, claims.zone)
            line = RegistryLine(*shown, claims.language)
            lines.append(line)
    return RegistryPage(tuple(lines), found[ON_A_PAGE - 1] if len(found) > ON_A_PAGE else "")


def _serial_of(context: Context, secret: str) -> str | None:
    with context.database.reading() as session:
        link = sharing.link(session, _id_of(secret))
    return link.serial if link is not None and context.now() <= link.ends_at else None


def _id_of(secret: str) -> str:
    """What is kept of a link: whoever reads the database can't open it."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def _own(session: Session, person: Person, serial_text: str) -> CertificateRecord:
    serial = parse(serial_text)
    record = certificates.find(session, serial.text) if isinstance(serial, Serial) else None
    if record is None or record.account_id != person.id:
        raise NotFound(_("There is no such certificate here."))
    return record
