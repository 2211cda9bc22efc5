from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from lms.progress.completions import what_follows
from lms.progress.events import Event
from lms.progress.standing import NEW_COURSE, fold
from tests.progress.courses import RIGHT, WRONG, after, answered, at, course, lesson, read

COURSE = course(
    "here", [lesson("one"), lesson("two", complete_when="correct")], [lesson("three", complete_when="read")]
)


def follows(*acts: Event) -> list[str]:
    """What the last of some acts brings about, as "kind part"."""
    *before, last = acts
    standing = fold(after(COURSE, before), last)
    return [f"{event.kind} {event.part}".strip() for event in what_follows(COURSE, standing, last)]


def test_a_lesson_is_done_when_every_scored_quiz_was_answered_once() -> None:
    assert follows(answered("one-1", share=WRONG)) == []
    assert follows(answered("one-1", share=WRONG), answered("one-2", share=WRONG)) == ["lesson_done one"]


def test_a_reflection_is_not_asked_for() -> None:
    assert follows(answered("one-think", share=None)) == []
    assert follows(answered("one-1"), answered("one-2")) == ["lesson_done one"]


def test_a_lesson_that_asks_for_right_answers_takes_its_time() -> None:
    wrong = [answered("two-1"), answered("two-2", share=Fraction(2, 3))]
    assert follows(*wrong) == []
    assert follows(*wrong, answered("two-2")) == ["lesson_done two"]


def test_a_right_answer_stays_right_when_it_is_tried_again() -> None:
    assert follows(answered("two-1"), answered("two-1", share=WRONG), answered("two-2")) == ["lesson_done two"]


def test_a_lesson_to_be_read_is_not_done_by_answers() -> None:
    assert follows(answered("three-1"), answered("three-2")) == []


def test_a_mark_of_having_read_brings_module_and_course_about_and_not_itself() -> None:
    rest = [answered(quiz) for quiz in ("one-1", "one-2", "two-1", "two-2")]
    assert follows(*rest) == ["lesson_done two", "module_done m1"]
    assert follows(*rest, read("three")) == ["module_done m2", "course_done"]


def test_what_follows_comes_only_once() -> None:
    everything = [*(answered(quiz) for quiz in ("one-1", "one-2", "two-1", "two-2")), read("three")]
    assert follows(*everything, answered("one-1")) == []
    assert follows(*everything, read("three")) == []


def test_what_follows_has_the_time_of_the_act() -> None:
    act = answered("one-2", 7)
    standing = fold(after(COURSE, [answered("one-1", 1)]), act)
    assert [event.at for event in what_follows(COURSE, standing, act)] == [at(7)]


def test_a_course_without_modules_has_no_module_to_finish() -> None:
    plain = course("plain", [lesson("one")])
    plain = replace(plain, modules=(replace(plain.modules[0], id=""),))
    plain = replace(plain, lessons={"one": replace(plain.lessons["one"], module="")})
    acts = [answered("one-1"), answered("one-2")]
    standing = fold(after(plain, acts[:1]), acts[1])
    assert [event.kind for event in what_follows(plain, standing, acts[1])] == ["lesson_done", "course_done"]


def test_a_lesson_that_is_new_takes_no_completion_away() -> None:
    before = after(COURSE, [*(answered(quiz) for quiz in ("one-1", "one-2", "two-1", "two-2")), read("three", 5)])
    grown = course(
        "here", [*(COURSE.lessons[name] for name in ("one", "two"))], [COURSE.lessons["three"], lesson("new")]
    )
    later = after(grown, [answered("new-1", 9), answered("new-2", 9)], before)
    assert before.done == later.done == at(5)
    assert later.modules == before.modules
    assert later.lesson("new").done == at(9)


def test_an_answer_in_a_lesson_that_is_gone_brings_nothing_about() -> None:
    act = answered("gone-1")
    assert what_follows(COURSE, fold(NEW_COURSE, act), act) == []


QUIZZES = ["one-1", "one-2", "two-1", "two-2", "three-1", "one-think"]
ACTS = st.lists(
    st.one_of(
        st.builds(answered, st.sampled_from(QUIZZES), st.just(1), st.sampled_from([RIGHT, WRONG])),
        st.just(read("three")),
    ),
    max_size=30,
)


@given(ACTS)
def test_in_any_order_of_acts_the_course_is_done_exactly_when_its_lessons_are(acts: list[Event]) -> None:
    standing = after(COURSE, acts)
    done = {name for name in COURSE.lessons if standing.lesson(name).done}
    assert (standing.done is not None) == (done == set(COURSE.lessons))
    assert set(standing.modules) == {module.id for module in COURSE.modules if done.issuperset(module.lessons)}
    answers = {act.quiz for act in acts if act.kind == "answered"}
    rights = {act.quiz for act in acts if act.share == RIGHT}
    assert ("one" in done) == ({"one-1", "one-2"} <= answers)
    assert ("two" in done) == ({"two-1", "two-2"} <= rights)
