"""What is stored of somebody, under the names of today: the one place where former names are led on when rows are read.

Rows keep the names that things had when they were written. Who asks here needs to know of no rename.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from lms.content.reading.model import Catalog, Course, Lesson
from lms.progress.renamed import led_on
from lms.progress.standing import Standing
from lms.questions.quiz import Json
from lms.store import attempts, grants, scores, standings
from lms.store.attempts import AttemptRecord
from lms.store.prepared import Reader


def standing_of(reader: Reader, catalog: Catalog, account_id: int) -> Standing:
    """Everything one learner has done."""
    return with_stored(reader, catalog, account_id)[1]


def with_stored(reader: Reader, catalog: Catalog, account_id: int) -> tuple[Standing, Standing]:
    """The same twice: by the names that are stored, for who adds to it, and by those of today."""
    stored = standings.of_account(reader, account_id)
    return stored, led_on(stored, catalog.former)


def with_last_answers(
    engine: Engine, catalog: Catalog, account_id: int, course: Course, lesson: Lesson
) -> tuple[Standing, dict[str, Json]]:
    """Everything one learner has done, and their newest answer to each quiz of one lesson."""
    stored, answers = standings.with_last_answers(engine, account_id, course.path, lesson.id)
    standing = led_on(stored, catalog.former)
    # What was answered under a former name is asked for only where there is something.
    missing = standing.course(course.id).lesson(lesson.id).quizzes.keys() - answers.keys() if catalog.former else ()
    if missing:
        names = [name.rpartition("/") for name in catalog.former.every(lesson.path)[1:]]
        earlier = standings.last_answers(engine, account_id, [(subject, part) for subject, _, part in names])
        answers = {**earlier, **answers}
    return standing, answers


def attempts_of(
    reader: Reader, catalog: Catalog, account_id: int, assessment: str | None = None
) -> tuple[AttemptRecord, ...]:
    """All attempts of an account, at one assessment or at any, oldest first."""
    if not catalog.former:
        return attempts.of_account(reader, account_id, assessment)
    found = (_now(catalog, one) for one in attempts.of_account(reader, account_id))
    mine = [one for one in found if assessment in (None, one.assessment)]
    return tuple(sorted(mine, key=lambda one: (one.assessment, one.number)))


def find_attempt(
    reader: Reader, catalog: Catalog, account_id: int, attempt_id: str, *, hold: bool = False
) -> AttemptRecord | None:
    """The attempt, if it is this account's. With `hold` nobody else changes it before the transaction ends."""
    found = attempts.find(reader, account_id, attempt_id, hold=hold)
    return None if found is None else _now(catalog, found)


def find_started(
    session: Session, catalog: Catalog, account_id: int, assessment: str, start_key: str
) -> AttemptRecord | None:
    """The attempt that this idempotency key began, whatever became of it."""
    for name in catalog.former.every_assessment(assessment):
        found = attempts.find_started(session, account_id, name, start_key)
        if found is not None:
            return _now(catalog, found)
    return None


def _now(catalog: Catalog, record: AttemptRecord) -> AttemptRecord:
    now = catalog.former.assessment_now(record.assessment)
    return record if now == record.assessment else replace(record, assessment=now)


def drawn_before(session: Session, catalog: Catalog, account_id: int, assessment: str) -> frozenset[str]:
    """The sources of every question this account has met in this assessment."""
    names = catalog.former.every_assessment(assessment)
    return frozenset().union(*(attempts.drawn_before(session, account_id, name) for name in names))


def given(reader: Reader, catalog: Catalog, account_id: int, assessment: str) -> Sequence[datetime]:
    """When staff gave each further attempt, oldest first."""
    names = catalog.former.every_assessment(assessment)
    return sorted(at for name in names for at in grants.given(reader, account_id, name))


def given_to(reader: Reader, catalog: Catalog, account_id: int) -> Mapping[str, Sequence[datetime]]:
    """When staff gave somebody each further attempt, oldest first, by assessment."""
    found: dict[str, list[datetime]] = {}
    for name, moments in grants.given_to(reader, account_id).items():
        found.setdefault(catalog.former.assessment_now(name), []).extend(moments)
    return {name: sorted(moments) for name, moments in found.items()}


def passed_otherwise(session: Session, catalog: Catalog, account_id: int, assessment: str, but: str) -> bool:
    """Whether another attempt of this account at the assessment is passed as things stand."""
    names = catalog.former.every_assessment(catalog.former.assessment_now(assessment))
    return any(scores.passed_otherwise(session, account_id, name, but) for name in names)


def forget_pass(session: Session, catalog: Catalog, account_id: int, subject: str) -> None:
    """An assessment that was passed, under whatever name, counts as not passed yet."""
    for name in catalog.former.every(catalog.former.now(subject)):
        standings.forget_pass(session, account_id, name)
