from __future__ import annotations

from fractions import Fraction

import pytest

from lms.questions import marking
from lms.questions.kind import NotAnAnswer
from tests.questions.making import CHOOSE_MANY, quiz, read

QUIZ = quiz(CHOOSE_MANY)


def with_credit(rule: str) -> str:
    return CHOOSE_MANY.replace("credit: each choice", rule)


# Right are a and b, wrong are c and d, and e is ignored.
@pytest.mark.parametrize(
    ("given", "all_or_nothing", "each_choice", "wrong_ones_cost"),
    [
        ("", 0, 0, 0),
        ("e", 0, Fraction(1, 2), 0),
        ("a", 0, Fraction(3, 4), Fraction(1, 2)),
        ("ab", 1, 1, 1),
        ("abe", 1, 1, 1),
        ("abc", 0, Fraction(3, 4), Fraction(1, 2)),
        ("abcd", 0, Fraction(1, 2), 0),
        ("acd", 0, Fraction(1, 4), 0),
        ("cd", 0, 0, 0),
    ],
)
def test_the_credit_rule_says_what_a_choice_earns(
    given: str, all_or_nothing: Fraction, each_choice: Fraction, wrong_ones_cost: Fraction
) -> None:
    rules = {
        "": all_or_nothing,
        "credit: all or nothing": all_or_nothing,
        "credit: each choice": each_choice,
        "credit: each choice, wrong ones cost": wrong_ones_cost,
    }
    for rule, earned in rules.items():
        assert marking.share(quiz(with_credit(rule)).solution.key, list(given)) == earned, rule


def test_the_order_of_ticking_means_nothing() -> None:
    assert marking.accept(QUIZ.question, ["b", "a"]) == ["a", "b"]


@pytest.mark.parametrize("value", ["a", ["a", "a"], ["z"], [1], [["a"]], {"a": 1}, list("abcdef"), None])
def test_only_a_list_of_different_shown_keys_is_an_answer(value: object) -> None:
    assert isinstance(marking.accept(QUIZ.question, value), NotAnAnswer)


def test_a_form_without_a_tick_is_not_answered() -> None:
    assert marking.from_form(QUIZ.question, {}) is None
    assert marking.from_form(QUIZ.question, {"answer": ["b", "c"]}) == ["b", "c"]


def test_the_answer_in_words_lists_the_right_options() -> None:
    assert marking.answer_text(QUIZ.question, QUIZ.solution.key) == "<ul><li>The scope</li><li>The pay</li></ul>"


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("answer: [a, b]", "answer: [a, z]", ["5:13 Q203"]),
        ("answer: [a, b]", "answer: [a, b, a]", ["5:16 Q204"]),
        ("answer: [a, b]", "answer: a, b", ["5:9 Q203"]),
        ("ignore: [e]", "ignore: [b]", ["6:9 Q208"]),
        ("ignore: [e]", "ignore: [f]", ["6:10 Q203"]),
        ("credit: each choice", "credit: every choice", ["7:9 S205"]),
        ("answer: [a, b]", "answer: []", ["5:9 S202"]),
        ("answer: [a, b]", "", ["1:1 S202"]),
    ],
)
def test_a_fault_is_told_where_it_stands(was: str, now: str, told: list[str]) -> None:
    assert read(CHOOSE_MANY.replace(was, now)).told == told


def test_several_letters_in_one_text_are_shown_as_a_list() -> None:
    assert read(CHOOSE_MANY.replace("answer: [a, b]", "answer: a, b")).findings[0].help.endswith("[a, b]")
