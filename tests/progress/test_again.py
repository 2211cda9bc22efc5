"""What was not right yet comes back: from lessons that are done, a few, the newest course first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from lms.progress.again import Missed, missed_before, worth_another_look
from lms.progress.standing import CourseStanding, LessonStanding, QuizStanding, Standing
from tests.support.site import catalog_of, question

AT = datetime(2026, 11, 22, tzinfo=UTC)


def lesson(name: str) -> str:
    return f"---\ntitle: {name}\n---\n{question(f'{name}-a')}{question(f'{name}-b')}"


def site(*courses: str) -> Mapping[str, str]:
    names = ("one", "two", "three", "four")
    files = {f"content/courses/{course}/course.md": f"---\ntitle: {course}\n---\n" for course in courses}
    for course in courses:
        files |= {f"content/courses/{course}/0{n}-{name}.md": lesson(name) for n, name in enumerate(names, 1)}
    return files


def own(*shares: int | None, done: bool = True, name: str = "one") -> LessonStanding:
    quizzes = {
        f"{name}-{letter}": QuizStanding(1, Fraction(share), Fraction(share))
        for letter, share in zip("ab", shares, strict=False)
        if share is not None
    }
    return LessonStanding(AT if done else None, quizzes)


def course(at: datetime = AT, /, **lessons: LessonStanding) -> CourseStanding:
    return CourseStanding(joined=AT, lessons=lessons, last_at=at)


def names(*found: Missed | None) -> list[str]:
    return [f"{one.course.id} {one.question.id}" for one in found if one is not None]


def test_a_question_that_was_never_right_comes_back_and_one_that_was_right_once_does_not() -> None:
    catalog = catalog_of(site("bees"))
    right_once = LessonStanding(AT, {"two-a": QuizStanding(2, Fraction(1), Fraction(0))})
    mine = course(one=own(1, 0), two=right_once, three=own(None, name="three"))
    assert names(*worth_another_look(catalog, Standing({"bees": mine}))) == ["bees one-b"]


def test_a_lesson_that_is_under_way_is_left_alone() -> None:
    catalog = catalog_of(site("bees"))
    assert worth_another_look(catalog, Standing({"bees": course(one=own(0, done=False))})) == ()
    assert worth_another_look(catalog, Standing()) == ()


def test_there_are_a_few_at_most_one_of_each_lesson_and_those_of_the_newest_act_first() -> None:
    catalog = catalog_of(site("bees", "wasps"))
    older = course(**{name: own(0, 0, name=name) for name in ("one", "two")})
    newer = course(AT + timedelta(days=1), **{name: own(0, 0, name=name) for name in ("two", "four")})
    found = worth_another_look(catalog, Standing({"bees": older, "wasps": newer}))
    assert names(*found) == ["wasps two-a", "wasps four-a", "bees one-a"]


def test_near_the_end_of_a_lesson_comes_the_nearest_one_from_before() -> None:
    taught = catalog_of(site("bees")).courses["bees"]
    mine = course(one=own(0), two=own(0, name="two"), three=own(0, name="three"))
    assert names(missed_before(taught, taught.lessons["three"], mine)) == ["bees two-a"]
    assert missed_before(taught, taught.lessons["one"], mine) is None
