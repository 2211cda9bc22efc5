"""That somebody signed the code that goes with a certificate is kept, and asked for before anything rests on it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from lms.store import signatures
from lms.store.certificates import CertificateRecord


def document_of(credential_id: str) -> str:
    """What the record calls the code of a credential."""
    return f"certificates/{credential_id}/code"


def keep_code(session: Session, account_id: int, credential_id: str, hash: str, name: str, now: datetime) -> None:
    """Somebody signed this version of it with their name. The first signature of a version stands."""
    signatures.keep(session, account_id, document_of(credential_id), hash, name, now)


def has_signed_code(session: Session, certificate: CertificateRecord) -> bool:
    """Whether the holder's signature of the code is on record, in any version. Claims alone are none."""
    if certificate.account_id is None:
        return False
    return signatures.has_signed(session, certificate.account_id, document_of(certificate.credential))
