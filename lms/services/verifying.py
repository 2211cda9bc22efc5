"""What a stranger is told about a certificate: by number, by address, or by the file itself."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from lms.credentials.life import Making
from lms.credentials.model import Claims
from lms.credentials.report import Recorded, Report, mistyped, unknown
from lms.credentials.report import report as make_report
from lms.credentials.serial import Mistyped, Serial, parse
from lms.credentials.upload import FileCheck, examine_file
from lms.services.context import Context
from lms.store import certificates
from lms.store.certificates import CertificateRecord
from lms.store.prepared import Prepared

MOST_KEPT = 512
A_MOMENT = timedelta(seconds=1)


def report(context: Context, text: str) -> Report:
    """The report on a number as typed, or on a whole verification address. One statement, and nothing is written."""
    serial = parse(text)
    if isinstance(serial, Mistyped):
        return mistyped()
    if not isinstance(serial, Serial):
        return unknown()
    row = _asking(context.database.engine).first(serial=serial.text)
    if row is None:
        return unknown()
    expiry = certificates.expiry_of_text(row)
    return _report_of_row(row, expiry is not None and context.now() > expiry)


@lru_cache(maxsize=MOST_KEPT)
def _report_of_row(row: tuple[Any, ...], expired: bool) -> Report:
    """The report on a row as the database holds it this instant.

    It is worked out once for equal rows: a change to the certificate or to its log entry makes another row. Of the
    present moment nothing counts but whether the certificate has expired by then, so any moment on that side will do.
    """
    record = certificates.record_of_text(row)
    last = record.expires_at
    return report_of(record, last + A_MOMENT if expired and last else record.created_at)


_made: WeakKeyDictionary[Engine, Prepared] = WeakKeyDictionary()


def _asking(engine: Engine) -> Prepared:
    made = _made.get(engine)
    if made is None:
        made = _made[engine] = Prepared(engine, certificates.to_verify())
    return made


def report_of(record: CertificateRecord, now: datetime) -> Report:
    """The report on what is kept of one certificate; one that is still being made is as good as unknown."""
    if record.life.making is not Making.ISSUED:
        return unknown()
    recorded = Recorded(
        claims=None if record.claims is None else Claims.from_json(record.claims),
        life=record.life,
        claims_hash=record.claims_hash,
        logged_hash=None if record.logged is None else json.loads(record.logged).get("claims", ""),
        log_intact=None,
    )
    return make_report(recorded, now)


def report_on_file(context: Context, content: bytes) -> FileCheck:
    """Whether a file is, byte for byte, one that was issued here. Nothing of it is kept."""
    with context.database.reading() as session:
        record = certificates.find_by_pdf(session, sha256(content).hexdigest())
    if record is None:
        return examine_file(None)
    return examine_file(report_of(record, context.now()))
