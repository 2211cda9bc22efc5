"""Certificates looked at closely, one by one: the file, its seal, the credential's proof, and the leaf in the log."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from lms.credentials import badge, receipt
from lms.credentials.integrity import NotProven
from lms.credentials.keys import KeyKind, KeyRing
from lms.credentials.life import Making
from lms.credentials.times import moment_in_words
from lms.credentials.upload import Look
from lms.questions.quiz import Json
from lms.services.certifying.uploads import Looker
from lms.services.ground.context import Context
from lms.services.keys import lostseals, sealing
from lms.services.keys import ring as keys
from lms.services.log import logbook
from lms.store import certificates
from lms.store.certificates import CertificateRecord

SAMPLE = 100
SECONDS_EACH = 20.0


@dataclass(frozen=True, slots=True)
class Proven:
    """How many certificates were looked at, how many of their seals, and what was wrong, a sentence each."""

    looked_at: int
    seals: int
    faults: tuple[str, ...]


def prove(context: Context) -> Proven:
    """Look at a hundred certificates, chosen by chance, or at all where there are fewer."""
    ring = keys.ring(context.settings)
    roots = sealing.issuer_pem(context.settings).decode()
    looker = Looker(SECONDS_EACH)
    faults: list[str] = []
    seals = 0
    try:
        with context.database.reading() as session:
            chosen = _chosen(session)
            for record in chosen:
                found = list(_of_record(session, record, ring))
                content = certificates.pdf(session, record.serial)
                if content is not None and _seal_can_be_checked(record, context, ring):
                    seals += 1
                    look = looker.look(content, roots, context.now()).look
                    found += [] if look is Look.INTACT else [_of_seal(look, context.now())]
                faults += [f"The certificate {record.serial}: {one}." for one in found]
    finally:
        looker.close()
    return Proven(len(chosen), seals, tuple(faults))


def _of_seal(look: Look, now: datetime) -> str:
    if look is Look.EARLY:
        clock = f"which says {moment_in_words(now)}"
        return f"the seal on its PDF is of a time that is still to come by this clock, {clock}: set that right first"
    return f"the seal on its PDF does not hold ({look.value})"


def _chosen(session: Session) -> list[CertificateRecord]:
    serials = certificates.issued_serials(session)
    drawn = random.SystemRandom().sample(serials, min(SAMPLE, len(serials)))
    found = (certificates.find(session, serial) for serial in drawn)
    return [one for one in found if one is not None and one.life.making is Making.ISSUED and one.life.erased is None]


def _seal_can_be_checked(record: CertificateRecord, context: Context, ring: KeyRing) -> bool:
    """Seals of a key from elsewhere hang under a root that only the settings know, which may be another by now."""
    key = ring.find(record.sealed_with or "")
    return key is not None and key not in lostseals.lost(ring)


def _of_record(session: Session, record: CertificateRecord, ring: KeyRing) -> Iterator[str]:
    content = certificates.pdf(session, record.serial)
    held = "" if content is None else sha256(content).hexdigest()
    # One that was signed anew has no PDF, and no hash of one, until it is drawn.
    if held != record.life.sha256:
        yield "its PDF is not the one that was issued"
    if record.leaf is None:
        # It was issued before there was a log, and the worker has not come to it yet.
        return
    yield from _of_credential(certificates.badge(session, record.serial), ring)
    yield from _of_leaf(session, record, ring)


def _of_credential(text: str | None, ring: KeyRing) -> Iterator[str]:
    try:
        document: Json = json.loads(text or "")
        method = str(document["proof"]["verificationMethod"])
    except (ValueError, TypeError, KeyError, RecursionError):
        yield "its credential cannot be read"
        return
    key = ring.find(method.rpartition("#")[2])
    if key is None or key.kind is not KeyKind.CREDENTIAL:
        yield "its credential is signed with a key that is not among ours"
    elif key.compromised is None and isinstance(badge.verify(document, {method: key.public}), NotProven):
        yield "the proof of its credential does not hold"


def _of_leaf(session: Session, record: CertificateRecord, ring: KeyRing) -> Iterator[str]:
    try:
        made = logbook.receipt(session, record.leaf or 0)
    except Exception:
        yield "its leaf in the log cannot be read"
        return
    origin = made.checkpoint.partition("\n")[0]
    signers = [one.public for one in ring.of(KeyKind.LOG)]
    credential = certificates.badge_hash(session, record.serial)
    told = receipt.is_of(made, record.serial, record.claims_hash, credential)
    if not (told and receipt.verify(made, origin, signers)):
        yield "the log has no leaf that tells of its issue"
