from __future__ import annotations

from fractions import Fraction

import pytest

from lms.questions import marking
from lms.questions.kind import NotAnAnswer
from tests.questions.making import CHOOSE_ONE, quiz, read

QUIZ = quiz(CHOOSE_ONE)


def test_the_question_has_the_options_in_the_authors_order_and_no_key() -> None:
    assert [choice.key for choice in QUIZ.question.body.options] == ["a", "b", "c"]
    assert QUIZ.solution.key.rule == {"right": ["b"], "credit": {"c": "1/2"}}


@pytest.mark.parametrize(("given", "earned"), [("b", 1), ("c", Fraction(1, 2)), ("a", 0)])
def test_the_right_option_earns_all_and_others_what_their_credit_says(given: str, earned: Fraction) -> None:
    assert marking.share(QUIZ.solution.key, given) == earned


def test_any_of_several_answers_is_right() -> None:
    several = quiz(CHOOSE_ONE.replace("answer: b", "answer: [a, b]"))
    shares = [marking.share(several.solution.key, letter) for letter in "abc"]
    assert shares == [1, 1, Fraction(1, 2)]


@pytest.mark.parametrize("value", ["d", "", "B", ["b"], {"b": True}, 1, True, None])
def test_only_a_key_that_is_shown_is_an_answer(value: object) -> None:
    assert isinstance(marking.accept(QUIZ.question, value), NotAnAnswer)


def test_a_form_gives_the_chosen_key_or_nothing() -> None:
    assert marking.from_form(QUIZ.question, {"answer": ["b"]}) == "b"
    assert marking.from_form(QUIZ.question, {}) is None
    assert marking.from_form(QUIZ.question, {"answer": [""]}) is None


def test_the_answer_in_words_is_the_text_of_the_right_option() -> None:
    assert marking.answer_text(QUIZ.question, QUIZ.solution.key) == "Ask her brother."


def test_an_answer_that_no_option_has_is_told_at_its_place_with_the_letters_there_are() -> None:
    found = read(CHOOSE_ONE.replace("answer: b", "answer: e").replace("credit: {c: 50%}", ""))
    assert found.told == ["8:9 Q203"]
    assert found.help == "It can be `a`, `b` or `c`."


def test_an_answer_given_as_the_text_of_an_option_is_understood_in_the_help() -> None:
    found = read(CHOOSE_ONE.replace("answer: b", "answer: Ask her brother."))
    assert found.help == "Did you mean `b`?"


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("answer: b", "answer: [b, b]", ["8:13 Q204"]),
        ("answer: b", "answer: [a, b, c]", ["8:9 Q209", "9:10 Q207"]),
        ("credit: {c: 50%}", "credit: {b: 50%}", ["9:10 Q207"]),
        ("credit: {c: 50%}", "credit: {d: 50%}", ["9:10 Q203"]),
        ("credit: {c: 50%}", "credit: {c: half}", ["9:13 S208"]),
        ("credit: {c: 50%}", "credit: {c: 150%}", ["9:13 S208"]),
        ("credit: {c: 50%}", "credits: {c: 50%}", ["9:1 S201"]),
        ("  c: Leave him out.", "  1: Leave him out.", ["7:3 Q202", "9:10 Q203", "10:51 Q106"]),
        ("  c: Leave him out.", "  c: Ask her brother.", ["7:6 Q206"]),
    ],
)
def test_a_fault_is_told_where_it_stands(was: str, now: str, told: list[str]) -> None:
    assert read(CHOOSE_ONE.replace(was, now)).told == told


def test_one_option_is_no_choice() -> None:
    found = read("id: x\ntype: choose-one\nquestion: Q?\noptions: {a: One}\nanswer: a\nwhy: W")
    assert found.told == ["4:1 Q201"]


def test_eleven_options_are_too_many() -> None:
    options = ", ".join(f"{letter}: {letter}" for letter in "abcdefghijk")
    found = read(f"id: x\ntype: choose-one\nquestion: Q?\noptions: {{{options}}}\nanswer: a\nwhy: W")
    assert found.told == ["4:1 Q201"]


def test_a_text_that_a_comma_cut_in_two_is_told_with_its_cure() -> None:
    found = read("id: x\ntype: choose-one\nquestion: Q?\noptions: {a: Ask, then write, b: Write}\nanswer: a\nwhy: W")
    assert found.told == ["4:19 Q202"]
    assert "quotation marks" in found.help
