"""What a certificate that staff issue may say: the criteria where all was shown, or the decision that it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from lms.content.reading.model import Catalog, Credential, Design
from lms.credentials.decision import NotAGround, check_ground
from lms.credentials.fonts import of_design
from lms.progress.gates import unmet
from lms.progress.standing import Standing
from lms.services.ground.refusals import Conflict, Invalid
from lms.store.certificates import CertificateRecord


def ground_of(text: str, design: Design) -> str:
    """The words of the decision as they will be printed; empty where there are none."""
    if not text:
        return ""
    checked = check_ground(text, of_design(design))
    if isinstance(checked, NotAGround):
        raise Invalid(checked.reason, field="awarded_for")
    return checked.text


def has_signed(credential: Credential, held: Sequence[CertificateRecord]) -> bool:
    """Whether the holder signed this very agreement, for a certificate that was issued to them before."""
    agreed = {one.claims["agreement"] for one in held if one.claims}
    return bool(credential.agreement) and credential.agreement in agreed


def refuse_what_was_not_shown(catalog: Catalog, credential: Credential, standing: Standing, signed: bool) -> None:
    """The criteria would be untrue where something of them was not met, or where nobody signed what they name."""
    missing = [f"“{reason.title}”" for reason in unmet(catalog, credential.requires, standing)]
    if credential.agreement and not signed:
        missing.append(f"“{credential.agreement_title}”, which only the holder can sign, when claiming it")
    if missing:
        raise Conflict(
            f"Not yet met: {'; '.join(missing)}. So this would be an award by decision, and must say so: give "
            "--ground TEXT. It is printed in the place of the criteria."
        )
