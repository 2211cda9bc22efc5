"""What was not right yet, and is worth another look: questions of lessons that are done. Nothing of it is counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from lms.content.reading.model import Catalog, Course, Lesson
from lms.progress.standing import CourseStanding, LessonStanding, Standing
from lms.questions.quiz import Question

MOST = 3


@dataclass(frozen=True, slots=True)
class Missed:
    """A question that was answered, and not right yet, in a lesson that is done."""

    course: Course
    lesson: Lesson
    question: Question


def worth_another_look(catalog: Catalog, standing: Standing) -> tuple[Missed, ...]:
    """A few such questions: those of the course of the newest act first, and one of each lesson."""
    begun = [one for one in catalog.courses.values() if standing.course(one.id).last_at is not None]
    newest = sorted(begun, key=lambda one: _age(standing.course(one.id)))
    return tuple(islice((missed for course in newest for missed in _in_course(course, standing)), MOST))


def missed_before(course: Course, lesson: Lesson, mine: CourseStanding) -> Missed | None:
    """The one that lies nearest before a lesson of its course; None where all was right."""
    before: Missed | None = None
    for earlier in course.lessons.values():
        if earlier is lesson:
            return before
        question = _missed(earlier, mine.lessons.get(earlier.id))
        if question is not None:
            before = Missed(course, earlier, question)
    return None


def _in_course(course: Course, standing: Standing) -> Iterator[Missed]:
    mine = standing.course(course.id)
    for lesson in course.lessons.values():
        question = _missed(lesson, mine.lessons.get(lesson.id))
        if question is not None:
            yield Missed(course, lesson, question)


def _missed(lesson: Lesson, own: LessonStanding | None) -> Question | None:
    """The first question of a lesson that is done which has been answered, and never right."""
    if own is None or own.done is None or not own.quizzes:
        return None
    for question in lesson.questions:
        answered = own.quizzes.get(question.id) if question.scored else None
        if answered is not None and answered.best is not None and _is_short(answered.best):
            return question
    return None


def _is_short(share: Fraction) -> bool:
    """Whether it is less than all. Each lesson page asks, and comparing with a whole number takes ten times as long."""
    return share.numerator < share.denominator


def _age(mine: CourseStanding) -> float:
    return -mine.last_at.timestamp() if mine.last_at else 0.0
