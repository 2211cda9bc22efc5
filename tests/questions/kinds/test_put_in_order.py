from __future__ import annotations

from fractions import Fraction

import pytest

from lms.questions import marking
from lms.questions.kind import NotAnAnswer
from tests.questions.making import PUT_IN_ORDER, quiz, read

QUIZ = quiz(PUT_IN_ORDER)


def test_the_lines_are_always_shown_in_the_same_order_which_is_not_the_answer() -> None:
    shown = [[choice.key for choice in quiz(PUT_IN_ORDER).question.options] for _ in range(3)]
    assert shown[0] == shown[1] == shown[2]
    for name in ("one", "two", "three", "four", "five", "six", "seven", "eight"):
        for options in ("{a: Ask, b: Listen}", "{b: Listen, a: Ask}"):
            two = PUT_IN_ORDER.replace("before-the-talk", name).replace("[a, b, c, d]", "[a, b]")
            two = two.replace("{a: Ask, b: Listen, c: Write, d: Speak}", options)
            assert [choice.key for choice in quiz(two).question.options] == ["b", "a"]


@pytest.mark.parametrize(
    ("given", "each_place"), [("abcd", 1), ("abdc", Fraction(1, 2)), ("badc", 0), ("bcda", 0), ("acdb", Fraction(1, 4))]
)
def test_the_credit_rule_says_what_an_order_earns(given: str, each_place: Fraction) -> None:
    assert marking.share(QUIZ.solution.key, list(given)) == each_place
    strict = quiz(PUT_IN_ORDER.replace("credit: each place", ""))
    assert marking.share(strict.solution.key, list(given)) == int(each_place == 1)


@pytest.mark.parametrize("value", [list("abc"), list("abcc"), list("abcz"), list("abcda"), "abcd", {"a": 1}, [], None])
def test_only_every_line_once_is_an_answer(value: object) -> None:
    assert isinstance(marking.accept(QUIZ.question, value), NotAnAnswer)


def form(**places: str) -> dict[str, list[str]]:
    return {f"answer.{key}": [place] for key, place in places.items()}


def test_a_form_gives_each_line_its_place() -> None:
    assert marking.from_form(QUIZ.question, form(a="2", b="1", c="4", d="3")) == list("badc")
    assert marking.from_form(QUIZ.question, form(a="", b="", c="", d="")) is None


@pytest.mark.parametrize(
    "places",
    [
        {"a": "1", "b": "1", "c": "2", "d": "3"},
        {"a": "1", "b": "2", "c": "3"},
        {"a": "0", "b": "1", "c": "2", "d": "3"},
        {"a": "first", "b": "2", "c": "3", "d": "4"},
    ],
)
def test_a_form_in_which_the_places_do_not_fit_is_refused_with_the_reason(places: dict[str, str]) -> None:
    found = marking.from_form(QUIZ.question, form(**places))
    assert found == NotAnAnswer("Give each line a place of its own, from 1 to 4.")


def test_the_answer_in_words_is_the_right_order() -> None:
    shown = marking.answer_text(QUIZ.question, QUIZ.solution.key)
    assert shown == "<ol><li>Ask</li><li>Listen</li><li>Write</li><li>Speak</li></ol>"


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("answer: [a, b, c]", ["5:9 Q205"]),
        ("answer: [a, b, c, d, d]", ["5:22 Q204"]),
        ("answer: [a, b, c, x]", ["5:9 Q205", "5:19 Q203"]),
        ("answer: a", ["5:9 S203"]),
    ],
)
def test_a_fault_is_told_where_it_stands(now: str, told: list[str]) -> None:
    assert read(PUT_IN_ORDER.replace("answer: [a, b, c, d]", now)).told == told
