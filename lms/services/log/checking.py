"""Audit log, issuance log and certificates, recomputed and held against each other: `lms log verify`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from lms.credentials import merkle
from lms.credentials.audit import Head
from lms.credentials.formerfiles import FormerFact
from lms.credentials.keys import KeyKind
from lms.credentials.logcheck import (
    Altered,
    CertificateFact,
    CheckpointFact,
    LeafFact,
    check_certificates,
    check_entries,
    check_leaves,
    is_signed,
)
from lms.credentials.upload import credential_hash
from lms.services.ground.context import Context
from lms.services.ground.refusals import SetAside
from lms.services.keys import ring
from lms.services.log import auditing, checking_others, kept_head, timing
from lms.services.log.auditing import Verified
from lms.services.log.checking_others import OthersSaw
from lms.services.log.head_file import Head as KeptHead
from lms.services.log.logbook import seal_of_record
from lms.store import audit, certificates, former_files, leaves
from lms.store.certificates import CertificateRecord
from lms.store.former_files import KeptFile
from lms.store.leaves import Nodes
from lms.store.personal import label
from lms.store.prepared import moment_of_text


@dataclass(frozen=True, slots=True)
class LogVerified:
    """The audit log on its own, how many leaves there are, and all that does not fit; nothing where all is well.

    `others` is what witnesses and a time-stamp service saw of the leaves.

    `told` is what everybody should know, and is no fault: a time that was wrong, a day that is older than its leaf.
    """

    audit: Verified
    leaves: int
    altered: tuple[Altered, ...]
    others: OthersSaw
    told: tuple[Altered, ...] = ()

    @property
    def sound(self) -> bool:
        return self.audit.first_altered is None and not self.altered


@dataclass(frozen=True, slots=True)
class Remembered:
    """The heads of the audit log and of the issuance log that are kept in LMS_HOME; words where one cannot be read."""

    entry: Head | None = None
    leaves: KeptHead | None = None
    unreadable: str = ""


def remembered(context: Context) -> Remembered:
    """What is kept now. Whatever is held against it is looked at later, so that it is never older than the head."""
    entry = auditing.remembered(context.settings)
    try:
        return Remembered(entry, kept_head.known(context))
    except SetAside:
        return Remembered(entry, unreadable=kept_head.unreadable(context))


def verify(context: Context) -> LogVerified:
    """Recompute everything. The head of a sound audit log is remembered in LMS_HOME."""
    before = remembered(context)
    return _with_leaves(context, auditing.verify(context), before)


def look(context: Context, before: Remembered) -> LogVerified:
    """The same, held against what was remembered before, and nothing is written."""
    return _with_leaves(context, auditing.look(context, before.entry), before)


def _with_leaves(context: Context, verified: Verified, before: Remembered) -> LogVerified:
    signers = tuple(one.public for one in ring.ring(context.settings).of(KeyKind.LOG))
    with context.database.reading() as session:
        found = altered(session, signers)
        saw, by_others = checking_others.check(session, context.settings)
        faults, told = timing.of_logs(session, scratch=context.database.scratch)
        shorter = before.unreadable or kept_head.told(session, before.leaves)
        if shorter:
            faults = (Altered("checkpoint", "kept", shorter), *faults)
        return LogVerified(verified, leaves.size(session), (*found, *by_others, *faults), saw, told)


def ends_fault(context: Context) -> str:
    """What is wrong with the audit log, or with the newest head of the issuance log; empty where nothing is.

    It is quick where certificates are many, whose files `verify` reads, every one.
    """
    before = remembered(context)
    entry = auditing.look(context, before.entry).first_altered
    if entry is not None:
        return f"Entry {entry} of the audit log is not as it was written"
    with context.database.reading() as session:
        shorter = before.unreadable or kept_head.told(session, before.leaves)
    return shorter.rstrip(".") or newest_fault(context)


def times(context: Context) -> tuple[tuple[Altered, ...], tuple[Altered, ...]]:
    """What is wrong with the times in both logs, and what is to be known of them."""
    with context.database.reading() as session:
        return timing.of_logs(session, scratch=context.database.scratch)


def newest_fault(context: Context) -> str:
    """What is wrong with the newest head of the issuance log, held against a few leaves; empty where nothing is."""
    signers = tuple(one.public for one in ring.ring(context.settings).of(KeyKind.LOG))
    with context.database.reading() as session:
        size, newest = leaves.size(session), leaves.newest_checkpoint(session)
        if newest is None:
            return "The issuance log has leaves, and no head" if size else ""
        if newest.size != size:
            return "The newest head of the issuance log does not cover its leaves"
        head = CheckpointFact(newest.size, newest.root, newest.note, newest.at)
        fits = is_signed(head, merkle.root(size, Nodes(session)), signers)
    return "" if fits else "The newest head of the issuance log is not as it was signed"


def altered(session: Session, log_keys: Sequence[bytes]) -> tuple[Altered, ...]:
    """The first leaf, head and entry, and every certificate, that does not fit the others."""
    heads = tuple(_heads(session))
    kept = (LeafFact(one.n, one.body, one.hash, one.nodes) for one in leaves.leaves(session))
    read, first = check_leaves(kept, heads, log_keys)
    entry = check_entries(audit.entries(session), read, heads) if first is None else None
    of_certificates = check_certificates(audit.entries(session), _facts(session))
    return (*(one for one in (first, entry) if one is not None), *of_certificates)


def _heads(session: Session) -> Iterator[CheckpointFact]:
    for size, root, note, at in leaves.checkpoints_as_kept(session):
        yield CheckpointFact(size, root, note, _moment(at))


def _moment(text: str) -> datetime | None:
    try:
        return moment_of_text(text)
    except (ValueError, TypeError):
        return None


def _facts(session: Session) -> Iterator[CertificateFact]:
    former: dict[str, list[FormerFact]] = {}
    for one in former_files.as_kept(session):
        former.setdefault(one.serial, []).append(_former_fact(one))
    for serial, record, badge, content in certificates.as_kept(session):
        if record is None:
            yield CertificateFact(serial, readable=False)
        else:
            yield _fact(record, badge, content, tuple(former.get(serial, ())))


def _former_fact(kept: KeptFile) -> FormerFact:
    return FormerFact(
        until=kept.until,
        leaf=kept.leaf,
        status_list=kept.status_list,
        status_index=kept.status_index,
        badge="" if kept.badge is None else sha256(kept.badge.encode()).hexdigest(),
        pdf="" if kept.pdf is None else sha256(kept.pdf).hexdigest(),
        pdf_hash=kept.pdf_hash or "",
        whole=kept.badge is None or credential_hash(kept.badge.encode()) == kept.badge_hash,
    )


def _fact(
    record: CertificateRecord, badge: str | None, content: bytes | None, former: tuple[FormerFact, ...]
) -> CertificateFact:
    badge_sha256 = "" if badge is None else sha256(badge.encode()).hexdigest()
    return CertificateFact(
        serial=record.serial,
        readable=True,
        claims=record.claims,
        sealed=seal_of_record(record, badge, record.status_list, record.status_index),
        account="" if record.account_id is None else label(record.account_id),
        issued=record.issued_at,
        life=record.life,
        pdf_sha256="" if content is None else sha256(content).hexdigest(),
        badge_sha256=badge_sha256,
        former=former,
    )
