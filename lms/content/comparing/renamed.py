"""An earlier state under the names of today: what was renamed is compared with what it is, and not found gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from lms.content.comparing.change import About, Change, Means, State
from lms.content.reading.filing import COURSES as FOLDER
from lms.content.reading.former import FormerNames
from lms.content.reading.model import Catalog, Course, Lesson
from lms.content.reading.site import CourseFiles, World
from lms.content.reading.targets import ASSESSMENTS, COURSES, Target, own_id, target_of


def led_on(world: World, names: FormerNames) -> World:
    """What the files said, each thing under its name of today. What went into another thing is left out."""
    if not names:
        return world
    found = replace(world, courses={}, things={kind: dict(_things(world, kind, names)) for kind in list(world.things)})
    for id, course in world.courses.items():
        here = own_id(_now(world, names, Target(COURSES, id).path), COURSES)
        found.courses[here] = CourseFiles(here, course.folder, course.part)
    for id, course in world.courses.items():
        for name, lesson in course.lessons.items():
            now = target_of(_now(world, names, Target(COURSES, id, name).path))
            held = found.courses.setdefault(now.id, CourseFiles(now.id, f"{FOLDER}{now.id}")).lessons
            held[now.part] = lesson._replace(head=lesson.head._replace(id=now.part))
    return found


def _things(world: World, kind: str, names: FormerNames) -> Iterator[tuple[str, Any]]:
    known = world.kinds.named(kind)
    family = "" if known is None else known.family
    for id, part in world.things[kind].items():
        yield own_id(_now(world, names, Target(family, id).path), family) if family else id, part


def _now(world: World, names: FormerNames, path: str) -> str:
    """The name of today; its own where the thing that has that name was there already."""
    now = names.now(path)
    return path if now in world.paths else now


def state_led_on(state: State, names: FormerNames) -> State:
    """The same for a whole state. Lessons that moved to another course are left out of what a course teaches."""
    if not names:
        return state
    paths = {path: _now(state.world, names, path) for path in state.world.paths}
    moved = frozenset(now for path, now in paths.items() if _course_of(now) != paths.get(_course_of(path)))
    return State(led_on(state.world, names), _catalog(state.catalog, paths, names), moved)


def _course_of(path: str) -> str:
    return target_of(path).whole.path


def _catalog(catalog: Catalog, paths: Mapping[str, str], names: FormerNames) -> Catalog:
    courses = (_course(course, paths) for course in catalog.courses.values())
    assessments = (
        replace(one, id=own_id(paths.get(one.path, one.path), ASSESSMENTS)) for one in catalog.assessments.values()
    )
    return replace(
        catalog,
        courses={course.id: course for course in courses},
        assessments={one.id: one for one in assessments},
        media={names.now(name): content for name, content in catalog.media.items()},
    )


def _course(course: Course, paths: Mapping[str, str]) -> Course:
    path = paths.get(course.path, course.path)
    lessons: dict[str, Lesson] = {}
    for lesson in course.lessons.values():
        owner, _, id = paths.get(lesson.path, lesson.path).rpartition("/")
        if owner == path:
            lessons[id] = replace(lesson, id=id, course=own_id(path, COURSES))
    return replace(course, id=own_id(path, COURSES), lessons=lessons)


def renamings(before: State, after: State) -> Iterator[Change]:
    """What has another name than before, as its `was` says."""
    names, there = after.world.former, before.world.paths
    if not names:
        return
    for path, kind in after.world.paths.items():
        former = next((one for one in names.every(path)[1:] if one in there), None)
        if former is None or path in there or kind == "module":
            continue
        about = _about(after, path, kind)
        own = former.rpartition("/")[2] if about.thing.rpartition("/")[0] == former.rpartition("/")[0] else former
        if kind != "lesson" or not _went_along(former, path, names):
            yield about.change(kind, f"the {kind} was called {own}", Means.LESSON)


def _went_along(former: str, path: str, names: FormerNames) -> bool:
    """Whether a lesson has another path only because its course has another name, which is said of the course."""
    return former not in names.leads and names.now(former) == path


def _about(after: State, path: str, kind: str) -> About:
    target = target_of(path)
    if target.family != COURSES:
        part = after.world.of(kind)[target.id]
        return About(part.head.file, path, part.title)
    course = after.world.courses[target.id]
    if target.part:
        lesson = course.lessons[target.part]
        return About(lesson.head.file, path, lesson.title)
    return About(f"{course.folder}/course.md", path, course.part.title if course.part else target.id)
