"""The same certificate with another credential: for one whose place in the status list was given up for good.

Number and claims stay. What it had until then is put aside, so that an older file is known again; the file with the
new credential in it is drawn afterwards, by whoever goes on with what is unfinished.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms.credentials.canonical import sha256_of
from lms.credentials.model import Claims
from lms.questions.quiz import Json
from lms.services.certifying import badging
from lms.services.certifying.badging import SignedBadge
from lms.services.ground.context import Context
from lms.services.ground.refusals import Conflict
from lms.store import certificates, former_files
from lms.store.certificates import CertificateRecord
from lms.store.locks import hold_audit

LOOK = "See what was altered: lms log verify."


@dataclass(frozen=True, slots=True)
class Anew:
    """A credential that was signed just now, to be kept once its leaf is written."""

    signed: SignedBadge

    @property
    def credential(self) -> str:
        """The hash of the credential, as its leaf names it."""
        return self.signed.badge.hash

    @property
    def details(self) -> dict[str, Json]:
        """What the audit log keeps of it, so that the row can be held against it."""
        return {
            "badge": sha256_of(self.signed.badge.text.encode()),
            "badge_hash": self.signed.badge.hash,
            "status_list": self.signed.status_list,
            "status_index": self.signed.status_index,
        }


def is_needed(record: CertificateRecord) -> bool:
    """Whether the bit that a suspension has set can't be taken back: not in the lists of before."""
    return record.status_list is not None


def sign(session: Session, context: Context, record: CertificateRecord) -> Anew:
    """Sign the claims again, in the transaction that writes the leaf. Nothing is written here."""
    claims = Claims.from_json(record.claims)
    if claims.hash != record.claims_hash:
        raise Conflict("Its facts are not those that were sealed at the issue, so they are not signed. " + LOOK)
    hold_audit(session)
    return Anew(badging.sign_credential(session, context, claims))


def keep(session: Session, serial: str, anew: Anew, leaf: int, at: datetime) -> None:
    """Put aside what there was, and keep the new credential in its place, with the leaf that names it."""
    former_files.take_over(session, serial, at)
    certificates.enter(
        session,
        serial,
        leaf=leaf,
        badge=anew.signed.badge.text,
        badge_hash=anew.signed.badge.hash,
        signed_with=anew.signed.key_id,
        status_list=anew.signed.status_list,
        status_index=anew.signed.status_index,
    )
