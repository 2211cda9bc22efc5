"""The PDF of a certificate in the log: a leaf names its hash, with the act that stores it, or long after.

It can't be named in the leaf of its issue, whose receipt it carries. What was stored before the log told of files is
named late, dated that day; until then such a file is judged by its seal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from sqlalchemy.orm import Session

from lms.credentials import leaf as leaves
from lms.credentials.life import Making
from lms.credentials.logcheck import FILE
from lms.credentials.upload import Look
from lms.questions.quiz import Json
from lms.services.certifying import on_hold
from lms.services.certifying.uploads import Looker
from lms.services.ground.context import Context
from lms.services.keys import ring, sealing
from lms.services.log import logbook
from lms.store import audit, certificates, verification
from lms.store.certificates import CertificateRecord

SECONDS_EACH = 20.0
_MOST_JUDGED = 4096
_NOT_TOLD_YET = frozenset({Look.EARLY, Look.NOT_LOOKED})


@dataclass(frozen=True, slots=True)
class _Intact:
    """The hashes of files whose seals hold, as this process has seen; the oldest first."""

    hashes: dict[str, None] = field(default_factory=dict)


def enter(session: Session, context: Context, serial: str, pdf: str, *, late: bool = False) -> int:
    """Name the PDF with this hash in the log, in the transaction at hand; the number of the leaf."""
    now, credential = context.now(), certificates.badge_hash(session, serial)
    leaf = leaves.filed(serial, now, credential=credential, pdf=pdf, late=late)
    details: dict[str, Json] = {"credential": credential, "pdf": pdf, **({"late": True} if late else {})}
    n = logbook.enter(session, context, leaf, at=now, actor="system", act=FILE, subject=serial, details=details)
    certificates.keep_file_leaf(session, serial, n)
    return n


def unfiled(context: Context, after: str = "") -> Sequence[str]:
    """Some numbers of certificates whose PDF the log does not name yet, in their own order, behind a number."""
    with context.database.reading() as session:
        return verification.unfiled(session, after)


def enter_all_late(context: Context, serials: Sequence[str]) -> None:
    """Name the PDFs of these; of one that is not as it was issued, staff are told."""
    looker = Looker(SECONDS_EACH)
    try:
        for serial in serials:
            if enter_late(context, serial, looker) is False:
                on_hold.note_words(context, serial, on_hold.PDF)
    finally:
        looker.close()


def enter_late(context: Context, serial: str, looker: Looker) -> bool | None:
    """Name a PDF that was stored long ago, if it is as it was issued, and its seal holds. Whether it was named.

    None where that says nothing of the file: the clock is behind its seal, there was no time to look at it, or somebody
    else is at this certificate.
    """
    with context.database.reading() as session:
        record = certificates.find(session, serial)
        content = certificates.pdf(session, serial)
        entry = audit.first_of(session, "issue", serial)
    if record is None or content is None or not _is_as_issued(record, content, entry.details if entry else None):
        return False
    if _bears_our_seal(context, record):
        found = looker.look(content, sealing.issuer_pem(context.settings).decode(), context.now())
        if found.look is not Look.INTACT:
            return None if found.look in _NOT_TOLD_YET else False
    with context.database.writing() as session:
        held = certificates.find(session, serial, hold=True)
        if held is None or held.file_leaf is not None or held.life != record.life or held.leaf != record.leaf:
            return None
        enter(session, context, serial, record.life.sha256, late=True)
    return True


def _is_as_issued(record: CertificateRecord, content: bytes, issued: Json) -> bool:
    hash = sha256(content).hexdigest()
    told = issued.get("pdf", hash) if isinstance(issued, dict) else ""
    ready = record.life.making is Making.ISSUED and record.life.erased is None and record.leaf is not None
    return ready and hash == record.life.sha256 == told


def _bears_our_seal(context: Context, record: CertificateRecord) -> bool:
    """Whether its seal can be asked for: it was sealed at all, by a key that is not lost to somebody."""
    key = ring.ring(context.settings).find(record.sealed_with or "")
    return key is not None and key.compromised is None


def was_judged(context: Context, hash: str) -> bool:
    """Whether this process has seen that the seal of a file with this hash holds."""
    return hash in context.database.kept(_Intact).hashes


def judge(context: Context, hash: str, look: Look) -> bool:
    """Whether a file that the log does not name is one of ours, by what was found in it, or as one that bore no seal.

    What bore none, or one by a key that was lost since, is held against the audit log alone.
    """
    with context.database.reading() as session:
        records = [certificates.find(session, one.serial) for one in verification.files_of(session, hash)]
    if look is Look.INTACT:
        intact = context.database.kept(_Intact).hashes
        while len(intact) >= _MOST_JUDGED:
            del intact[next(iter(intact))]
        intact[hash] = None
        return True
    return not any(one is not None and _bears_our_seal(context, one) for one in records)
