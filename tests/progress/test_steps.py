from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from lms.content.reading.model import Catalog
from lms.progress.events import Event
from lms.progress.gates import Closed, assessment_gate, credential_gate, lesson_gate
from lms.progress.standing import Standing
from lms.progress.steps import Step, minutes_left, next_step, next_step_of_all, shortest_way
from tests.progress.courses import (
    WRONG,
    after,
    answered,
    assessment,
    at,
    catalog,
    course,
    credential,
    finished,
    lesson,
    read,
)

HERE = course(
    "here",
    [lesson("one"), lesson("two", complete_when="correct", minutes=9)],
    [lesson("three", complete_when="read")],
    modules_open_after={"m2": ["courses/here#m1"]},
)
FAR = course("far", [lesson("four"), lesson("five")], opens_after=["assessments/exam"], in_order=True)
EXAM = assessment("exam", opens_after=["courses/here"])
PAPER = credential("paper", "courses/here", "assessments/exam")
SITE = catalog(HERE, FAR, EXAM, PAPER)


def standing(*acts: Event) -> Standing:
    return Standing({"here": after(HERE, acts)})


def test_a_course_begins_at_its_first_lesson() -> None:
    assert next_step(SITE, HERE, Standing()) == Step("lesson", "courses/here/one", "One", 12)


def test_one_goes_on_at_the_first_question_without_an_answer() -> None:
    step = next_step(SITE, HERE, standing(answered("one-1")))
    assert step == Step("lesson", "courses/here/one", "One", 6, "one-2", started=True)


def test_one_goes_on_at_the_first_question_that_is_not_right_where_that_is_asked() -> None:
    step = next_step(SITE, HERE, standing(answered("two-1", share=WRONG), answered("two-2")))
    assert step == Step("lesson", "courses/here/two", "Two", 5, "two-1", started=True)


def test_one_goes_on_where_the_newest_act_was() -> None:
    both = [answered("one-1", 1), answered("two-1", 2)]
    first, second = next_step(SITE, HERE, standing(*both)), next_step(SITE, HERE, standing(*reversed(both)))
    assert first is not None
    assert second is not None
    assert (first.path, second.path) == ("courses/here/two", "courses/here/one")


def test_after_a_lesson_comes_one_that_is_begun_and_then_the_next_that_is_open() -> None:
    done = [answered("two-1", 2), answered("two-2", 2)]
    begun, fresh = next_step(SITE, HERE, standing(answered("one-1"), *done)), next_step(SITE, HERE, standing(*done))
    assert begun is not None
    assert fresh is not None
    assert (begun.path, begun.quiz) == ("courses/here/one", "one-2")
    assert (fresh.path, fresh.quiz) == ("courses/here/one", "")


def test_a_closed_lesson_is_never_the_next_step() -> None:
    step = next_step(SITE, HERE, standing(answered("two-1"), answered("two-2")))
    assert step is not None
    assert step.path == "courses/here/one"
    assert next_step(SITE, FAR, Standing()) is None


def test_a_finished_course_has_no_next_step_and_takes_no_more_time() -> None:
    assert next_step(SITE, HERE, finished(HERE)) is None
    assert minutes_left(HERE, finished(HERE)) == 0


def test_a_lesson_that_is_gone_is_not_gone_on_with() -> None:
    acts = standing(answered("gone-1", 5))
    step = next_step(SITE, HERE, acts)
    assert step is not None
    assert step.path == "courses/here/one"


def test_the_time_left_counts_what_is_answered_already() -> None:
    assert minutes_left(HERE, Standing()) == 33
    assert minutes_left(HERE, standing(answered("one-1"))) == 27
    assert minutes_left(HERE, standing(answered("one-1"), answered("one-2"))) == 21


def first_of_all(standing: Standing, site: Catalog = SITE, held: frozenset[str] = frozenset()) -> str | None:
    gates = {one.id: assessment_gate(site, one, standing, (), at(99)) for one in site.assessments.values()}
    step = next_step_of_all(site, standing, gates, held)
    return None if step is None else step.path


def test_the_one_thing_to_do_follows_the_road_to_the_certificate() -> None:
    done = finished(HERE)
    passed = Standing(done.courses, {"exam": at(2)})
    assert first_of_all(Standing()) == "courses/here/one"
    assert first_of_all(standing(answered("two-1"))) == "courses/here/two"
    assert first_of_all(done) == "assessments/exam"
    assert first_of_all(passed) == "certificates/paper"
    assert first_of_all(passed, held=frozenset({"paper"})) == "courses/far/four"


def test_of_two_courses_under_way_the_newest_comes_first() -> None:
    there = course("there", [lesson("six")])
    site = catalog(HERE, there)
    mine = {"here": after(HERE, [answered("one-1", 1)]), "there": after(there, [answered("six-1", 2)])}
    assert first_of_all(Standing(mine), site) == "courses/there/six"


def test_when_everything_is_done_there_is_nothing_to_do() -> None:
    site = catalog(HERE)
    assert first_of_all(finished(HERE), site) is None


def paths(target: str, standing: Standing, site: Catalog = SITE) -> list[str]:
    return [step.path for step in shortest_way(site, target, standing)]


def test_the_shortest_way_names_what_is_needed_in_order_and_nothing_else() -> None:
    whole = ["courses/here/one", "courses/here/two", "courses/here/three"]
    assert paths("courses/here/one", Standing()) == []
    assert paths("courses/here/three", Standing()) == whole[:2]
    assert paths("courses/here#m2", Standing()) == whole[:2]
    assert paths("assessments/exam", Standing()) == whole
    assert paths("courses/far", Standing()) == [*whole, "assessments/exam"]
    assert paths("courses/far/five", Standing()) == [*whole, "assessments/exam", "courses/far/four"]
    assert paths("certificates/paper", Standing()) == [*whole, "assessments/exam"]


def test_what_is_done_is_not_on_the_way_and_what_is_begun_takes_less_time() -> None:
    mine = standing(answered("one-1"), answered("one-2"), answered("two-1"))
    way = shortest_way(SITE, "assessments/exam", mine)
    assert [(step.path, step.minutes, step.quiz) for step in way] == [
        ("courses/here/two", 5, "two-2"),
        ("courses/here/three", 12, ""),
    ]


def test_an_open_door_needs_no_way() -> None:
    assert paths("assessments/exam", finished(HERE)) == []


def test_a_thing_that_is_needed_twice_is_on_the_way_once() -> None:
    twice = replace(EXAM, opens_after=("courses/here/one", "courses/here", "courses/here#m1"))
    site = catalog(HERE, twice)
    assert paths("assessments/exam", Standing(), site) == [
        "courses/here/one",
        "courses/here/two",
        "courses/here/three",
    ]


def test_a_thousand_lessons_in_order_are_a_way_too() -> None:
    long = course("long", [lesson(f"l{n}") for n in range(1000)], in_order=True)
    exam = assessment("exam", opens_after=["courses/long/l999"])
    way = paths("assessments/exam", Standing(), catalog(long, exam))
    assert way == [f"courses/long/l{n}" for n in range(1000)]


def test_a_circle_and_a_thing_that_is_gone_end_the_way_and_not_the_program() -> None:
    one = course("one", [lesson("a")], opens_after=["courses/two"])
    two = course("two", [lesson("b")], opens_after=["courses/one", "courses/gone"])
    assert paths("courses/one", Standing(), catalog(one, two)) == ["courses/two/b"]
    assert paths("courses/gone", Standing(), catalog(one, two)) == []


@given(st.data())
def test_whoever_follows_the_way_finds_every_door_on_it_open(data: st.DataObject) -> None:
    names = [f"l{n}" for n in range(6)]
    lessons = [
        lesson(
            name,
            opens_after=[
                f"courses/here/{one}" for one in data.draw(st.sets(st.sampled_from(names[:n] or [""]))) if one
            ],
        )
        for n, name in enumerate(names)
    ]
    split = data.draw(st.integers(1, 5))
    taken = course(
        "here",
        lessons[:split],
        lessons[split:],
        in_order=data.draw(st.booleans()),
        modules_open_after={"m2": ["courses/here#m1"] if data.draw(st.booleans()) else []},
    )
    paper = credential(
        "paper", *data.draw(st.lists(st.sampled_from([f"courses/here/{name}" for name in names]), min_size=1))
    )
    site = catalog(taken, paper)
    mine = Standing()
    way = shortest_way(site, paper.path, mine)
    for step in way:
        here = taken.lessons[step.path.rpartition("/")[2]]
        assert not isinstance(lesson_gate(site, taken, here, mine), Closed)
        assert isinstance(credential_gate(site, paper, mine, confirmed=True), Closed)
        acts = [answered(quiz) for quiz in here.scored]
        mine = Standing({"here": after(taken, acts, mine.course("here"))})
    assert not isinstance(credential_gate(site, paper, mine, confirmed=True), Closed)


def test_a_lesson_to_be_read_is_a_step_until_it_is_marked() -> None:
    mine = finished(HERE, "one", "two")
    step = next_step(SITE, HERE, mine)
    assert step is not None
    assert step.path == "courses/here/three"
    marked = Standing({"here": after(HERE, [read("three", 2)], mine.course("here"))})
    assert next_step(SITE, HERE, marked) is None
