"""The title of anything that a path can name."""

from __future__ import annotations

from lms.content.reading.model import Catalog


def title_of(catalog: Catalog, path: str) -> str:
    """The title of a course, module, lesson, assessment or credential; the path itself if there is none by it."""
    family, _, rest = path.partition("/")
    if family == "courses":
        return _title_in_course(catalog, rest) or path
    things = catalog.assessments if family == "assessments" else catalog.credentials
    thing = things.get(rest)
    return path if thing is None else thing.title


def _title_in_course(catalog: Catalog, rest: str) -> str | None:
    course_id, _, module_id = rest.partition("#")
    course_id, _, lesson_id = course_id.partition("/")
    course = catalog.courses.get(course_id)
    if course is None:
        return None
    if module_id:
        return next((module.title for module in course.modules if module.id == module_id), None)
    if lesson_id:
        lesson = course.lessons.get(lesson_id)
        return None if lesson is None else lesson.title
    return course.title
