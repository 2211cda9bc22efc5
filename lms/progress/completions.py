"""What an event brings about: a lesson that is done by it, then its module, then the course; and since when each is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction

from lms.content.reading.model import Course, Lesson
from lms.progress.events import Event
from lms.progress.records import CourseStanding, LessonStanding, fold


def what_follows(course: Course, standing: CourseStanding, event: Event) -> list[Event]:
    """The completions that an event brings about, given the standing after it; each only the first time.

    They are events of their own, since a later edit of the course must not undo them. A lesson whose answers suffice
    only since an edit counts for its module and course, as it does at every door.
    """
    following: list[Event] = []
    lesson = course.lessons.get(event.part)
    if lesson is None:
        return following
    own = standing.lesson(lesson.id)
    if own.done is None and event.kind == "answered" and is_complete(lesson, own):
        following.append(Event("lesson_done", event.at, lesson.id))
        standing = fold(standing, following[-1])
    if standing.lesson(lesson.id).done is None:
        return following
    following += [
        Event("module_done", event.at, module.id)
        for module in course.modules
        if module.id and module.id not in standing.modules and _all_done(course, module.lessons, standing)
    ]
    if standing.done is None and _all_done(course, course.lessons, standing):
        following.append(Event("course_done", event.at))
    return following


def _all_done(course: Course, lessons: Iterable[str], standing: CourseStanding) -> bool:
    return all(is_done(course.lessons[id], standing.lesson(id)) for id in lessons)


def is_done(lesson: Lesson, own: LessonStanding) -> bool:
    """Whether a lesson was completed, or its answers complete it as it is today."""
    return own.done is not None or is_complete(lesson, own)


def is_complete(lesson: Lesson, own: LessonStanding) -> bool:
    """Whether the answers so far complete the lesson. A lesson to be read is completed by its reader alone."""
    if lesson.complete_when == "read" or not own.quizzes:
        return False
    tried = [own.quizzes.get(id) for id in lesson.scored]
    if not tried:
        return False
    if lesson.complete_when == "correct":
        return all(quiz is not None and quiz.best == Fraction(1) for quiz in tried)
    return all(quiz is not None for quiz in tried)


def lesson_done(course: Course, lesson_id: str, mine: CourseStanding) -> datetime | None:
    """Since when a lesson is done, also where its answers suffice only since it asks for less."""
    own = mine.lesson(lesson_id)
    lesson = course.lessons.get(lesson_id)
    if own.done is not None or lesson is None:
        return own.done
    return mine.last_at if is_complete(lesson, own) else None


def done_since(course: Course, lessons: Iterable[str], mine: CourseStanding) -> datetime | None:
    """Since when the last of some lessons is done; None while one is not, or where there are none."""
    newest: datetime | None = None
    for lesson_id in lessons:
        done = lesson_done(course, lesson_id, mine)
        if done is None:
            return None
        newest = done if newest is None else max(newest, done)
    return newest
