"""Small courses for the tests, and what a learner does in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from lms.content.reading.model import Assessment, Catalog, Course, Credential, Design, Lesson, Module, Policy
from lms.progress.completions import what_follows
from lms.progress.events import Event
from lms.progress.standing import NEW_COURSE, CourseStanding, Standing, fold
from lms.questions.quiz import Question

START = datetime(2027, 3, 5, 9, 0, tzinfo=UTC)
RIGHT, WRONG = Fraction(1), Fraction(0)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def lesson(
    name: str, *, opens_after: Sequence[str] = (), complete_when: str = "answered", quizzes: int = 2, minutes: int = 12
) -> Lesson:
    """A lesson with quizzes `<name>-1`, `<name>-2` … and a reflection."""
    scored = [Question(f"{name}-{n + 1}", "choose-one", "") for n in range(quizzes)]
    reflection = Question(f"{name}-think", "reflect", "", scored=False)
    return Lesson(
        id=name,
        course="",
        module="",
        title=name.capitalize(),
        minutes=minutes,
        objectives=(),
        opens_after=tuple(opens_after),
        complete_when=complete_when,
        passages=(),
        questions=(*scored, reflection),
        version="",
    )


def course(
    name: str,
    *modules: Sequence[Lesson],
    opens_after: Sequence[str] = (),
    in_order: bool = False,
    modules_open_after: Mapping[str, Sequence[str]] | None = None,
) -> Course:
    """A course of modules `m1`, `m2` … of these lessons."""
    after = modules_open_after or {}
    made = [
        Module(f"m{n}", f"Part {n}", tuple(one.id for one in lessons), tuple(after.get(f"m{n}", ())))
        for n, lessons in enumerate(modules, start=1)
    ]
    lessons = {
        one.id: replace(one, course=name, module=module.id)
        for module, those in zip(made, modules, strict=True)
        for one in those
    }
    return Course(
        id=name,
        title=name.capitalize(),
        summary="",
        language="en",
        level="new",
        paths=(),
        objectives=(),
        modules=tuple(made),
        lessons=lessons,
        opens_after=tuple(opens_after),
        in_order=in_order,
        html="",
    )


def assessment(
    name: str,
    *,
    opens_after: Sequence[str] = (),
    attempts: int | None = None,
    waits: Sequence[timedelta] = (),
) -> Assessment:
    policy = Policy(Fraction(3, 4), attempts=attempts, wait_between=tuple(waits))
    return Assessment(name, name.capitalize(), "", tuple(opens_after), policy, ())


def credential(name: str, *requires: str) -> Credential:
    return Credential(name, name.capitalize(), "course-certificate", tuple(requires), "", Design("", ""))


def catalog(*things: Course | Assessment | Credential) -> Catalog:
    return Catalog(
        revision="r",
        courses={one.id: one for one in things if isinstance(one, Course)},
        assessments={one.id: one for one in things if isinstance(one, Assessment)},
        banks={},
        credentials={one.id: one for one in things if isinstance(one, Credential)},
        issuer=None,
        objectives={},
        solutions={},
        media={},
    )


def answered(quiz: str, hours: float = 1, share: Fraction | None = RIGHT) -> Event:
    return Event("answered", at(hours), quiz.rpartition("-")[0], quiz, share, "a")


def read(lesson_id: str, hours: float = 1) -> Event:
    return Event("lesson_done", at(hours), lesson_id)


def after(taken: Course, acts: Iterable[Event], before: CourseStanding = NEW_COURSE) -> CourseStanding:
    """The standing after some acts with all that they bring about, as the services keep it."""
    standing = before
    for act in acts:
        standing = fold(standing, act)
        for following in what_follows(taken, standing, act):
            standing = fold(standing, following)
    return standing


def finished(taken: Course, *lessons: str, hours: float = 1) -> Standing:
    """A learner who has finished these lessons of a course, or all of them."""
    names = lessons or tuple(taken.lessons)
    acts = [
        one
        for name in names
        for one in ([answered(quiz, hours) for quiz in taken.lessons[name].scored] or [read(name, hours)])
    ]
    acts += [read(name, hours) for name in names if taken.lessons[name].complete_when == "read"]
    return Standing({taken.id: after(taken, acts)})
