"""What an edit leaves behind: nobody is stuck before a door with everything done."""

from __future__ import annotations

from dataclasses import replace

from lms.progress.completions import what_follows
from lms.progress.fulfilled import fulfilled
from lms.progress.gates import Open, course_gate, credential_gate
from lms.progress.standing import Standing, fold
from lms.progress.steps import minutes_left, next_step, shortest_way
from tests.progress.courses import after, answered, at, catalog, course, credential, finished, lesson

WHOLE = course("here", [lesson("one"), lesson("two")], [lesson("three")])
NEXT = course("next", [lesson("four")], opens_after=["courses/here"])
PAPER = credential("paper", "courses/here")


def test_what_was_recorded_counts_whatever_the_course_is_now() -> None:
    standing = finished(WHOLE, hours=3)
    grown = course("here", [lesson("one"), lesson("two"), lesson("new")], [lesson("three")])
    for today in (catalog(WHOLE), catalog(grown), catalog()):
        assert fulfilled(today, "courses/here", standing) == at(3)
        assert fulfilled(today, "courses/here#m1", standing) == at(3)


def test_a_course_counts_as_done_when_the_last_lesson_that_was_missing_is_taken_away() -> None:
    standing = finished(WHOLE, "one", "three", hours=2)
    shrunk = course("here", [lesson("one")], [lesson("three")])
    assert fulfilled(catalog(WHOLE), "courses/here", standing) is None
    today = catalog(shrunk, NEXT, PAPER)
    assert fulfilled(today, "courses/here", standing) == at(2)
    assert fulfilled(today, "courses/here#m1", standing) == at(2)
    assert isinstance(course_gate(today, NEXT, standing), Open)
    assert isinstance(credential_gate(today, PAPER, standing, confirmed=True), Open)
    assert shortest_way(today, "courses/next", standing) == ()


def test_what_an_edit_completes_is_done_since_its_newest_part() -> None:
    acts = [answered("one-1", 6), answered("one-2", 6), answered("three-1", 2), answered("three-2", 2)]
    standing = Standing({"here": after(WHOLE, acts)})
    shrunk = course("here", [lesson("one")], [lesson("three")])
    assert fulfilled(catalog(shrunk), "courses/here", standing) == at(6)


def test_a_lesson_counts_as_done_when_the_question_that_was_missing_is_taken_away() -> None:
    standing = Standing({"here": after(WHOLE, [answered("one-1", 4)])})
    shorter = course("here", [lesson("one", quizzes=1)])
    today = catalog(shorter)
    assert fulfilled(catalog(WHOLE), "courses/here/one", standing) is None
    assert fulfilled(today, "courses/here/one", standing) == at(4)
    assert fulfilled(today, "courses/here", standing) == at(4)
    assert next_step(today, shorter, standing) is None
    assert minutes_left(shorter, standing) == 0


def test_the_next_act_in_the_course_writes_down_what_the_edit_completed() -> None:
    before = after(WHOLE, [answered("one-1", 1)])
    shorter = course("here", [lesson("one", quizzes=1), lesson("two", quizzes=1)])
    act = answered("two-1", 2)
    following = what_follows(shorter, fold(before, act), act)
    assert [event.kind for event in following] == ["lesson_done", "module_done", "course_done"]


def test_a_lesson_without_any_answer_is_never_done_by_an_edit() -> None:
    empty = course("here", [lesson("one", quizzes=0)])
    standing = Standing({"here": after(empty, [answered("one-think", share=None)])})
    assert fulfilled(catalog(empty), "courses/here/one", Standing()) is None
    assert fulfilled(catalog(empty), "courses/here/one", standing) is None


def test_a_course_or_module_without_lessons_and_unknown_things_are_not_done() -> None:
    bare = replace(WHOLE, lessons={}, modules=())
    for path in (
        "courses/here",
        "courses/here#m1",
        "courses/here#m9",
        "courses/nowhere",
        "assessments/none",
        "other/x",
    ):
        assert fulfilled(catalog(bare), path, Standing()) is None
