"""What to do next: the lesson where one stopped, the shortest way to a closed door, the time it takes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import chain

from lms.content.reading.model import Assessment, Catalog, Course, Credential, Draw
from lms.content.reading.targets import COURSES, Target, target_of
from lms.progress.completions import lesson_done
from lms.progress.fulfilled import fulfilled
from lms.progress.gates import Closed, Gate, lesson_gate
from lms.progress.requirement import Step as Step
from lms.progress.requirements import REQUIREMENTS
from lms.progress.requirements.lesson import lesson_step
from lms.progress.standing import CourseStanding, Standing
from lms.progress.untold import missing


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


def minutes_left(course: Course, standing: Standing) -> int:
    """About how long the lessons that are not done will take."""
    mine = standing.course(course.id)
    begun = mine.lessons
    lessons = course.lessons.values()
    left = [one for one in lessons if one.id not in begun or lesson_done(course, one.id, mine) is None]
    return sum(lesson_step(one, standing).minutes if one.id in begun else max(one.minutes, 1) for one in left)


def next_step_of_all(
    catalog: Catalog,
    standing: Standing,
    gates: Mapping[str, Gate],
    held: Collection[str],
    awaiting: Collection[str] = (),
) -> Step | None:
    """The one thing to do now, None when all is done.

    Go on in a course that is begun, else claim what was earned, else sit what the finished courses prepare for, else
    begin something.
    `gates` are those of the assessments by id; `held` names the credentials that were claimed, and `awaiting` the
    assessments that were handed in and of which no word is told: nobody is sent there again.
    """
    courses = list(catalog.courses.values())
    begun = sorted(
        (course for course in courses if standing.course(course.id).last_at is not None),
        key=lambda course: _newest_first(standing.course(course.id)),
    )
    sittings = [
        one
        for one in catalog.assessments.values()
        if standing.passed.get(one.id) is None and one.id not in awaiting and not isinstance(gates[one.id], Closed)
    ]
    earned = (one for one in catalog.credentials.values() if one.id not in held and _earned(catalog, one, standing))
    steps = chain(
        (next_step(catalog, course, standing) for course in begun),
        (step_to(catalog, one.path, standing) for one in earned),
        (step_to(catalog, one.path, standing) for one in sittings if _is_prepared(catalog, one, standing)),
        (next_step(catalog, course, standing) for course in courses),
        (step_to(catalog, one.path, standing) for one in sittings),
    )
    return next((step for step in steps if step is not None), None)


def _is_prepared(catalog: Catalog, assessment: Assessment, standing: Standing) -> bool:
    """Whether it comes after something, and every course that its paper may ask about is done."""
    asked = {objective for line in assessment.draw if line.status == "active" for objective in _asked(catalog, line)}
    courses = {catalog.objectives[one].course for one in asked if one in catalog.objectives}
    paths = (Target(COURSES, one).path for one in courses)
    return bool(assessment.opens_after) and all(fulfilled(catalog, path, standing) is not None for path in paths)


def _asked(catalog: Catalog, line: Draw) -> Iterable[str]:
    """The objectives that a line of a blueprint may ask about."""
    if line.objective:
        return (line.objective,)
    quizzes = catalog.banks[line.bank].quizzes if line.bank in catalog.banks else {}
    return (quiz.objective for quiz in quizzes.values() if line.use in ("", quiz.id) and quiz.objective)


def step_to(catalog: Catalog, path: str, standing: Standing) -> Step | None:
    """The act that does the thing with this path; None for what is done by its parts."""
    target = target_of(path)
    return REQUIREMENTS.of(target).step(catalog, standing, target)


def _newest_first(mine: CourseStanding) -> float:
    return -mine.last_at.timestamp() if mine.last_at else 0.0


def _earned(catalog: Catalog, credential: Credential, standing: Standing) -> bool:
    return all(fulfilled(catalog, path, standing) is not None for path in credential.requires)


def shortest_way(catalog: Catalog, path: str, standing: Standing) -> tuple[Step, ...]:
    """What to do, in order, until the thing with this path opens: only what is needed, each thing once."""

    def before(target: Target) -> tuple[str, ...]:
        return missing(catalog, REQUIREMENTS.of(target).before(catalog, target), standing)

    way: dict[str, Step] = {}
    seen = {path}
    # Each thing is met twice: going down, when what it needs is put before it, and coming back, when it is added. A
    # stack instead of recursion, since each of a thousand lessons may need the one before it.
    waiting = [(one, False) for one in reversed(before(target_of(path)))]
    while waiting:
        here, ready = waiting.pop()
        target = target_of(here)
        kind = REQUIREMENTS.of(target)
        if ready:
            step = kind.step(catalog, standing, target)
            if step is not None:
                way[here] = step
        elif here not in seen:
            seen.add(here)
            parts = [one for one in kind.parts(catalog, target) if fulfilled(catalog, one, standing) is None]
            waiting.append((here, True))
            waiting += [(one, False) for one in reversed([*before(target), *parts])]
    return tuple(way.values())
