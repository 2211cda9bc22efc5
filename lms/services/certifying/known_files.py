"""Whose file it is that somebody was given: looked up by its hash, among those of today and those of before.

One of before is believed only if the log names it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms.credentials import leaf as leaf_of
from lms.store import certificates, former_files, leaves
from lms.store.certificates import CertificateRecord
from lms.store.former_files import FormerFile


@dataclass(frozen=True, slots=True)
class Match:
    """The certificate that a file is of, as it is today, and the names of the keys that signed the file.

    `until` is when a newer file took over; None for the newest.
    """

    record: CertificateRecord
    keys: tuple[str | None, ...]
    until: datetime | None = None


def of_pdf(session: Session, sha256: str) -> Match | None:
    """The certificate that has, or had, a PDF with this hash."""
    record = certificates.find_by_pdf(session, sha256)
    if record is not None:
        return Match(record, (record.signed_with, record.sealed_with))
    former = former_files.of_pdf(session, sha256)
    found = None if former is None else _former(session, former)
    if former is None or found is None:
        return None
    told = _named(session, former.serial, former.file_leaf, "pdf"), _first_pdf(found.record)
    return found if sha256 in told else None


def of_credential(session: Session, hash: str) -> Match | None:
    """The certificate that has, or had, a credential with this canonical hash."""
    record = certificates.find_by_badge(session, hash)
    if record is not None:
        return Match(record, (record.signed_with,))
    former = former_files.of_badge(session, hash)
    if former is None or _named(session, former.serial, former.leaf, "credential") != hash:
        return None
    return _former(session, former)


def _former(session: Session, former: FormerFile) -> Match | None:
    record = certificates.find_logged(session, former.serial)
    return None if record is None else Match(record, (former.signed_with, former.sealed_with), former.until)


def _named(session: Session, serial: str, leaf: int | None, what: str) -> str | None:
    """What a leaf says of a certificate; nothing where it is of another."""
    facts = leaf_of.read(leaves.body(session, leaf) or "") if leaf is not None else None
    return facts.get(what) if facts and facts.get("certificate") == leaf_of.name_of(serial) else None


def _first_pdf(record: CertificateRecord) -> str | None:
    """The hash of the first PDF, as the entry of its issue names it."""
    logged: Mapping[str, str] = json.loads(record.logged or "{}")
    return logged.get("pdf")
