"""Whether a thing is done or passed, and since when: by what was recorded, or by what the course of today still asks.

An edit may take a lesson or a question away, and leave a learner with everything done and no act that could say so.
They must not be stuck before a door: what is complete by the course of today counts, without an event of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from lms.content.reading.model import Catalog, Course
from lms.progress.completions import is_complete
from lms.progress.standing import CourseStanding, Standing


def fulfilled(catalog: Catalog, path: str, standing: Standing) -> datetime | None:
    """Since when the thing with this path is done or passed; None if it is not."""
    recorded = standing.met(path)
    family, _, rest = path.partition("/")
    if recorded is not None or family != "courses":
        return recorded
    course_id, _, module_id = rest.partition("#")
    course_id, _, lesson_id = course_id.partition("/")
    course = catalog.courses.get(course_id)
    if course is None:
        return None
    mine = standing.course(course_id)
    if lesson_id:
        return lesson_done(course, lesson_id, mine)
    if module_id:
        lessons = next((module.lessons for module in course.modules if module.id == module_id), ())
        return _all_done(course, lessons, mine)
    return _all_done(course, course.lessons, mine)


def lesson_done(course: Course, lesson_id: str, mine: CourseStanding) -> datetime | None:
    """Since when a lesson is done, also where its answers suffice only since it asks for less."""
    own = mine.lesson(lesson_id)
    lesson = course.lessons.get(lesson_id)
    if own.done is not None or lesson is None:
        return own.done
    return mine.last_at if is_complete(lesson, own) else None


def _all_done(course: Course, lessons: Iterable[str], mine: CourseStanding) -> datetime | None:
    newest: datetime | None = None
    for lesson_id in lessons:
        done = lesson_done(course, lesson_id, mine)
        if done is None:
            return None
        newest = done if newest is None else max(newest, done)
    return newest
