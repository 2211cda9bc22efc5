from __future__ import annotations

from fractions import Fraction

import pytest

from lms.questions import marking
from lms.questions.kind import NotAnAnswer
from tests.questions.making import MATCH, quiz, read

QUIZ = quiz(MATCH)


def test_the_right_side_is_shown_in_a_steady_order_that_does_not_follow_the_left() -> None:
    for name in ("one", "two", "three", "four", "five", "six"):
        text = MATCH.replace("who-says-what", name).replace(", w: Nobody", "")
        text = text.replace(", c: What the study found", "").replace(", z: A researcher", "").replace(", c: z", "")
        assert [choice.key for choice in quiz(text).question.body.right] == ["y", "x"]


@pytest.mark.parametrize(
    ("given", "each_pair"),
    [
        ({"a": "x", "b": "y", "c": "z"}, 1),
        ({"a": "x", "b": "z", "c": "y"}, Fraction(1, 3)),
        ({"a": "x"}, Fraction(1, 3)),
        ({"a": "x", "b": "x", "c": "x"}, Fraction(1, 3)),
        ({"c": "w"}, 0),
    ],
)
def test_each_right_pair_earns_its_share(given: dict[str, str], each_pair: Fraction) -> None:
    assert marking.share(QUIZ.solution.key, given) == each_pair
    strict = quiz(MATCH + "    credit: all or nothing\n")
    assert marking.share(strict.solution.key, given) == int(each_pair == 1)


@pytest.mark.parametrize("value", [{}, {"z": "x"}, {"a": "b"}, {"a": ["x"]}, {"a": None}, [["a", "x"]], "ax", None])
def test_only_pairs_of_what_is_shown_are_an_answer(value: object) -> None:
    assert isinstance(marking.accept(QUIZ.question, value), NotAnAnswer)


def test_a_form_may_leave_some_open() -> None:
    found = marking.from_form(QUIZ.question, {"answer.a": ["x"], "answer.b": [""]})
    assert found == {"a": "x"}
    assert marking.accept(QUIZ.question, found) == {"a": "x"}
    assert marking.from_form(QUIZ.question, {}) is None


def test_several_on_the_left_may_belong_to_one_on_the_right() -> None:
    shared = quiz(MATCH.replace("answer: {a: x, b: y, c: z}", "answer: {a: x, b: x, c: z}"))
    assert marking.share(shared.solution.key, {"a": "x", "b": "x", "c": "z"}) == 1


def test_the_answer_in_words_shows_the_pairs() -> None:
    assert "<li>How it feels → A patient</li>" in marking.answer_text(QUIZ.question, QUIZ.solution.key)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("answer: {a: x, b: y}", ["6:9 Q205"]),
        ("answer: {a: x, b: y, c: q}", ["6:25 Q203"]),
        ("answer: {a: x, b: y, c: z, d: w}", ["6:28 Q203"]),
        ("answer: {a: x, b: y, c: [z]}", ["6:25 S203"]),
        ("answer: x", ["6:9 S203"]),
    ],
)
def test_a_fault_is_told_where_it_stands(now: str, told: list[str]) -> None:
    assert read(MATCH.replace("answer: {a: x, b: y, c: z}", now)).told == told
