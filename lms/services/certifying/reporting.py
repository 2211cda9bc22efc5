"""The report on one number: its row as it is this instant, held against what the log tells of it.

A cell of the database can be edited by whoever keeps it. So nothing that the leaves speak of is said on the word of the
row alone, at any door.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from lms.credentials.acts import Derived, derive
from lms.credentials.clockset import time_in, with_clock
from lms.credentials.dates import stamp
from lms.credentials.derived import Kept, compare
from lms.credentials.life import Life
from lms.credentials.model import Claims, Endorsed
from lms.credentials.report import GONE, UNREADABLE, Recorded, Report, not_there, unknown
from lms.credentials.report import report as make_report
from lms.credentials.resting import Basis, basis_of
from lms.credentials.seen import Seen, with_others
from lms.credentials.times import GRACE
from lms.questions.quiz import Json
from lms.services.ground.context import Context
from lms.services.log import walked
from lms.services.log.walked import Told
from lms.store import certificates
from lms.store.certificates import NAMES, CertificateRecord
from lms.store.prepared import moment_of_text
from lms.store.verification import MOST_SERIALS, Content

_CLAIMS = NAMES.index("claims")
INITIALS = "initials"
MOST_KEPT = 512
A_MOMENT = timedelta(seconds=1)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Looked:
    """What the database holds of a number this instant, and what the log tells of it."""

    serial: str
    content: Content | None
    told: Told


@dataclass(frozen=True, slots=True)
class Given:
    """A file that was given: the hash under which it was found, and in what sense it is one of ours, in a sentence."""

    hash: str = ""
    matched: str = ""


NOTHING = Given()


def look(context: Context, serial: str) -> Looked:
    """One number; two statements."""
    return look_at_all(context, [serial])[0]


def look_at_all(context: Context, serials: Sequence[str], *, files: bool = True) -> list[Looked]:
    """Several, in their order; about two statements for fifty of them. Without `files`, their PDFs stay unread."""
    found: list[Looked] = []
    for start in range(0, len(serials), MOST_SERIALS):
        some = serials[start : start + MOST_SERIALS]
        looked, told = walked.look(context, some, files=files)
        found += [Looked(one, looked.contents.get(one), its) for one, its in zip(some, told, strict=True)]
    return found


def report_of(
    looked: Looked,
    now: datetime,
    *,
    full: bool,
    given: Given = NOTHING,
    seen: Seen | None = None,
    basis: Basis | None = None,
) -> Report:
    """The report on what was looked at; with the name in full for whoever has it already, or has asked by it.

    `basis` is what an endorsement rests on today, as `basis_for` finds it.
    """
    expires = moment_of_text(looked.content.expires) if looked.content is not None else None
    expired = expires is not None and now > expires
    return _report_of(looked, expired, _is_ahead(looked.told, now), full, given, seen, basis)


def basis_for(context: Context, looked: Looked) -> Basis | None:
    """What an endorsement rests on this instant; None for whatever is none. Only for one are there more statements."""
    account, endorsed = _endorsed_in(looked)
    if endorsed is None:
        return None
    engine = context.database.engine
    more = certificates.numbers_for(engine, account, endorsed.credential) if account is not None else ()
    now = context.now()
    held = [
        (one.serial, report_of(one, now, full=True))
        for one in look_at_all(context, tuple(dict.fromkeys((endorsed.serial, *more))))
    ]
    return basis_of(endorsed, [Basis(serial, one.status, one.claims, one.life or Life()) for serial, one in held])


def _endorsed_in(looked: Looked) -> tuple[int | None, Endorsed | None]:
    """Whose it is by its row, and what its claims say that it rests on. What cannot be read rests on nothing."""
    row = () if looked.content is None else looked.content.row
    if not row or '"endorses"' not in str(row[_CLAIMS]):
        return None, None
    try:
        record = certificates.record_of_text(row)
        claims = None if record.claims is None else Claims.from_json(record.claims)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None, None
    return record.account_id, None if claims is None else claims.endorses


def _is_ahead(told: Told, now: datetime) -> bool:
    """Whether the newest act on it is dated later than now, by more than clocks may differ."""
    return bool(told.leaves) and time_in(told.leaves[-1][1]) > stamp(now + GRACE)


@lru_cache(maxsize=MOST_KEPT)
def _report_of(
    looked: Looked,
    expired: bool,
    ahead: bool,
    full: bool,
    given: Given,
    seen: Seen | None,
    basis: Basis | None,
) -> Report:
    """It is worked out once for equal rows: a change to the certificate, its log entry or its leaves makes another one.

    Of the present moment nothing counts but whether the certificate has expired by then, and whether its newest act is
    still ahead; so any moment on that side will do.
    """
    derived = derive(looked.serial, looked.told.leaves)
    if looked.content is None:
        return not_there(derived, GONE) if derived.issue is not None else unknown()
    try:
        record = certificates.record_of_text(looked.content.row)
        claims = None if record.claims is None else Claims.from_json(record.claims)
    except (ValueError, TypeError, KeyError, AttributeError):
        return not_there(derived, UNREADABLE)
    recorded = _recorded(looked, looked.content, record, claims, derived, full, given)
    told = make_report(recorded, _moment(record.expires_at, expired), basis)
    return with_others(with_clock(told, derived, looked.told.set_back, ahead=ahead), seen)


def _moment(expires: datetime | None, expired: bool) -> datetime:
    """Some moment on that side of its last one."""
    if expires is None:
        return LONG_AGO
    return expires + A_MOMENT if expired else expires


def _recorded(
    looked: Looked,
    content: Content,
    record: CertificateRecord,
    claims: Claims | None,
    derived: Derived,
    full: bool,
    given: Given,
) -> Recorded:
    entry = _entry(record.logged)
    fault = looked.told.fault
    return Recorded(
        claims=claims,
        life=record.life,
        claims_hash=record.claims_hash,
        logged_hash=str((entry or {}).get("claims", "")),
        matched=given.matched,
        initials=record.name_shown == INITIALS and not full,
        derived=derived,
        differs="" if fault else _differs(record, content, entry, derived, given),
        fault=fault,
    )


def _differs(
    record: CertificateRecord, content: Content, entry: dict[str, Json] | None, derived: Derived, given: Given
) -> str:
    """What the row says otherwise; and whether the file that was given is one that the log knows as of this number."""
    differs = compare(_kept(record, content, entry), derived)
    if differs or not given.hash:
        return differs
    file = record.life.sha256 if derived.file is None else derived.file.pdf
    known = {file, *derived.former_files, *derived.former_credentials}
    if derived.former_credentials and entry is not None:
        # What it had before the log told of files is named by the entry of its issue.
        known.add(entry.get("pdf", ""))
    if derived.issue is not None:
        known.add(derived.issue.credential)
    return "" if given.hash in known else "that this file is of this number"


def _kept(record: CertificateRecord, content: Content, entry: dict[str, Json] | None) -> Kept:
    return Kept(
        serial=record.serial,
        credential=record.credential,
        claims=record.claims,
        claims_hash=record.claims_hash,
        expires=record.expires_at,
        life=record.life,
        leaf=record.leaf,
        file_leaf=record.file_leaf,
        badge=content.badge,
        badge_hash=content.badge_hash,
        signed_with=record.signed_with,
        status_list=record.status_list,
        status_index=record.status_index,
        issued=entry,
        held=content.held,
    )


def _entry(logged: str | None) -> dict[str, Json] | None:
    """What the audit entry of the issue says; None where there is none, or none that can be read."""
    try:
        value: Json = json.loads(logged or "{}")
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and value else None
