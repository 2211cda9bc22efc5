"""Where a pass leads on to: what it completes, else what it opens, else whatever comes next."""

from __future__ import annotations

from collections.abc import Collection

from lms.content.reading.model import Catalog
from lms.content.reading.targets import ASSESSMENTS, Target
from lms.progress.gates import unmet
from lms.progress.standing import Standing
from lms.progress.steps import Step, step_to
from lms.services.assessing.overview import overview
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.store import certificates


def next_after_pass(context: Context, person: Person, assessment_id: str, standing: Standing) -> Step | None:
    """The one thing to do after this examination was passed; None where all is done."""
    catalog, path = context.catalog(), Target(ASSESSMENTS, assessment_id).path
    with context.database.reading() as session:
        held = {one.credential for one in certificates.of_account(session, person.id)}
    seen = overview(context, person)
    awaiting = {line.assessment.id for line in seen.assessments if line.awaiting}
    return _earned(catalog, path, standing, held) or _opened(catalog, path, standing, awaiting) or seen.next


def _earned(catalog: Catalog, path: str, standing: Standing, held: set[str]) -> Step | None:
    for one in catalog.credentials.values():
        if path in one.requires and one.id not in held and not unmet(catalog, one.requires, standing):
            return step_to(catalog, one.path, standing)
    return None


def _opened(catalog: Catalog, path: str, standing: Standing, awaiting: Collection[str]) -> Step | None:
    for one in catalog.assessments.values():
        over = one.id in standing.passed or one.id in awaiting
        if path in one.opens_after and not over and not unmet(catalog, one.opens_after, standing):
            return step_to(catalog, one.path, standing)
    return None
