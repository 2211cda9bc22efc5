"""An earlier state under the names of today: what was renamed is compared with what it is, and not found gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from lms.content.comparing.change import About, Change, Means, State
from lms.content.kinds.assessment import KIND as ASSESSMENT
from lms.content.reading.former import FormerNames
from lms.content.reading.model import Catalog, Course, Lesson
from lms.content.reading.site import CourseFiles, World

_FAMILY = "assessments/"


def led_on(world: World, names: FormerNames) -> World:
    """What the files said, each thing under its name of today. What went into another thing is left out."""
    if not names:
        return world
    found = replace(world, courses={}, things={**world.things, ASSESSMENT.name: {}})
    for id, course in world.courses.items():
        here = _now(world, names, f"courses/{id}").removeprefix("courses/")
        found.courses[here] = CourseFiles(here, course.folder, course.part)
    for id, course in world.courses.items():
        for name, lesson in course.lessons.items():
            path = _now(world, names, f"courses/{id}/{name}")
            owner, _, now = path.removeprefix("courses/").partition("/")
            held = found.courses.setdefault(owner, CourseFiles(owner, f"content/courses/{owner}")).lessons
            held[now] = lesson._replace(head=lesson.head._replace(id=now))
    for id, assessment in world.assessments.items():
        found.assessments[_now(world, names, _FAMILY + id).removeprefix(_FAMILY)] = assessment
    return found


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
    return "/".join(path.partition("#")[0].split("/")[:2])


def _catalog(catalog: Catalog, paths: Mapping[str, str], names: FormerNames) -> Catalog:
    courses = (_course(course, paths) for course in catalog.courses.values())
    assessments = (
        replace(one, id=paths.get(one.path, one.path).removeprefix(_FAMILY)) for one in catalog.assessments.values()
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
            lessons[id] = replace(lesson, id=id, course=path.removeprefix("courses/"))
    return replace(course, id=path.removeprefix("courses/"), lessons=lessons)


def renamings(before: State, after: State) -> Iterator[Change]:
    """What has another name than before, as its `was` says."""
    names, there = after.world.former, before.world.paths
    if not names:
        return
    for path, kind in after.world.paths.items():
        former = next((one for one in names.every(path)[1:] if one in there), None)
        if former is None or path in there or kind == "module":
            continue
        about = _about(after, path)
        own = former.rpartition("/")[2] if about.thing.rpartition("/")[0] == former.rpartition("/")[0] else former
        if kind != "lesson" or not _went_along(former, path, names):
            yield about.change(kind, f"the {kind} was called {own}", Means.LESSON)


def _went_along(former: str, path: str, names: FormerNames) -> bool:
    """Whether a lesson has another path only because its course has another name, which is said of the course."""
    return former not in names.leads and names.now(former) == path


def _about(after: State, path: str) -> About:
    family, *inner = path.split("/")
    if family == "assessments":
        assessment = after.world.assessments[inner[0]]
        return About(assessment.head.file, path, assessment.title)
    course = after.world.courses[inner[0]]
    if len(inner) > 1:
        lesson = course.lessons[inner[1]]
        return About(lesson.head.file, path, lesson.title)
    return About(f"{course.folder}/course.md", path, course.part.title if course.part else inner[0])
