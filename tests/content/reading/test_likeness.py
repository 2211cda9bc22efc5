"""A quiz is known by its keys, whatever its block is called; code that asks nothing is left alone."""

from __future__ import annotations

import pytest

from lms.content.reading.likeness import meant_by

QUIZ = "id: one\ntype: choose-one\nquestion: Who?\noptions:\n  a: A\n  b: B\nanswer: a\n"
NAMES = ["question", "mcq", "test", "exercise", "toml", "text", "none", "{quiz}", "python", "bash", "pregunta", ""]


@pytest.mark.parametrize("name", NAMES)
def test_a_quiz_is_known_under_every_name(name: str) -> None:
    assert meant_by(name, QUIZ) == "quiz"


@pytest.mark.parametrize(
    "text",
    [
        QUIZ.replace("choose-one", "multiple-choice"),
        QUIZ.replace("answer:", "correct:").replace("question:", "prompt:"),
        QUIZ.replace("question:", "Question:").replace("answer:", "ANSWER:"),
        'question = "Who?"\nanswer = "a"\n',
        '{"question": "Who?", "options": ["A", "B"], "answer": 1}',
        "Who?\nA. The queen\nB. The drone\nANSWER: A\n",
        "pregunta: ¿Quién?\nrespuesta: a\n",
        "text: Bees [[1]].\nblanks: {1: {accept: [fly]}}\n",
        "**Question:** Who?\n**Answer:** The queen.\n",
        QUIZ.replace(" ", "\u00a0"),
    ],
)
def test_other_notations_of_a_quiz_are_known(text: str) -> None:
    assert meant_by("text", text) == "quiz"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("python", "question = input()\nanswer = 42\noptions = {}\n"),
        ("yaml", "name: hive\ntype: wooden\nvalue: 3\n"),
        ("text", "type: true-or-false\nanswer: an example\n"),
        ("json", '{"id": 1, "text": "Hello"}'),
        ("", "ls -l\ncd hive\n"),
        ("http", "GET / HTTP/1.1\nHost: example.org\n"),
        ("ini", "[options]\nlevel = 3\n"),
    ],
)
def test_code_without_a_question_is_none(name: str, text: str) -> None:
    assert meant_by(name, text) == ""


def test_a_scenario_is_known_where_its_name_says_so() -> None:
    assert meant_by("yaml", "id: talk\ntext: Rosa is invited.\n") == "scenario"
    assert meant_by("case", "id: talk\ntext: Rosa is invited.\n") == "scenario"
