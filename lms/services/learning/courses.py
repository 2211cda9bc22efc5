"""Courses: the catalogue, and a course's own page for its reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lms.content.reading.model import Catalog, Course, Module
from lms.progress.fulfilled import fulfilled
from lms.progress.gates import Gate, course_gate
from lms.progress.standing import CourseStanding, Standing
from lms.progress.steps import Step, minutes_left, next_step
from lms.services.ground import renamed
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import NotFound
from lms.services.learning.outline import LessonLink, Outline, Outlines, link, outlines
from lms.wording.phrases import _


@dataclass(frozen=True, slots=True)
class CourseCard:
    """A course in a list, with how far its reader is."""

    course: Course
    gate: Gate
    joined: bool
    done: datetime | None
    lessons_done: int
    lessons: int
    minutes_left: int


@dataclass(frozen=True, slots=True)
class ModuleView:
    module: Module
    lessons: tuple[LessonLink, ...]


@dataclass(frozen=True, slots=True)
class CoursePage:
    """A course's own page for its reader."""

    course: Course
    gate: Gate
    joined: bool
    done: datetime | None
    lessons_done: int
    modules: tuple[ModuleView, ...]
    next: Step | None
    minutes_left: int


def catalogue(context: Context, person: Person | None) -> tuple[CourseCard, ...]:
    """Every course, in the order of its id, with how far the person is."""
    catalog = context.catalog()
    standing = _standing(context, catalog, person)
    return tuple(course_card(catalog, course, standing) for course in catalog.courses.values())


def course_card(catalog: Catalog, course: Course, standing: Standing) -> CourseCard:
    mine = standing.course(course.id)
    return CourseCard(
        course=course,
        gate=course_gate(catalog, course, standing),
        joined=mine.joined is not None,
        done=fulfilled(catalog, course.path, standing),
        lessons_done=lessons_done(course, mine),
        lessons=len(course.lessons),
        minutes_left=minutes_left(course, standing),
    )


def lessons_done(course: Course, standing: CourseStanding) -> int:
    """How many of the course's lessons of today are done."""
    here = course.lessons
    return len([id for id, own in standing.lessons.items() if own.done is not None and id in here])


def _standing(context: Context, catalog: Catalog, person: Person | None) -> Standing:
    return Standing() if person is None else renamed.standing_of(context.database.engine, catalog, person.id)


def find_course(catalog: Catalog, course_id: str) -> Course:
    course = catalog.courses.get(course_id)
    if course is None:
        raise NotFound(_("There is no such course here."))
    return course


def course_page(context: Context, person: Person | None, course_id: str) -> CoursePage:
    """A course with its modules and lessons; anyone may read it."""
    catalog = context.catalog()
    course = find_course(catalog, course_id)
    return course_page_of(outlines(context), catalog, course, _standing(context, catalog, person))


def course_page_of(known: Outlines, catalog: Catalog, course: Course, standing: Standing) -> CoursePage:
    mine, outline = standing.course(course.id), known.of(catalog, course)
    return CoursePage(
        course=course,
        gate=course_gate(catalog, course, standing),
        joined=mine.joined is not None,
        done=fulfilled(catalog, course.path, standing),
        lessons_done=lessons_done(course, mine),
        modules=tuple(_module_view(catalog, outline, module, standing, mine) for module in course.modules),
        next=next_step(catalog, course, standing),
        minutes_left=minutes_left(course, standing),
    )


def _module_view(
    catalog: Catalog, outline: Outline, module: Module, standing: Standing, mine: CourseStanding
) -> ModuleView:
    places = outline.places
    return ModuleView(module, tuple([link(catalog, places[id], standing, mine) for id in module.lessons]))
