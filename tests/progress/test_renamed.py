"""Standings under the names of today."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from lms.content.reading.former import FormerNames
from lms.progress.events import Event
from lms.progress.renamed import led_on
from lms.progress.standing import CourseStanding, Standing, fold_all
from tests.progress.courses import RIGHT, WRONG, at

COURSES, LESSONS = ("old", "new", "other"), ("one", "two", "three")
NAMES = FormerNames(
    {
        "courses/old": "courses/new",
        "courses/new/one": "courses/new/two",
        "courses/old/one": "courses/new/two",
        "courses/other/three": "courses/new/three",
    }
)
MOMENTS = st.lists(
    st.tuples(
        st.sampled_from(COURSES),
        st.sampled_from(["answered", "lesson_done"]),
        st.sampled_from(LESSONS),
        st.sampled_from([RIGHT, WRONG]),
    ),
    max_size=12,
)


def standing_of(events: list[tuple[str, Event]]) -> Standing:
    courses = dict.fromkeys(course for course, _ in events)
    return Standing({id: fold_all(event for course, event in events if course == id) for id in courses})


def event(kind: str, when: datetime, lesson: str, share: object) -> Event:
    scored = share if kind == "answered" else None
    return Event(kind, when, lesson, "quiz" if kind == "answered" else "", scored)  # type: ignore[arg-type]


def counted(course: CourseStanding) -> dict[str, object]:
    """What counts of a standing: when it was begun and what was done, and how often and how well it was tried."""
    return {
        id: (own.done, {quiz: (one.tries, one.best) for quiz, one in own.quizzes.items()})
        for id, own in course.lessons.items()
    }


@given(MOMENTS)
def test_what_was_done_counts_as_if_it_had_been_done_under_the_name_of_today(
    acts: list[tuple[str, str, str, object]],
) -> None:
    stored, today = [], []
    for n, (course, kind, lesson, share) in enumerate(acts):
        _, owner, name = NAMES.now(f"courses/{course}/{lesson}").split("/")
        stored.append((course, event(kind, at(n), lesson, share)))
        today.append((owner, event(kind, at(n), name, share)))
    led, wanted = led_on(standing_of(stored), NAMES), standing_of(today)
    kept = {id: one for id, one in led.courses.items() if one.lessons}
    assert {id: counted(one) for id, one in kept.items()} == {id: counted(one) for id, one in wanted.courses.items()}


@given(MOMENTS)
def test_where_nothing_was_renamed_the_standing_is_the_same(acts: list[tuple[str, str, str, object]]) -> None:
    events = [(course, event(kind, at(n), lesson, share)) for n, (course, kind, lesson, share) in enumerate(acts)]
    standing = standing_of(events)
    assert led_on(standing, FormerNames()) is standing
    assert led_on(standing, FormerNames({"courses/unheard": "courses/of"})) == replace(standing)


def test_a_course_that_was_done_under_two_names_was_done_when_it_was_first() -> None:
    first = CourseStanding(joined=at(1), done=at(5), modules={"m": at(4)}, last_lesson="one", last_at=at(5))
    then = CourseStanding(joined=at(7), done=at(9), modules={"m": at(8), "n": at(9)}, last_lesson="two", last_at=at(9))
    led = led_on(Standing({"old": first, "new": then}, {"exam": at(3)}), NAMES).courses["new"]
    assert (led.joined, led.done, led.modules) == (at(1), at(5), {"m": at(4), "n": at(9)})
    assert (led.last_lesson, led.last_at) == ("two", at(9))


def test_one_goes_on_in_the_course_that_the_lesson_is_in_now() -> None:
    other = fold_all([Event("joined", at(0)), Event("answered", at(1), "three", "quiz", RIGHT)])
    led = led_on(Standing({"other": other}), NAMES)
    assert (led.course("new").last_lesson, led.course("new").last_at) == ("three", at(1))
    assert led.course("other").last_lesson == ""


def test_a_name_leads_to_what_has_it_now_and_a_thing_knows_all_its_names() -> None:
    assert NAMES.now("courses/old#begin") == "courses/new#begin"
    assert NAMES.now("courses/old/two") == "courses/new/two"
    assert NAMES.now("assessments/old") == "assessments/old"
    assert NAMES.every("courses/new/two") == (
        "courses/new/two",
        "courses/new/one",
        "courses/old/one",
        "courses/old/two",
    )
    assert NAMES.every("courses/new") == ("courses/new", "courses/old")
