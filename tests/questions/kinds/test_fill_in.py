from __future__ import annotations

from fractions import Fraction

import pytest

from lms.questions import marking
from lms.questions.kind import NotAnAnswer
from tests.questions.making import FILL_IN, quiz, read

QUIZ = quiz(FILL_IN)


def test_the_gaps_are_named_in_reading_order_with_the_text_around_them() -> None:
    assert QUIZ.question.body.blanks == ("1", "2")
    assert QUIZ.question.body.gaps == ("<p>First we ask for ", ", then we ", ".</p>")
    assert QUIZ.question.html == ""


@pytest.mark.parametrize(
    ("given", "earned"),
    [
        ({"1": "consent", "2": "listen"}, 1),
        ({"1": "Consent ", "2": "WAIT"}, 1),
        ({"1": "consent"}, Fraction(1, 2)),
        ({"1": "consent", "2": "talk"}, Fraction(1, 2)),
        ({"2": "consent"}, 0),
    ],
)
def test_each_gap_earns_its_share(given: dict[str, str], earned: Fraction) -> None:
    assert marking.share(QUIZ.solution.key, given) == earned


def test_a_gap_may_ignore_other_differences_than_the_rest() -> None:
    text = FILL_IN.replace("2: {accept: [listen, wait]}", "2: {accept: [listen], ignore_differences: []}")
    key = quiz(text + "    ignore_differences: [accents]\n").solution.key
    assert marking.share(key, {"1": "cónsent", "2": "lísten"}) == Fraction(1, 2)


@pytest.mark.parametrize(
    "value", [{}, {"3": "x"}, {"1": 5}, {"1": ""}, {"1": "  "}, {"1": "x" * 5001}, ["x"], "x", None]
)
def test_only_words_for_gaps_that_are_there_are_an_answer(value: object) -> None:
    assert isinstance(marking.accept(QUIZ.question, value), NotAnAnswer)


def test_empty_gaps_are_left_out() -> None:
    assert marking.accept(QUIZ.question, {"2": "wait", "1": ""}) == {"2": "wait"}
    assert marking.from_form(QUIZ.question, {"answer.1": [""], "answer.2": ["wait"]}) == {"2": "wait"}
    assert marking.from_form(QUIZ.question, {"answer.1": [""]}) is None


def test_the_answer_in_words_is_the_whole_text() -> None:
    shown = marking.answer_text(QUIZ.question, QUIZ.solution.key)
    assert shown == "<p>First we ask for <strong>consent</strong>, then we <strong>listen or wait</strong>.</p>"


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("then we [[2]]", "then we [[3]]", ["3:39 Q306", "4:34 Q307"]),
        ("then we [[2]]", "then we wait", ["4:34 Q307"]),
        ("then we [[2]]", "then we [[2]] and [[3]]", ["3:49 Q306"]),
        ("then we [[2]]", "then we [[2]] and [[2]]", ["3:49 Q309"]),
        ("2: {accept: [listen, wait]}", "2: {accept: []}", ["4:46 S202"]),
        ("2: {accept: [listen, wait]}", "2: {accepts: [listen]}", ["4:38 S201"]),
        ("2: {accept: [listen, wait]}", "2: [listen, wait]", ["4:37 S203"]),
        ("text: First we ask for [[1]], then we [[2]].", "text: No gap.", ["3:7 Q308", "4:10 Q307", "4:34 Q307"]),
        ("blanks: {1: {accept: [consent]}, 2: {accept: [listen, wait]}}", "", ["1:1 S202"]),
    ],
)
def test_a_fault_is_told_where_it_stands(was: str, now: str, told: list[str]) -> None:
    assert read(FILL_IN.replace(was, now)).told == told


@pytest.mark.parametrize(
    "text",
    ["See [the code](https://example.org/[[1]]).", "See [[[1]] here](https://example.org/).", "![[[1]]](media/a.png)"],
)
def test_a_gap_cannot_be_part_of_a_link_or_a_picture(text: str) -> None:
    found = read(f"id: x\ntype: fill-in\ntext: '{text}'\nblanks: {{1: {{accept: [a]}}}}\nwhy: W")
    assert [one for one in found.told if "Q" in one] == [f"3:{8 + text.index('[[1]]')} Q310"]
