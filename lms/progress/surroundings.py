"""What stands around each lesson of a course: the same for all readers, so it is worked out once for a revision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lms.content.reading.model import Course, Lesson
from lms.progress.requirements.lesson import lesson_requirements

MOST_BESIDE = 24
"""How many lessons stand in the outline beside one: more is a list that nobody reads."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A lesson in the outline, and the paths of all that must be done before it."""

    lesson: Lesson
    requires: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The lessons before and after one in teaching order, and those of its module that are shown beside it."""

    previous: Lesson | None
    following: Lesson | None
    beside: tuple[Beside, ...]


def surroundings_in(course: Course) -> Mapping[str, Surroundings]:
    """The surroundings of every lesson of a course, by its id."""
    lessons = list(course.lessons.values())
    beside = {lesson.id: Beside(lesson, lesson_requirements(course, lesson)) for lesson in lessons}
    before, after = [None, *lessons[:-1]], [*lessons[1:], None]
    modules = {id: module.lessons for module in course.modules for id in module.lessons}
    return {
        lesson.id: Surroundings(previous, following, tuple(beside[id] for id in _around(modules[lesson.id], lesson.id)))
        for lesson, previous, following in zip(lessons, before, after, strict=True)
    }


def _around(lessons: Sequence[str], here: str) -> Sequence[str]:
    """The lessons of a module beside a page; of very many, those before and after this one."""
    if len(lessons) <= MOST_BESIDE:
        return lessons
    first = min(max(0, lessons.index(here) - MOST_BESIDE // 2), len(lessons) - MOST_BESIDE)
    return lessons[first : first + MOST_BESIDE]
