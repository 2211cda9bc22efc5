"""What to do next: the lesson where one stopped, the shortest way to a closed door, the time it takes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import chain

from lms.content.reading.model import Catalog, Course, Credential, Lesson
from lms.progress.fulfilled import fulfilled, lesson_done
from lms.progress.gates import Closed, Gate, lesson_gate, lesson_requirements
from lms.progress.names import title_of
from lms.progress.standing import CourseStanding, Standing


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. `kind` is lesson, assessment or certificate; `quiz` is where to go on within a lesson.

    `minutes` is about how long it still takes, 0 where that is not known. `started`: some of it is done already.
    """

    kind: str
    path: str
    title: str
    minutes: int = 0
    quiz: str = ""
    started: bool = False


def next_step(catalog: Catalog, course: Course, standing: Standing) -> Step | None:
    """Exactly where one stopped in a course: the lesson of the newest act while it is not done, else one that is begun.

    Else it is the first open lesson that is not done. None where no lesson is left that is open.
    """
    mine = standing.course(course.id)
    newest = course.lessons.get(mine.last_lesson)
    begun = (course.lessons[id] for id in course.lessons if mine.lesson(id).quizzes)
    for lesson in chain([newest] if newest else [], begun, course.lessons.values()):
        done = lesson_done(course, lesson.id, mine) is not None
        if not done and not isinstance(lesson_gate(catalog, course, lesson, standing), Closed):
            return lesson_step(lesson, standing)
    return None


def lesson_step(lesson: Lesson, standing: Standing) -> Step:
    """A lesson as a step: its first question that still wants an answer, and the time for the part that is left."""
    own = standing.course(lesson.course).lesson(lesson.id)
    asked = lesson.scored
    if lesson.complete_when == "correct":
        left = [id for id in asked if id not in own.quizzes or own.quizzes[id].best != 1]
    else:
        left = [id for id in asked if id not in own.quizzes]
    started = bool(own.quizzes)
    minutes = -(-lesson.minutes * len(left) // len(asked)) if started and asked else lesson.minutes
    return Step("lesson", lesson.path, lesson.title, max(minutes, 1), left[0] if started and left else "", started)


def minutes_left(course: Course, standing: Standing) -> int:
    """About how long the lessons that are not done will take."""
    mine = standing.course(course.id)
    left = (lesson for lesson in course.lessons.values() if lesson_done(course, lesson.id, mine) is None)
    return sum(lesson_step(lesson, standing).minutes for lesson in left)


def next_step_of_all(
    catalog: Catalog, standing: Standing, gates: Mapping[str, Gate], held: Collection[str]
) -> Step | None:
    """The one thing to do now, None when all is done.

    Go on in a course that is begun, else sit what it has opened, else claim what was earned, else begin something.
    `gates` are those of the assessments by id; `held` names the credentials that were claimed.
    """
    courses = list(catalog.courses.values())
    begun = sorted(
        (course for course in courses if standing.course(course.id).last_at is not None),
        key=lambda course: _newest_first(standing.course(course.id)),
    )
    sittings = [
        one
        for one in catalog.assessments.values()
        if standing.passed.get(one.id) is None and not isinstance(gates[one.id], Closed)
    ]
    earned = (one for one in catalog.credentials.values() if one.id not in held and _earned(catalog, one, standing))
    steps = chain(
        (next_step(catalog, course, standing) for course in begun),
        (Step("assessment", one.path, one.title) for one in sittings if one.opens_after),
        (Step("certificate", one.path, one.title) for one in earned),
        (next_step(catalog, course, standing) for course in courses),
        (Step("assessment", one.path, one.title) for one in sittings),
    )
    return next((step for step in steps if step is not None), None)


def _newest_first(mine: CourseStanding) -> float:
    return -mine.last_at.timestamp() if mine.last_at else 0.0


def _earned(catalog: Catalog, credential: Credential, standing: Standing) -> bool:
    return all(fulfilled(catalog, path, standing) is not None for path in credential.requires)


def shortest_way(catalog: Catalog, path: str, standing: Standing) -> tuple[Step, ...]:
    """What to do, in order, until the thing with this path opens: only what is needed, each thing once."""
    way: dict[str, Step] = {}
    seen = {path}
    # Each thing is met twice: going down, when what it needs is put before it, and coming back, when it is added. A
    # stack instead of recursion, since each of a thousand lessons may need the one before it.
    waiting = [(before, False) for before in reversed(_requirements(catalog, path))]
    while waiting:
        here, ready = waiting.pop()
        if ready:
            step = _step(catalog, here, standing)
            if step is not None:
                way[here] = step
        elif here not in seen and fulfilled(catalog, here, standing) is None:
            seen.add(here)
            needed = [*_requirements(catalog, here), *_parts(catalog, here)]
            waiting.append((here, True))
            waiting += [(before, False) for before in reversed(needed)]
    return tuple(way.values())


def _step(catalog: Catalog, path: str, standing: Standing) -> Step | None:
    """The act that does the thing with this path; None for a course or a module, which is done by its lessons."""
    if path.startswith("assessments/"):
        return Step("assessment", path, title_of(catalog, path))
    lesson = _lesson(catalog, path)
    return None if lesson is None else lesson_step(lesson, standing)


def _lesson(catalog: Catalog, path: str) -> Lesson | None:
    _, _, rest = path.partition("/")
    course_id, _, lesson_id = rest.partition("/")
    course = catalog.courses.get(course_id)
    return None if course is None else course.lessons.get(lesson_id)


def _parts(catalog: Catalog, path: str) -> tuple[str, ...]:
    """The lessons that a course or a module is made of."""
    family, _, rest = path.partition("/")
    course_id, _, module_id = rest.partition("#")
    course = catalog.courses.get(course_id) if family == "courses" else None
    if course is None:
        return ()
    modules = [module for module in course.modules if not module_id or module.id == module_id]
    return tuple(course.lessons[id].path for module in modules for id in module.lessons)


def _requirements(catalog: Catalog, path: str) -> tuple[str, ...]:
    """What must be done before the thing with this path may be begun."""
    family, _, rest = path.partition("/")
    if family == "assessments":
        assessment = catalog.assessments.get(rest)
        return () if assessment is None else assessment.opens_after
    if family == "certificates":
        credential = catalog.credentials.get(rest)
        return () if credential is None else credential.requires
    course_id, _, module_id = rest.partition("#")
    course = catalog.courses.get(course_id.partition("/")[0])
    if course is None:
        return ()
    if (lesson := _lesson(catalog, path)) is not None:
        return lesson_requirements(course, lesson)
    module = next((one for one in course.modules if module_id and one.id == module_id), None)
    return (*course.opens_after, *(module.opens_after if module else ()))
