"""What an endorsement asks for besides: a valid certificate of the same holder, on which it rests from then on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lms.content.reading.model import Catalog, Credential
from lms.content.reading.targets import CERTIFICATES, own_id
from lms.credentials.life import Status, status
from lms.credentials.model import Claims, Endorsed, Evidence
from lms.progress.gates import Closed, Gate, Reason
from lms.store.certificates import CertificateRecord
from lms.wording.phrases import _


@dataclass(frozen=True, slots=True)
class Ground:
    """What an endorsement is issued on: the certificate that it names, and when that was awarded."""

    endorsed: Endorsed
    evidence: Evidence


def basis_id(credential: Credential) -> str:
    """The id of the certification that it endorses; empty where it is no endorsement."""
    return own_id(credential.endorses, CERTIFICATES) if credential.endorses else ""


def title_of_basis(catalog: Catalog, credential: Credential) -> str:
    """The title of what it endorses, in the language of the catalog."""
    return catalog.credentials[basis_id(credential)].title


def ground_of(credential: Credential, held: CertificateRecord | None, now: datetime) -> Ground | None:
    """What it rests on, where its holder has that and it is valid now."""
    if not credential.endorses or held is None or held.claims is None:
        return None
    if status(held.life, held.expires_at, now) is not Status.VALID:
        return None
    claims = Claims.from_json(held.claims)
    return Ground(
        Endorsed(claims.credential, claims.title, claims.serial),
        Evidence(credential.endorses, claims.title, claims.issued),
    )


def with_basis(catalog: Catalog, credential: Credential, gate: Gate, ground: Ground | None) -> Gate:
    """The gate of a credential, closed as well where an endorsement would rest on nothing."""
    if not credential.endorses or ground is not None:
        return gate
    title = title_of_basis(catalog, credential)
    message = _("First hold the certification “%(title)s”, and it must be valid.", title=title)
    return Closed((*gate.reasons, Reason("certificate", credential.endorses, title, message)))
