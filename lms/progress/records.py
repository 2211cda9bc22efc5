"""What is recorded of a learner, folded from events in their order. It can be made again from them at any time.

What was completed stays completed: nothing here asks the catalog of today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any

from lms.progress.events import Event


@dataclass(frozen=True, slots=True)
class QuizStanding:
    """One quiz of a lesson. The shares are None where it is never scored."""

    tries: int = 0
    best: Fraction | None = None
    last: Fraction | None = None


@dataclass(frozen=True, slots=True)
class LessonStanding:
    done: datetime | None = None
    quizzes: Mapping[str, QuizStanding] = field(default_factory=dict)


NEW_LESSON = LessonStanding()


@dataclass(frozen=True, slots=True)
class CourseStanding:
    """One course. `lessons` and `modules` are by id; a module is there from when it was done.

    `last_lesson` is where the newest act was, and `last_at` its time: that is where one goes on.
    """

    joined: datetime | None = None
    lessons: Mapping[str, LessonStanding] = field(default_factory=dict)
    modules: Mapping[str, datetime] = field(default_factory=dict)
    done: datetime | None = None
    last_lesson: str = ""
    last_at: datetime | None = None

    def lesson(self, id: str) -> LessonStanding:
        return self.lessons.get(id, NEW_LESSON)


NEW_COURSE = CourseStanding()


@dataclass(frozen=True, slots=True)
class Records:
    """All that is recorded of one learner: courses by id, and when each assessment was first passed, by id.

    `others` has when anything else was first met, by path: of what is neither a course nor an assessment. `told` says
    of passes, where it is known, whether their learner is told of them.
    """

    courses: Mapping[str, CourseStanding] = field(default_factory=dict)
    passed: Mapping[str, datetime] = field(default_factory=dict)
    others: Mapping[str, datetime] = field(default_factory=dict)
    told: Mapping[str, bool] = field(default_factory=dict)

    def course(self, id: str) -> CourseStanding:
        return self.courses.get(id, NEW_COURSE)


def fold(standing: CourseStanding, event: Event) -> CourseStanding:
    """The standing in a course after one more of its events. What is done stays done since the first time."""
    if standing.joined is None:
        standing = replace(standing, joined=event.at)
    if event.kind == "answered":
        return _with_last(_answered(standing, event), event)
    if event.kind == "lesson_done":
        lesson = standing.lesson(event.part)
        done = replace(lesson, done=lesson.done or event.at)
        return _with_last(_with_lesson(standing, event.part, done), event)
    if event.kind == "module_done" and event.part not in standing.modules:
        return replace(standing, modules={**standing.modules, event.part: event.at})
    if event.kind == "course_done" and standing.done is None:
        return replace(standing, done=event.at)
    return standing


def fold_all(events: Iterable[Event]) -> CourseStanding:
    """The standing in a course from all of its events, oldest first."""
    standing = NEW_COURSE
    for event in events:
        standing = fold(standing, event)
    return standing


def _answered(standing: CourseStanding, event: Event) -> CourseStanding:
    lesson = standing.lesson(event.part)
    quiz = lesson.quizzes.get(event.quiz, QuizStanding())
    best = event.share if quiz.best is None else max(quiz.best, event.share or Fraction(0))
    quizzes = {**lesson.quizzes, event.quiz: QuizStanding(quiz.tries + 1, best, event.share)}
    return _with_lesson(standing, event.part, replace(lesson, quizzes=quizzes))


def _with_lesson(standing: CourseStanding, id: str, lesson: LessonStanding) -> CourseStanding:
    return replace(standing, lessons={**standing.lessons, id: lesson})


def _with_last(standing: CourseStanding, event: Event) -> CourseStanding:
    return replace(standing, last_lesson=event.part, last_at=event.at)


def to_json(standing: CourseStanding) -> dict[str, Any]:
    """Compact and exact: shares as fractions in text, times in ISO 8601."""
    return {
        "joined": _stamp(standing.joined),
        "done": _stamp(standing.done),
        "last": [standing.last_lesson, _stamp(standing.last_at)],
        "modules": {id: at.isoformat() for id, at in standing.modules.items()},
        "lessons": {
            id: [
                _stamp(one.done),
                {quiz: [it.tries, _text(it.best), _text(it.last)] for quiz, it in one.quizzes.items()},
            ]
            for id, one in standing.lessons.items()
        },
    }


def from_json(kept: Mapping[str, Any]) -> CourseStanding:
    """The inverse of `to_json`."""
    last_lesson, last_at = kept["last"]
    return CourseStanding(
        joined=_moment(kept["joined"]),
        done=_moment(kept["done"]),
        last_lesson=last_lesson,
        last_at=_moment(last_at),
        modules={id: datetime.fromisoformat(at) for id, at in kept["modules"].items()},
        lessons={
            id: LessonStanding(
                _moment(done),
                {
                    quiz: QuizStanding(tries, _share(best), _share(last))
                    for quiz, (tries, best, last) in quizzes.items()
                },
            )
            for id, (done, quizzes) in kept["lessons"].items()
        },
    )


def _stamp(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _text(share: Fraction | None) -> str | None:
    return None if share is None else str(share)


@lru_cache(maxsize=256)
def _share(text: str | None) -> Fraction | None:
    """Few shares are different from each other, and to read one takes as long as all else of its line."""
    return None if text is None else Fraction(text)
