"""The list of certificates for staff: a page of it, looked for and narrowed down, or all of them in turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from lms.credentials import life as lives
from lms.credentials.life import Making, Status
from lms.credentials.report import Report
from lms.credentials.serial import Serial, parse
from lms.services.certifying import verifying
from lms.services.ground.context import Context
from lms.store import listing
from lms.store.certificates import CertificateRecord
from lms.store.listing import After, Wanted

ON_A_PAGE = 50
AT_ONCE = 500
LONGEST_WORDS = 254
PREPARING = "preparing"
STATUSES = (
    *(one.value for one in (Status.VALID, Status.EXPIRED, Status.REVOKED, Status.SUSPENDED)),
    *(one.value for one in (Status.REPLACED, Status.ERASED)),
    PREPARING,
)
"""What a list can be narrowed down to; a certificate that is being made has no status yet."""


@dataclass(frozen=True, slots=True)
class Line:
    """A certificate with its holder's e-mail, and its status today.

    `on_hold` where its row does not fit the log: the status is then what strangers are told, and never valid.
    """

    record: CertificateRecord
    email: str | None
    status: str
    on_hold: bool = False
    issuers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, newest first; `after` is the number behind which the list goes on, empty at its end."""

    lines: Sequence[Line]
    after: str


def page(context: Context, *, words: str = "", credential: str = "", status: str = "", after: str = "") -> Page:
    """One page. A status that there is not narrows nothing down; behind an unknown number the list begins anew.

    It is narrowed down by what the rows say, so that one on hold is found where its row would have it.
    """
    now = context.now()
    wanted = Wanted(_as_kept(words), credential, _status_of(status), status == PREPARING)
    with context.database.reading() as session:
        place = listing.place_of(session, after) if after else None
        found = listing.page(session, wanted, now, place, ON_A_PAGE + 1)
    lines = _lines(context, found[:ON_A_PAGE])
    return Page(lines, lines[-1].record.serial if len(found) > ON_A_PAGE else "")


def one(context: Context, session: Session, serial: str) -> Line | None:
    """A certificate by its number, held against the log, with whose sign-ins open its holder's account."""
    found = listing.one(session, serial)
    if found is None:
        return None
    record, email, issuers = found
    return replace(_lines(context, [(record, email)])[0], issuers=issuers)


def every(context: Context) -> Iterator[Line]:
    """Every certificate, newest first, of which only some are held at once."""
    place: After | None = None
    while True:
        with context.database.reading() as session:
            found = listing.page(session, Wanted(), context.now(), place, AT_ONCE)
        if not found:
            return
        yield from _lines(context, found)
        place = After(found[-1][0].created_at, found[-1][0].serial)


def _lines(context: Context, found: Sequence[tuple[CertificateRecord, str | None]]) -> list[Line]:
    """Each row held against the log, many at once."""
    now = context.now()
    reports = verifying.reports_on(context, [record.serial for record, _ in found])
    return [_line(record, email, report, now) for (record, email), report in zip(found, reports, strict=True)]


def _line(record: CertificateRecord, email: str | None, report: Report, now: datetime) -> Line:
    if not report.trusted:
        return Line(record, email, report.status.value, on_hold=True)
    lapsed = report.status is Status.LAPSED
    return Line(record, email, report.status.value if lapsed else _status(record, now))


def _status(record: CertificateRecord, now: datetime) -> str:
    if record.life.erased is not None:
        return Status.ERASED.value
    made = record.life.making is Making.ISSUED
    return lives.status(record.life, record.expires_at, now).value if made else PREPARING


def _as_kept(words: str) -> str:
    """A whole number, or an address with one in it, as it is kept; all else as it was typed."""
    text = " ".join(words.split())[:LONGEST_WORDS]
    serial = parse(words)
    return serial.text if isinstance(serial, Serial) else text


def _status_of(text: str) -> Status | None:
    return Status(text) if text in STATUSES and text != PREPARING else None
