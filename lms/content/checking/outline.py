"""In which order a course is taught: its modules, and the lessons of each."""

from __future__ import annotations

from dataclasses import dataclass

from lms.content.reading.names import id_of_name
from lms.content.reading.parts import LessonPart, Ref
from lms.content.reading.site import CourseFiles, World
from lms.content.reading.targets import COURSES, Target, own_id
from lms.sources.diagnostics import Edit, Findings
from lms.sources.suggest import same_word
from lms.sources.yamltext import shorten


@dataclass(frozen=True, slots=True)
class OutlineModule:
    id: str
    title: str
    lessons: tuple[LessonPart, ...]
    opens_after: tuple[Ref, ...] = ()


Outline = tuple[OutlineModule, ...]


def outline_of(course: CourseFiles, world: World, findings: Findings) -> Outline:
    """The modules of a course, and findings where they and its lessons do not fit together."""
    part = course.part
    if part is None or part.modules is None:
        lessons = tuple(course.lessons.values())
        return (OutlineModule("", "", lessons),) if lessons else ()
    placed: dict[str, str] = {}
    seen: dict[str, Ref] = {}
    outline = []
    for module in part.modules:
        name = module.id
        if name.text and seen.setdefault(name.text, name) is not name:
            message = f"There are two modules `{shorten(name.text)}` in this course."
            findings.add(name.place, "I005", message, "Give one of them another id.")
        placed_here: list[LessonPart] = []
        for ref in module.lessons:
            lesson = _place_lesson(course, world, ref, placed, module.title or name.text, findings)
            if lesson is not None:
                placed_here.append(lesson)
        outline.append(OutlineModule(name.text, module.title, tuple(placed_here), module.opens_after))
    if part.knows_lessons and part.modules:
        _report_left_out(world, course, placed, findings)
    return tuple(outline)


def _place_lesson(
    course: CourseFiles, world: World, ref: Ref, placed: dict[str, str], module: str, findings: Findings
) -> LessonPart | None:
    name = own_id(ref.text, Target(COURSES, course.id).path)
    if name in placed:
        message = f"The lesson `{name}` is in the module “{shorten(placed[name])}” already."
        findings.add(ref.place, "C105", message, "Keep it in one of the two.")
        return None
    lesson = course.lessons.get(name)
    if lesson is not None:
        placed[name] = module
    elif Target(COURSES, course.id, name).path not in world.hidden:
        of_file = id_of_name(name)
        now = own_id(world.former.now(Target(COURSES, course.id, name).path), Target(COURSES, course.id).path)
        meant = next((one for one in (now, of_file) if one in course.lessons), "") or same_word(of_file, course.lessons)
        near = f"Did you mean `{meant}`?" if meant else world.did_you_mean(name, course.lessons)
        if now != name:
            near = f"It is `{now}` now."
        message = f"This course has no lesson `{shorten(ref.text)}`."
        help = near or f"Add a file {shorten(name)}.md to the course's folder."
        findings.add(ref.place, "C103", message, help, edits=(Edit(ref.place, meant),) if meant else ())
    return lesson


def _report_left_out(world: World, course: CourseFiles, placed: dict[str, str], findings: Findings) -> None:
    for name, lesson in course.lessons.items():
        if name not in placed:
            message = f"No module of the course has this lesson, so nobody sees it: `{name}`."
            help = f"Add {name} to the `lessons` of a module in course.md."
            findings.warn(lesson.head.start, "C104", message, help)
            world.untaught.add(Target(COURSES, course.id, name).path)
