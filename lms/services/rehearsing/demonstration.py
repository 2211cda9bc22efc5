"""The main job from end to end without a browser, by the same services as pages and API.

A demonstration learner, clearly named so, takes the shortest way to a credential: every lesson, every examination, the
certificate.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lms.content.reading.model import Catalog, Credential
from lms.progress.standing import Standing
from lms.progress.steps import Step, shortest_way
from lms.services.accounts.identity import DEMONSTRATION
from lms.services.certifying import claiming, issuing, verifying
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, NotFound
from lms.services.rehearsing import deciding, learner_acts
from lms.store import accounts

NAME = "Demonstration Learner"
FOLDER = "demo"


@dataclass(frozen=True, slots=True)
class Demonstrated:
    """What the walk ended with."""

    serial: str
    pdf: Path
    verify_url: str
    headline: str


def demonstrate(context: Context, tell: Callable[[str], None]) -> Demonstrated:
    """Walk the whole way, telling each step, and leave the PDF in the home folder."""
    catalog = context.catalog()
    credential = _credential(catalog)
    person = _learner(context)
    tell(f"{person.name} ({person.email}) sets out for “{credential.title}”.")
    for step in learner_acts.way(context, person, credential.path):
        tell(f"  {learner_acts.take(context, person, step)}")
    if credential.id in catalog.schemes:
        tell("  applied, and was certified by a demonstration person: nobody of the programme decided")
    serial = deciding.certify(context, person, credential.id, NAME)
    issuing.carry_on(context, serial)
    pdf = context.settings.home / FOLDER / f"{serial}.pdf"
    pdf.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    pdf.write_bytes(claiming.pdf(context, person, serial))
    report = verifying.report(context, serial)
    return Demonstrated(serial, pdf, f"{context.settings.base_url}/verify/{serial}", report.headline)


def _credential(catalog: Catalog) -> Credential:
    """The certification that is earned in the fewest steps; where there is none, such a credential of another kind."""
    offered = catalog.credentials.values()
    if not offered:
        raise NotFound("No credential is published, so there is nothing to earn. Run: lms content check")
    return min(offered, key=lambda one: (one.kind != "certification", len(_way(catalog, one)), one.id))


def _way(catalog: Catalog, credential: Credential) -> tuple[Step, ...]:
    """All that somebody does for it who begins with nothing."""
    return shortest_way(catalog, credential.path, Standing())


def _learner(context: Context) -> Person:
    email = f"demo-{secrets.token_hex(4)}@{DEMONSTRATION}"
    with context.database.writing() as session:
        id = accounts.add(
            session,
            email=email,
            name=NAME,
            password_hash=learner_acts.UNMATCHABLE,
            now=context.now(),
            confirmed=True,
        )
    if id is None:
        raise Conflict("There is such an account already. Please try again.")
    return Person(id, email, NAME)
