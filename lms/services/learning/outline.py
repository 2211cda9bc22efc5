"""The outline of a course: its lessons in order, with what stands before each, and how they stand for a reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lms.content.reading.model import Catalog, Course, Lesson
from lms.progress.gates import OPEN, Closed, Gate, gate_after
from lms.progress.requirements.lesson import lesson_requirements
from lms.progress.standing import CourseStanding, Standing
from lms.progress.surroundings import surroundings_in
from lms.services.ground.context import Context

MOST_KEPT = 256


@dataclass(frozen=True, slots=True)
class LessonLink:
    """A lesson in an outline. `state` is open, done or closed; `is_new`: it came after the course was completed."""

    lesson: Lesson
    state: str
    gate: Gate
    is_new: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A lesson in an outline: what must be done before it, and how it stands there for most readers."""

    lesson: Lesson
    requires: tuple[str, ...]
    open: LessonLink
    done: LessonLink


def _place(lesson: Lesson, requires: tuple[str, ...]) -> Place:
    links = LessonLink(lesson, "open", OPEN, is_new=False), LessonLink(lesson, "done", OPEN, is_new=False)
    return Place(lesson, requires, *links)


def link(catalog: Catalog, place: Place, standing: Standing, mine: CourseStanding) -> LessonLink:
    own = mine.lessons.get(place.lesson.id)
    done = own is not None and own.done is not None
    gate = gate_after(catalog, place.requires, standing) if place.requires else OPEN
    if gate is OPEN and (done or mine.done is None):
        return place.done if done else place.open
    state = "done" if done else "closed" if isinstance(gate, Closed) else "open"
    return LessonLink(place.lesson, state, gate, mine.done is not None and not done)


@dataclass(frozen=True, slots=True)
class Around:
    """A lesson with what stands around it, and what the gate in front of it is asked by."""

    lesson: Lesson
    requires: tuple[str, ...]
    previous: Lesson | None
    following: Lesson | None
    beside: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A course of one revision as all its readers share it."""

    places: Mapping[str, Place]
    around: Mapping[str, Around]


class Outlines:
    """The outlines that a process has worked out, each when a course of its revision is first read."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str], Outline] = {}

    def of(self, catalog: Catalog, course: Course) -> Outline:
        """Two threads may work one out at once; both get the same."""
        key = (catalog.revision, catalog.language, course.id)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            known = self._known[key] = _outline_of(course)
        return known


def outlines(context: Context) -> Outlines:
    return context.database.kept(Outlines)


def _outline_of(course: Course) -> Outline:
    places = {one.id: _place(one, lesson_requirements(course, one)) for one in course.lessons.values()}
    around = {
        id: Around(
            course.lessons[id],
            places[id].requires,
            beside.previous,
            beside.following,
            tuple(places[one.lesson.id] for one in beside.beside),
        )
        for id, beside in surroundings_in(course).items()
    }
    return Outline(places, around)
