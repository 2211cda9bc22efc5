"""An older file of a certificate that was signed anew since: found by its hash, and believed if the log names it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms.credentials import leaf as leaf_of
from lms.store import certificates, former_files, leaves
from lms.store.certificates import CertificateRecord


@dataclass(frozen=True, slots=True)
class Former:
    """The certificate that it is of, as it is today, and when a newer file took over."""

    record: CertificateRecord
    until: datetime


def of_pdf(session: Session, sha256: str) -> Former | None:
    """The certificate that had a PDF with this hash."""
    kept = former_files.of_pdf(session, sha256)
    if kept is None:
        return None
    record = certificates.find_logged(session, kept.serial)
    if record is None or sha256 not in (_named(session, kept.serial, kept.file_leaf, "pdf"), _first_pdf(record)):
        return None
    return Former(record, kept.until)


def of_credential(session: Session, hash: str) -> Former | None:
    """The certificate that had a credential with this canonical hash."""
    kept = former_files.of_badge(session, hash)
    if kept is None or _named(session, kept.serial, kept.leaf, "credential") != hash:
        return None
    record = certificates.find_logged(session, kept.serial)
    return None if record is None else Former(record, kept.until)


def _named(session: Session, serial: str, leaf: int | None, what: str) -> str | None:
    """What a leaf says of a certificate; nothing where it is of another."""
    facts = leaf_of.read(leaves.body(session, leaf) or "") if leaf is not None else None
    return facts.get(what) if facts and facts.get("certificate") == leaf_of.name_of(serial) else None


def _first_pdf(record: CertificateRecord) -> str | None:
    """The hash of the first PDF, as the entry of its issue names it."""
    logged: Mapping[str, str] = json.loads(record.logged or "{}")
    return logged.get("pdf")
