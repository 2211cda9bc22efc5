"""Readers and scribes: they sign what a candidate signs, each time that they help."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from lms.content.reading.model import Assessment
from lms.practice.accommodations import Needs
from lms.services.ground.person import Person
from lms.services.ground.refusals import Invalid
from lms.store import signatures
from lms.wording.phrases import _


def sign(session: Session, person: Person, assessment: Assessment, needs: Needs, typed: str, now: datetime) -> None:
    """Keep that the helper signed; Invalid where somebody else's name is typed, or none."""
    name = " ".join(typed.split())
    if name.casefold() != needs.name.casefold():
        raise Invalid(_("%(name)s signs here as well, by typing this name.", name=needs.name), field="helper")
    text = assessment.policy.agree_to or assessment.path
    document = f"{assessment.path}/helper"
    signatures.keep(session, person.id, document, sha256(f"{text}\n{name}".encode()).hexdigest(), name, now)
