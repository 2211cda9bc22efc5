"""What a learner sees on /learn: what comes next, how far everything is, what is closed and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from lms.content.reading.model import Assessment, Catalog
from lms.progress.again import Missed, worth_another_look
from lms.progress.gates import Gate
from lms.progress.standing import Standing
from lms.progress.steps import Step, next_step_of_all, shortest_way
from lms.services.accounts.former_attempts import Elsewhere, sat_elsewhere
from lms.services.assessing.gates import awaits_no_word, gate_for, is_admitted, pass_told
from lms.services.assessing.renewing import renewing_since
from lms.services.ground import renamed
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.learning.courses import CourseCard, CoursePage, course_card, course_page_of
from lms.services.learning.outline import outlines
from lms.store import certificates, seen_keys
from lms.store.attempts import AttemptRecord
from lms.store.certificates import CertificateRecord
from lms.store.prepared import Reader

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """An assessment for one learner. `way` is what to do, in order, to open it; `running` an attempt under way.

    `awaiting`: it was handed in, and no word is told of how that ended.
    """

    assessment: Assessment
    gate: Gate
    passed: datetime | None
    running: str | None
    last_result: str | None
    way: tuple[Step, ...]
    awaiting: bool = False


@dataclass(frozen=True, slots=True)
class Overview:
    """`next` is the one thing to do now; None when there is nothing left to do. `again` is worth another look.

    `standing` is what all of it was told by.
    """

    next: Step | None
    courses: tuple[CourseCard, ...]
    assessments: tuple[AssessmentLine, ...]
    standing: Standing
    again: tuple[Missed, ...] = ()


def overview(context: Context, person: Person) -> Overview:
    """Everything that one learner has done and may do, in four statements."""
    catalog = context.catalog()
    now = context.now()
    reader = context.database.engine
    standing = renamed.standing_of(reader, catalog, person.id)
    mine = renamed.attempts_of(reader, catalog, person.id)
    elsewhere = sat_elsewhere(reader, context, person, mine)
    certified = certificates.of_account(reader, person.id)
    given = _once(partial(renamed.given_to, reader, catalog, person.id))
    seen = _once(partial(seen_keys.of_account, reader, person.id))
    known = _Known(reader, catalog, person, standing, mine, elsewhere, certified, given, seen, now)
    lines = [_line(known, assessment) for assessment in catalog.assessments.values()]
    held = {one.credential for one in certified}
    gates = {line.assessment.id: line.gate for line in lines}
    awaiting = {line.assessment.id for line in lines if line.awaiting}
    under_way = next((line for line in lines if line.running is not None), None)
    return Overview(
        next=_go_on(under_way) if under_way else next_step_of_all(catalog, standing, gates, held, awaiting),
        courses=tuple([course_card(catalog, course, standing) for course in catalog.courses.values()]),
        assessments=tuple(lines),
        standing=standing,
        again=worth_another_look(catalog, standing),
    )


def course_pages(context: Context, seen: Overview) -> tuple[CoursePage, ...]:
    """The courses of an overview with their lessons, and what comes next in each."""
    catalog, known = context.catalog(), outlines(context)
    return tuple(course_page_of(known, catalog, one.course, seen.standing) for one in seen.courses)


def _once(ask: Callable[[], Read]) -> Callable[[], Read]:
    """What is read when it is asked for the first time."""
    read: list[Read] = []

    def known() -> Read:
        if not read:
            read.append(ask())
        return read[0]

    return known


@dataclass(frozen=True, slots=True)
class _Known:
    """What there is to know of a learner; the attempts that staff gave are asked for where they matter."""

    reader: Reader
    catalog: Catalog
    person: Person
    standing: Standing
    attempts: Sequence[AttemptRecord]
    elsewhere: Elsewhere
    certified: Sequence[CertificateRecord]
    given: Callable[[], Mapping[str, Sequence[datetime]]]
    seen: Callable[[], Mapping[str, datetime]]
    now: datetime


def _line(known: _Known, assessment: Assessment) -> AssessmentLine:
    catalog, standing = known.catalog, known.standing
    own = tuple(one for one in known.attempts if one.assessment == assessment.id)
    ended = [one for one in own if not one.open]
    again = renewing_since(catalog, assessment.id, known.certified, known.now)
    gate = gate_for(
        catalog,
        assessment,
        known.person,
        standing,
        own,
        known.elsewhere,
        lambda: known.given().get(assessment.id, ()),
        known.seen,
        known.now,
        again,
        is_admitted(known.reader, catalog, assessment, known.person),
    )
    passed = pass_told(assessment, standing)
    return AssessmentLine(
        assessment=assessment,
        gate=gate,
        passed=passed,
        running=next((one.id for one in own if one.open), None),
        last_result=ended[-1].id if ended else None,
        way=shortest_way(catalog, assessment.path, standing),
        awaiting=awaits_no_word(passed, own),
    )


def _go_on(line: AssessmentLine) -> Step:
    return Step("attempt", f"attempts/{line.running}", line.assessment.title, started=True)
