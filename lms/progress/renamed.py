"""A standing under the names of today: what was done under a former name counts for the thing that has it now.

A lesson may have gone to another course. Then what was done in it counts there, and what else was done in the course
stays where it is. Nothing that is kept is changed: this is how it is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from lms.content.reading.former import FormerNames
from lms.content.reading.targets import COURSES, Target, own_id
from lms.progress.standing import NEW_COURSE, CourseStanding, LessonStanding, QuizStanding, Standing


def led_on(standing: Standing, names: FormerNames) -> Standing:
    """The standing by the names of today. Where nothing of it was renamed, it is the same."""
    if not names:
        return standing
    courses: dict[str, CourseStanding] = {}
    pieces = [piece for id, course in standing.courses.items() for piece in _pieces(id, course, names)]
    for id, piece in sorted(pieces, key=lambda one: one[1].last_at.timestamp() if one[1].last_at else 0):
        courses[id] = _together(courses[id], piece) if id in courses else piece
    passed: dict[str, datetime] = {}
    told: dict[str, bool] = {}
    for id, at in standing.passed.items():
        now = names.assessment_now(id)
        passed[now] = min(at, passed.get(now, at))
        if id in standing.told:
            told[now] = standing.told[id] or told.get(now, False)
    others: dict[str, datetime] = {}
    for path, at in standing.others.items():
        now = names.now(path)
        others[now] = min(at, others.get(now, at))
    return Standing(courses, passed, others, told)


def _pieces(id: str, course: CourseStanding, names: FormerNames) -> Iterator[tuple[str, CourseStanding]]:
    """What of a course counts for which course of today."""
    path = Target(COURSES, id).path
    here = names.now(path)
    paths = {lesson: names.now(f"{path}/{lesson}") for lesson in course.lessons}
    if here == path and all(now == f"{path}/{lesson}" for lesson, now in paths.items()):
        yield id, course
        return
    stay: dict[str, LessonStanding] = {}
    # What was done under the name of today comes last, since it is the newest.
    for lesson, now in sorted(paths.items(), key=lambda one: one[1] == f"{path}/{one[0]}"):
        owner, _, name = now.rpartition("/")
        if owner == here:
            own = course.lessons[lesson]
            stay[name] = _lessons(stay[name], own) if name in stay else own
        else:
            yield own_id(owner, COURSES), _alone(course, lesson, name)
    last = paths.get(course.last_lesson, "")
    last = last.rpartition("/")[2] if last.startswith(f"{here}/") else ""
    yield own_id(here, COURSES), replace(course, lessons=stay, last_lesson=last)


def _alone(course: CourseStanding, lesson: str, name: str) -> CourseStanding:
    """A lesson's standing as that of its new course, where it was an act like any other."""
    own = course.lesson(lesson)
    at = course.last_at if course.last_lesson == lesson else own.done or course.joined
    return CourseStanding(joined=at, lessons={name: own}, last_lesson=name, last_at=at)


def _together(before: CourseStanding, after: CourseStanding) -> CourseStanding:
    """Two parts of one course's standing, the newer one last."""
    both = {id: _lessons(before.lesson(id), after.lesson(id)) for id in {**before.lessons, **after.lessons}}
    modules = {id: _first(before.modules.get(id), after.modules.get(id)) for id in {**before.modules, **after.modules}}
    return replace(
        NEW_COURSE,
        joined=_first(before.joined, after.joined),
        lessons=both,
        modules={id: at for id, at in modules.items() if at is not None},
        done=_first(before.done, after.done),
        last_lesson=after.last_lesson or before.last_lesson,
        last_at=after.last_at or before.last_at,
    )


def _lessons(before: LessonStanding, after: LessonStanding) -> LessonStanding:
    quizzes = dict(before.quizzes)
    for id, quiz in after.quizzes.items():
        quizzes[id] = _quizzes(quizzes[id], quiz) if id in quizzes else quiz
    return LessonStanding(_first(before.done, after.done), quizzes)


def _quizzes(before: QuizStanding, after: QuizStanding) -> QuizStanding:
    shares: list[Fraction] = [one for one in (before.best, after.best) if one is not None]
    return QuizStanding(before.tries + after.tries, max(shares, default=None), after.last)


def _first(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((at for at in (one, other) if at is not None), default=None)
