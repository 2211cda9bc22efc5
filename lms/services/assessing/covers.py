"""The cover of an assessment: what is known before it begins, and whether it may begin now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lms.content.reading.model import Assessment, Catalog, Policy
from lms.practice.accommodations import NOTHING, Needs, fitted
from lms.progress.gates import Gate, assessment_gate
from lms.progress.standing import Standing
from lms.services.assessing import renewing
from lms.services.assessing.gates import pass_told, tells_result
from lms.services.granting.requests import needs_now
from lms.services.ground import renamed
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import NotFound
from lms.store.attempts import AttemptRecord
from lms.wording.phrases import _


@dataclass(frozen=True, slots=True)
class PastAttempt:
    """An attempt that has ended. `share` is left out where the policy does not show the result."""

    id: str
    number: int
    state: str
    started: datetime
    ended: datetime | None
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Cover:
    """What is known before an examination begins. `running` is the id of an attempt under way or put aside.

    `needs` is what this person was granted; `policy` are the rules as they are with that.
    """

    assessment: Assessment
    gate: Gate
    questions: int
    running: str | None
    past: tuple[PastAttempt, ...]
    minutes_allowed: int | None
    passed: datetime | None
    needs: Needs = NOTHING

    @property
    def policy(self) -> Policy:
        return fitted(self.assessment.policy, self.needs)


def find_assessment(catalog: Catalog, assessment_id: str) -> Assessment:
    assessment = catalog.assessments.get(assessment_id)
    if assessment is None:
        raise NotFound(_("There is no such assessment here."))
    return assessment


def cover(context: Context, person: Person | None, assessment_id: str) -> Cover:
    """The cover of an assessment, for anyone; gate and attempts are the person's own."""
    catalog = context.catalog()
    assessment = find_assessment(catalog, assessment_id)
    now = context.now()
    if person is None:
        gate = assessment_gate(catalog, assessment, Standing(), (), now)
        return _cover(assessment, gate, (), NOTHING, None)
    reader = context.database.engine
    standing = renamed.standing_of(reader, catalog, person.id)
    mine = renamed.attempts_of(reader, catalog, person.id, assessment_id)
    gate = renewing.gate_of(reader, context, catalog, assessment, person, standing, mine, now)
    needs = needs_now(reader, context, person)
    return _cover(assessment, gate, mine, needs, pass_told(assessment, standing))


def _cover(
    assessment: Assessment,
    gate: Gate,
    mine: tuple[AttemptRecord, ...],
    needs: Needs,
    passed: datetime | None,
) -> Cover:
    limit = fitted(assessment.policy, needs).time_limit
    return Cover(
        assessment=assessment,
        gate=gate,
        questions=sum(draw.take for draw in assessment.draw),
        running=next((one.id for one in mine if one.open), None),
        past=tuple(_past(one) for one in mine if not one.open),
        minutes_allowed=None if limit is None else int(limit.total_seconds()) // 60,
        passed=passed,
        needs=needs,
    )


def _past(record: AttemptRecord) -> PastAttempt:
    shown = tells_result(record)
    return PastAttempt(
        record.id, record.number, record.state, record.started_at, record.ended_at, record.passed if shown else None
    )
