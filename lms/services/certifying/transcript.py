"""A learner's record in plain words: what was done and when, results as the rules show them, and certificates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from lms.content.reading.model import Course
from lms.services.assessing.gates import tells_result
from lms.services.certifying import claiming
from lms.services.certifying.claiming import Holding
from lms.services.ground import renamed
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.store.attempts import AttemptRecord

ISSUED = "issued"


@dataclass(frozen=True, slots=True)
class LessonDone:
    title: str
    done: datetime


@dataclass(frozen=True, slots=True)
class CourseDone:
    """A course that was begun. `done` is None while something is left of it."""

    title: str
    language: str
    done: datetime | None
    lessons: tuple[LessonDone, ...]
    of: int


@dataclass(frozen=True, slots=True)
class Try:
    """One try at an examination. `told`: its rules show how it ended; else `share` and `passed` are None."""

    assessment: str
    title: str
    number: int
    ended: datetime
    told: bool
    share: Fraction | None
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Transcript:
    name: str
    as_of: datetime
    courses: tuple[CourseDone, ...]
    tries: tuple[Try, ...]
    certificates: tuple[Holding, ...]


def transcript(context: Context, person: Person) -> Transcript:
    """Everything that the person did here, for themselves alone."""
    catalog = context.catalog()
    reader = context.database.engine
    standing = renamed.standing_of(reader, catalog, person.id)
    courses = []
    for course in catalog.courses.values():
        own = standing.courses.get(course.id)
        if own is not None and own.joined is not None:
            days = {id: lesson.done for id, lesson in own.lessons.items()}
            courses.append(_course(course, own.done, days))
    tries = renamed.attempts_of(reader, catalog, person.id)
    return Transcript(
        person.name,
        context.now(),
        tuple(courses),
        tuple(_try(one, one.ended_at) for one in tries if not one.open and one.ended_at is not None),
        tuple(one for one in claiming.mine(context, person) if one.state == ISSUED),
    )


def _course(course: Course, done: datetime | None, days: dict[str, datetime | None]) -> CourseDone:
    lessons = ((course.lessons[id].title, day) for id, day in days.items() if id in course.lessons)
    finished = tuple(LessonDone(title, day) for title, day in lessons if day is not None)
    by_day = tuple(sorted(finished, key=lambda one: one.done))
    return CourseDone(course.title, course.language_of("title"), done, by_day, len(course.lessons))


def _try(record: AttemptRecord, ended: datetime) -> Try:
    told = tells_result(record)
    share = Fraction(record.share) if told and record.share is not None else None
    return Try(record.assessment, record.title, record.number, ended, told, share, record.passed if told else None)
