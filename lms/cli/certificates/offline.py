"""`lms certificate verify --offline`: the files that were given, and nothing else of the world but the clock."""

from __future__ import annotations

from datetime import UTC, datetime

from lms.credentials import offline, pdfcheck
from lms.credentials.attached import CREDENTIAL
from lms.credentials.certificates import from_pem
from lms.credentials.offline import OfflineCheck, Readers
from lms.services.ground.refusals import Invalid


def check(content: bytes, keys: bytes, root: bytes) -> OfflineCheck:
    """Whether the certificate in this file holds by these keys."""
    now = datetime.now(UTC)
    did_document = offline.read_did(keys)
    if did_document is None:
        raise Invalid("The file of keys is no did.json.")
    try:
        roots = from_pem(root) if root else ()
    except ValueError:
        raise Invalid("The file of the root holds no certificate in PEM.") from None
    readers = Readers(
        look=lambda pdf: pdfcheck.look(pdf, roots, now),
        take_out=lambda pdf: pdfcheck.take_out(pdf, CREDENTIAL),
    )
    return offline.check(content, did_document, readers, now)


def in_lines(found: OfflineCheck) -> str:
    facts = [f"  {label}: {text}" for label, text in found.facts]
    steps = [f"  [{step.outcome.value}] {step.words}" for step in found.steps]
    return "\n".join([found.headline, *facts, *steps])
