"""A lesson that must be done: `courses/foundations/telling-your-story`."""

from __future__ import annotations

from datetime import datetime

from lms.content.reading.model import Catalog, Course, Lesson, Module
from lms.content.reading.targets import COURSES, PART, Target
from lms.progress.completions import lesson_done
from lms.progress.records import Records
from lms.progress.requirement import Requirement, Step
from lms.questions import amounts
from lms.wording.phrases import _


class LessonDone(Requirement):
    name = "lesson"
    family = COURSES
    shape = PART

    def find(self, catalog: Catalog, target: Target) -> Lesson | None:
        course = catalog.courses.get(target.id)
        return None if course is None else course.lessons.get(target.part)

    def language(self, catalog: Catalog, target: Target) -> str:
        found = self.find(catalog, target)
        return "" if found is None else found.language_of("title")

    def recorded(self, records: Records, target: Target) -> datetime | None:
        return records.course(target.id).lesson(target.part).done

    def fulfilled(self, catalog: Catalog, records: Records, target: Target) -> datetime | None:
        course = catalog.courses.get(target.id)
        if course is None:
            return self.recorded(records, target)
        return lesson_done(course, target.part, records.course(target.id))

    def not_yet(self, catalog: Catalog, target: Target, title: str) -> str:
        lesson = self.find(catalog, target)
        if lesson is None or not lesson.minutes:
            return _("First finish the lesson “%(title)s”.", title=title)
        time = amounts.minutes(lesson.minutes)
        return _("First finish the lesson “%(title)s” (about %(time)s).", title=title, time=time)

    def address(self, target: Target) -> str:
        return f"/courses/{target.id}/{target.part}"

    def before(self, catalog: Catalog, target: Target) -> tuple[str, ...]:
        course, lesson = catalog.courses.get(target.id), self.find(catalog, target)
        if course is None or lesson is None:
            return () if course is None else course.opens_after
        return lesson_requirements(course, lesson)

    def step(self, catalog: Catalog, records: Records, target: Target) -> Step | None:
        lesson = self.find(catalog, target)
        return None if lesson is None else lesson_step(lesson, records)


KIND = LessonDone()


def lesson_requirements(course: Course, lesson: Lesson) -> tuple[str, ...]:
    """Everything that must be done before a lesson: of the course, its module, its order and its own."""
    module = next(one for one in course.modules if one.id == lesson.module)
    if not (course.opens_after or module.opens_after or course.in_order):
        return lesson.opens_after
    before: list[str] = [*course.opens_after, *module.opens_after]
    if course.in_order and (previous := _lesson_before(course, module, lesson)) is not None:
        before.append(previous)
    return tuple(dict.fromkeys([*before, *lesson.opens_after]))


def _lesson_before(course: Course, module: Module, lesson: Lesson) -> str | None:
    """The path of the lesson before this one in teaching order."""
    place = module.lessons.index(lesson.id)
    if place:
        return course.lessons[module.lessons[place - 1]].path
    earlier = [one for one in course.modules[: course.modules.index(module)] if one.lessons]
    return course.lessons[earlier[-1].lessons[-1]].path if earlier else None


def lesson_step(lesson: Lesson, records: Records) -> Step:
    """A lesson as a step: its first question that still wants an answer, and the time for the part that is left."""
    own = records.course(lesson.course).lesson(lesson.id)
    if not own.quizzes:
        return Step(KIND.name, lesson.path, lesson.title, max(lesson.minutes, 1))
    asked = lesson.scored
    if lesson.complete_when == "correct":
        left = [id for id in asked if id not in own.quizzes or own.quizzes[id].best != 1]
    else:
        left = [id for id in asked if id not in own.quizzes]
    minutes = -(-lesson.minutes * len(left) // len(asked)) if asked else lesson.minutes
    return Step(KIND.name, lesson.path, lesson.title, max(minutes, 1), left[0] if left else "", started=True)
