from __future__ import annotations

import json
from datetime import timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from lms.progress.events import Event
from lms.progress.standing import NEW_COURSE, CourseStanding, QuizStanding, Standing, fold, fold_all, from_json, to_json
from tests.progress.courses import RIGHT, START, WRONG, answered, at, read

TIMES = st.integers(0, 10**15).map(lambda span: START + timedelta(microseconds=span))
EVENTS = st.one_of(
    st.builds(Event, st.just("joined"), TIMES),
    st.builds(
        Event,
        st.just("answered"),
        TIMES,
        st.sampled_from(["one", "two"]),
        st.sampled_from(["one-1", "two-1", "two-2"]),
        st.none() | st.fractions(0, 1, max_denominator=7),
    ),
    st.builds(Event, st.just("lesson_done"), TIMES, st.sampled_from(["one", "two"])),
    st.builds(Event, st.just("module_done"), TIMES, st.sampled_from(["m1", "m2"])),
    st.builds(Event, st.just("course_done"), TIMES),
)


@given(st.lists(EVENTS, max_size=30))
def test_what_is_kept_after_each_event_is_what_all_events_give_anew(events: list[Event]) -> None:
    standing = NEW_COURSE
    for event in events:
        standing = fold(from_json(json.loads(json.dumps(to_json(standing)))), event)
    assert standing == fold_all(events)
    kept = json.dumps(to_json(standing))
    assert json.dumps(to_json(from_json(json.loads(kept)))) == kept


@given(st.lists(EVENTS, max_size=20), st.lists(EVENTS, max_size=20))
def test_nothing_that_happens_later_takes_anything_away(before: list[Event], later: list[Event]) -> None:
    once, then = fold_all(before), fold_all([*before, *later])
    assert once.done is None or then.done == once.done
    assert once.joined is None or then.joined == once.joined
    assert once.modules.items() <= then.modules.items()
    for name, lesson in once.lessons.items():
        assert lesson.done is None or then.lesson(name).done == lesson.done
        for quiz, tried in lesson.quizzes.items():
            again = then.lesson(name).quizzes[quiz]
            assert again.tries >= tried.tries
            assert tried.best is None or (again.best is not None and again.best >= tried.best)


def test_the_first_event_of_any_kind_joins_the_course() -> None:
    assert fold(NEW_COURSE, answered("one-1", 2)).joined == at(2)
    assert fold_all([Event("joined", at(1)), answered("one-1", 2)]).joined == at(1)


def test_a_quiz_keeps_its_best_and_its_newest_share() -> None:
    third = Fraction(1, 3)
    standing = fold_all([answered("one-1", share=share) for share in (WRONG, RIGHT, third)])
    assert standing.lesson("one").quizzes["one-1"] == QuizStanding(3, RIGHT, third)


def test_a_quiz_that_is_never_scored_has_tries_and_no_share() -> None:
    standing = fold_all([answered("one-think", share=None)] * 2)
    assert standing.lesson("one").quizzes["one-think"] == QuizStanding(2, None, None)


def test_the_newest_act_tells_where_one_stopped() -> None:
    standing = fold_all([answered("two-1", 1), answered("one-1", 2), Event("module_done", at(3), "m1")])
    assert (standing.last_lesson, standing.last_at) == ("one", at(2))
    assert fold(standing, read("three", 4)).last_lesson == "three"


def test_the_form_in_which_a_standing_is_kept_never_drifts() -> None:
    standing = fold_all([answered("one-1", 1, Fraction(1, 3)), read("one", 2), Event("module_done", at(2), "m1")])
    assert to_json(standing) == {
        "joined": "2027-03-05T10:00:00+00:00",
        "done": None,
        "last": ["one", "2027-03-05T11:00:00+00:00"],
        "modules": {"m1": "2027-03-05T11:00:00+00:00"},
        "lessons": {"one": ["2027-03-05T11:00:00+00:00", {"one-1": [1, "1/3", "1/3"]}]},
    }


def test_a_path_is_met_when_what_it_names_is_recorded() -> None:
    events = [read("one", 1), Event("module_done", at(2), "m1"), Event("course_done", at(3))]
    standing = Standing({"here": fold_all(events)}, {"exam": at(4)})
    paths = ["courses/here/one", "courses/here#m1", "courses/here", "assessments/exam"]
    assert [standing.met(path) for path in paths] == [at(1), at(2), at(3), at(4)]
    others = ["courses/here/two", "courses/here#m2", "courses/there", "assessments/other", "courses/there/one"]
    assert [standing.met(path) for path in others] == [None] * 5


def test_a_learner_who_is_new_has_done_nothing() -> None:
    assert Standing().course("any") == CourseStanding()
