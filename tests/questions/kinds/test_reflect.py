from __future__ import annotations

import pytest

from lms.questions import marking
from lms.questions.kind import NotAnAnswer
from tests.questions.making import REFLECT, quiz, read

QUIZ = quiz(REFLECT)


def test_a_reflection_is_never_scored_and_needs_no_explanation() -> None:
    assert not QUIZ.question.scored
    assert QUIZ.question.body.words == 50
    assert marking.share(QUIZ.solution.key, "My thoughts") is None
    assert read(REFLECT).told == []


@pytest.mark.parametrize("value", ["", "\n", "x" * 10_001, 5, None, ["x"], "bell \x07"])
def test_only_a_text_is_an_answer(value: object) -> None:
    assert isinstance(marking.accept(QUIZ.question, value), NotAnAnswer)


def test_a_text_is_kept_as_it_was_typed() -> None:
    assert marking.accept(QUIZ.question, "  =SUM(A1)\r\n<script>  ") == "  =SUM(A1)\n<script>  "


def test_an_answer_key_is_a_fault() -> None:
    found = read(REFLECT + "    answer: yes\n")
    assert found.told == ["5:1 S201"]
    assert found.help.endswith("this is a `reflect`.")
