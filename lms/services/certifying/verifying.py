"""What a stranger is told about a certificate: by number, by address, or by the file itself."""

from __future__ import annotations

import atexit
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from lms.credentials.dates import in_words
from lms.credentials.discretion import is_same_name
from lms.credentials.life import Making
from lms.credentials.model import Claims
from lms.credentials.report import NOT_WHOLE, SEVERAL, TOO_LONG, Recorded, Report, mistyped, unknown
from lms.credentials.report import report as make_report
from lms.credentials.seen import Seen, with_others
from lms.credentials.serial import (
    LONGEST_INPUT,
    Malformed,
    Mistyped,
    Serial,
    is_much_of_a_number,
    numbers_in,
    parse,
)
from lms.credentials.upload import FileCheck, Kind, examine_file
from lms.services.certifying import known_files
from lms.services.certifying.known_files import Match
from lms.services.certifying.uploads import Looker
from lms.services.ground.context import Context
from lms.services.ground.refusals import Invalid
from lms.services.keys import lostseals, ring, sealing
from lms.services.log import kept_head, others
from lms.services.log.kept_head import Standing
from lms.store import certificates
from lms.store.certificates import CertificateRecord
from lms.store.prepared import Prepared

INITIALS = "initials"
SAME_FILE = "The file that you gave is, byte for byte, the one that was issued."
SEAL_IS_LOST = "The key of its seal was lost to somebody since: the seal itself proves nothing any more."
SAME_CREDENTIAL = "The credential in the file that you gave is, member by member, the one that was signed."
SAME_FORMER_FILE = "The file that you gave is, byte for byte, one that was issued, before the one that counts today."
SAME_FORMER_CREDENTIAL = (
    "The credential in the file that you gave is, member by member, one that was signed, before the one of today."
)
LOST_KEY = (
    "A key that had signed this file was taken out of trust on {day}, since it may be in other hands. So other "
    "programs do not accept the file any more. For each certificate in force, its holder has a newer one."
)
MOST_AT_ONCE = 500
MOST_KEPT = 512
A_MOMENT = timedelta(seconds=1)


def report(context: Context, text: str, *, name: str = "", full: bool = False) -> Report:
    """The report on a number as typed, or on a whole verification address. One statement, and nothing is written.

    Where the holder lets only initials show, the name is in it for those who give it, and where `full` says so.
    """
    serial = parse(text)
    if not isinstance(serial, Serial):
        return _no_number(serial, text)
    head = kept_head.known(context)
    asked = _asking(context.database.engine).first(serial=serial.text, known=head.size if head else 0)
    row, standing = certificates.and_heads(asked or ())
    kept_head.judge(context, head, Standing(*standing))
    if row is None:
        return unknown()
    expiry = certificates.expiry_of_text(row)
    expired = expiry is not None and context.now() > expiry
    seen = others.of_leaf(context, certificates.leaf_of_text(row))
    found = _report_of_row(row, expired, full, seen)
    if not (found.initials and name):
        return found
    in_full = _report_of_row(row, expired, True, seen)
    known = in_full.claims is not None and is_same_name(name, in_full.claims.holder)
    return in_full if known else found


def _no_number(given: Mistyped | Malformed, text: str) -> Report:
    """What is said where no one number could be read. What is nothing like a number was issued by nobody."""
    if isinstance(given, Mistyped):
        return mistyped()
    if numbers_in(given.text):
        return mistyped(SEVERAL)
    if not is_much_of_a_number(text):
        return unknown()
    return mistyped(TOO_LONG if len(text) > LONGEST_INPUT else NOT_WHOLE)


def reports(context: Context, asked: Sequence[str]) -> tuple[Report, ...]:
    """The reports on several numbers, in their order."""
    if len(asked) > MOST_AT_ONCE:
        raise Invalid(f"Please ask for at most {MOST_AT_ONCE} numbers at once.", field="serials")
    return tuple(report(context, one) for one in asked)


@lru_cache(maxsize=MOST_KEPT)
def _report_of_row(row: tuple[Any, ...], expired: bool, full: bool, seen: Seen | None) -> Report:
    """The report on a row as the database holds it this instant.

    It is worked out once for equal rows: a change to the certificate or to its log entry makes another row. Of the
    present moment nothing counts but whether the certificate has expired by then, so any moment on that side will do.
    """
    record = certificates.record_of_text(row)
    last = record.expires_at
    return report_of(record, last + A_MOMENT if expired and last else record.created_at, full=full, seen=seen)


_made: WeakKeyDictionary[Engine, Prepared] = WeakKeyDictionary()


def _asking(engine: Engine) -> Prepared:
    made = _made.get(engine)
    if made is None:
        made = _made[engine] = Prepared(engine, certificates.to_verify())
    return made


def report_of(
    record: CertificateRecord, now: datetime, *, full: bool = True, matched: str = "", seen: Seen | None = None
) -> Report:
    """The report on what is kept of one certificate; one that is still being made is as good as unknown.

    In `full`, for whoever has the name already: the holder, and those who hold the file.
    """
    if record.life.making is not Making.ISSUED:
        return unknown()
    recorded = Recorded(
        claims=None if record.claims is None else Claims.from_json(record.claims),
        life=record.life,
        claims_hash=record.claims_hash,
        logged_hash=None if record.logged is None else json.loads(record.logged).get("claims", ""),
        matched=matched,
        initials=record.name_shown == INITIALS and not full,
    )
    return with_others(make_report(recorded, now), seen)


def no_limit() -> None:
    """Whoever asks may go on."""


def report_on_file(context: Context, content: bytes, admit: Callable[[], None] = no_limit) -> FileCheck:
    """Whether a file is one that was issued here, and if not, why not. Nothing of it is kept.

    It is looked up by its bytes first, so that nothing in a genuine file is ever read. `admit` is asked before any
    other is, and raises a refusal where the caller has asked too often.
    """
    kept_head.require(context)
    with context.database.reading() as session:
        match = known_files.of_pdf(session, sha256(content).hexdigest())
    if match is not None:
        return _genuine(context, match, Kind.PDF, SAME_FILE if match.until is None else SAME_FORMER_FILE)
    admit()
    settings = context.settings
    roots, lost = sealing.issuer_pem(settings).decode(), sealing.lost_pem(settings).decode()
    found = _looker.look(content, roots, context.now(), lost)
    with context.database.reading() as session:
        match = known_files.of_credential(session, found.hash) if found.hash else None
    if match is not None:
        return _genuine(context, match, found.kind, SAME_CREDENTIAL if match.until is None else SAME_FORMER_CREDENTIAL)
    return examine_file(None, found.kind, found.look)


def _genuine(context: Context, match: Match, kind: Kind, words: str) -> FileCheck:
    """The answer about a file of ours, and why other programs do not take it where a key behind it was lost."""
    keys = ring.ring(context.settings)
    if {one.id for one in lostseals.lost(keys)}.intersection(match.keys):
        words = f"{words} {SEAL_IS_LOST}"
    report = report_of(match.record, context.now(), matched=words, seen=others.of_leaf(context, match.record.leaf))
    check = examine_file(report, kind, superseded=match.until)
    known = (keys.find(key) for key in match.keys if key)
    lost = min((key.compromised for key in known if key and key.compromised), default=None)
    if lost is None or not check.genuine:
        return check
    return replace(check, words=f"{check.words} {LOST_KEY.format(day=in_words(lost))}")


def warm() -> None:
    """Have the process ready that looks into files."""
    _looker.warm()


_looker = Looker()
atexit.register(_looker.close)
