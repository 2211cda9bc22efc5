from __future__ import annotations

import pytest

from lms.questions import marking
from lms.questions.kind import NotAnAnswer
from tests.questions.making import SCALE, quiz, read

QUIZ = quiz(SCALE)


def test_a_scale_is_never_scored() -> None:
    assert not QUIZ.question.scored
    assert marking.share(QUIZ.solution.key, "3") is None
    assert marking.answer_text(QUIZ.question, QUIZ.solution.key) == ""


def test_labels_stand_at_their_numbers() -> None:
    assert [(label.key, label.html) for label in QUIZ.question.body.labels] == [("1", "not at all"), ("5", "very")]


@pytest.mark.parametrize("value", ["0", "6", "3.0", "03", " 3", "", "1e0", 3, True, None, ["3"], "9" * 100_000])
def test_only_the_text_of_a_whole_number_on_the_scale_is_an_answer(value: object) -> None:
    assert isinstance(marking.accept(QUIZ.question, value), NotAnAnswer)


def test_a_scale_may_begin_below_zero() -> None:
    below = quiz(SCALE.replace("from: 1", "from: -2").replace("labels: {1: not at all, 5: very}", ""))
    assert marking.accept(below.question, "-2") == "-2"
    assert marking.accept(below.question, "0") == "0"
    assert isinstance(marking.accept(below.question, "-0"), NotAnAnswer)


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("to: 5", "to: 1", ["5:5 Q311"]),
        ("to: 5", "to: 500", ["5:5 Q311"]),
        ("to: 5", "", ["1:1 S202"]),
        ("to: 5", "to: five", ["5:5 S204"]),
        ("labels: {1: not at all, 5: very}", "labels: {1: not at all, 6: very}", ["6:25 Q312"]),
        ("labels: {1: not at all, 5: very}", "labels: {1: not at all, 5: [very]}", ["6:25 S203"]),
    ],
)
def test_a_fault_is_told_where_it_stands(was: str, now: str, told: list[str]) -> None:
    assert read(SCALE.replace(was, now)).told == told
