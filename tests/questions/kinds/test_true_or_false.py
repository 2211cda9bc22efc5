from __future__ import annotations

import pytest

from lms.questions import marking
from lms.questions.kind import NotAnAnswer
from tests.questions.making import TRUE_OR_FALSE, quiz, read

QUIZ = quiz(TRUE_OR_FALSE)


@pytest.mark.parametrize(
    ("written", "right"), [("true", True), ("yes", True), ("false", False), ("no", False), ("No", False)]
)
def test_yes_and_no_are_taken_for_true_and_false(written: str, right: bool) -> None:
    key = quiz(TRUE_OR_FALSE.replace("answer: no", f"answer: {written}")).solution.key
    assert marking.share(key, right) == 1
    assert marking.share(key, not right) == 0


@pytest.mark.parametrize("value", ["true", "false", 0, 1, None, [], [False]])
def test_only_true_and_false_are_answers(value: object) -> None:
    assert isinstance(marking.accept(QUIZ.question, value), NotAnAnswer)
    assert marking.accept(QUIZ.question, False) is False


def test_a_form_says_it_in_words() -> None:
    assert marking.from_form(QUIZ.question, {"answer": ["false"]}) is False
    assert marking.from_form(QUIZ.question, {"answer": ["true"]}) is True
    other = marking.from_form(QUIZ.question, {"answer": ["maybe"]})
    assert isinstance(marking.accept(QUIZ.question, other), NotAnAnswer)


def test_each_side_can_have_its_own_explanation() -> None:
    both = quiz(TRUE_OR_FALSE.replace("why: Families know one another.", "why: {yes: Look again., no: Families know.}"))
    assert both.solution.why == {"true": "<p>Look again.</p>", "false": "<p>Families know.</p>"}


def test_another_word_is_told_where_it_stands() -> None:
    assert read(TRUE_OR_FALSE.replace("answer: no", "answer: maybe")).told == ["4:9 S206"]
