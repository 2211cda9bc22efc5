"""Who may do an act on a certificate: asked within the act, of the row as it is held for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from lms.questions.quiz import Json
from lms.services.accounts.identity import is_demonstration
from lms.services.ground.context import Context
from lms.services.ground.refusals import Conflict
from lms.store import accounts
from lms.store.certificates import CertificateRecord

Right = Callable[[Session, CertificateRecord], Mapping[str, Json]]
"""What it gives is written down with the act; it refuses by raising."""


def unasked(_session: Session, _record: CertificateRecord) -> Mapping[str, Json]:
    """Where nobody need be asked."""
    return {}


def by_operator(context: Context) -> Right:
    """Of the operator of the machine: under a scheme people act by their duties, and prove themselves in a browser."""

    def right(session: Session, record: CertificateRecord) -> Mapping[str, Json]:
        if record.credential in context.catalog().schemes and not _of_a_demonstration(session, record):
            raise Conflict(
                "This certification has a scheme: whoever has the duty does this in a browser, "
                f"on /staff/certificates/{record.serial}."
            )
        return {}

    return right


def _of_a_demonstration(session: Session, record: CertificateRecord) -> bool:
    holder = None if record.account_id is None else accounts.by_id(session, record.account_id)
    return holder is not None and is_demonstration(holder.email)
