"""What to read about an objective: the lessons that serve it, of those that are open to a learner."""

from __future__ import annotations

from lms.content.reading.model import Catalog, Course, Lesson
from lms.progress.gates import Closed, course_gate, lesson_gate
from lms.progress.standing import Standing


def readings_on(catalog: Catalog, objective: str, standing: Standing) -> tuple[Lesson | Course, ...]:
    """Its open lessons in teaching order; where none names it, the course that has it, if that is open."""
    found = tuple(
        lesson
        for course in catalog.courses.values()
        for lesson in course.lessons.values()
        if objective in lesson.objectives and _is_open(catalog, course, lesson, standing)
    )
    known = catalog.objectives.get(objective)
    course = catalog.courses.get(known.course) if known is not None else None
    if found or course is None or isinstance(course_gate(catalog, course, standing), Closed):
        return found
    return (course,)


def _is_open(catalog: Catalog, course: Course, lesson: Lesson, standing: Standing) -> bool:
    done = standing.course(course.id).lesson(lesson.id).done is not None
    return done or not isinstance(lesson_gate(catalog, course, lesson, standing), Closed)
