from __future__ import annotations

import pytest

from lms.questions import marking
from lms.questions.kind import NotAnAnswer
from tests.questions.making import NUMBER, quiz, read


def number(answer: str, within: str = "", unit: str = "") -> str:
    lines = ["id: n", "type: number", "question: Q?", f"answer: {answer}", "why: W"]
    return "\n".join([*lines, *([f"within: {within}"] if within else []), *([f"unit: {unit}"] if unit else [])])


def share(answer: str, within: str, given: str) -> int:
    one = quiz(number(answer, within))
    accepted = marking.accept(one.question, given)
    assert not isinstance(accepted, NotAnAnswer), accepted
    found = marking.share(one.solution.key, accepted)
    assert found is not None
    return int(found)


@pytest.mark.parametrize(
    ("answer", "within", "given", "right"),
    [
        ("2.5", "", "2.5", 1),
        ("2.5", "", "2,5", 1),
        ("2,5", "", "2.50", 1),
        ("0.3", "", "0.30000000000000001", 0),
        ("0.1", "0.2", "0.3", 1),
        ("10", "0.5", "10.5", 1),
        ("10", "0.5", "9.5", 1),
        ("10", "0.5", "10.500000000000000000001", 0),
        ("-40", "5%", "-42", 1),
        ("-40", "5%", "-38", 1),
        ("-40", "5%", "-37.99", 0),
        ("95", "5 %", "99.75", 1),
        ("95", "5%", "99.76", 0),
        ("1234", "", "1 234", 1),
        ("1234567", "", "1\u2009234\u202f567", 1),
        ("5", "", "+5", 1),
        ("-5", "", "−5", 1),
        ("12.5", "", "١٢٫٥", 1),
        ("0.5", "", ".5", 1),
        ("5", "", "5.", 1),
        ("007", "", "7", 1),
    ],
)
def test_numbers_are_compared_exactly_and_bounds_belong_to_them(
    answer: str, within: str, given: str, right: int
) -> None:
    assert share(answer, within, given) == right


@pytest.mark.parametrize(
    "value",
    [
        *("", "  ", "five", "1e10000000", "1e5", "0x10", "1,23.5", "1.2.3", "--5", "NaN", "Infinity", "9" * 61),
        *("1/2", "5 6 a", "٣٫٫", "1\n2", 5, 2.5, None, True, ["5"]),
    ],
)
def test_only_a_number_in_figures_is_an_answer(value: object) -> None:
    assert isinstance(marking.accept(quiz(number("5")).question, value), NotAnAnswer)


def test_the_unit_may_be_typed_too() -> None:
    mg = quiz(number("5", unit="mg"))
    assert marking.accept(mg.question, " 5 mg ") == "5"
    assert isinstance(marking.accept(mg.question, "5 kg"), NotAnAnswer)


def test_what_was_typed_is_kept_as_typed() -> None:
    assert marking.accept(quiz(number("5")).question, " 5,00 ") == "5,00"


@pytest.mark.parametrize("typed", ["five", "about 5", "5 kg", "1.2.3", "1/2", "9" * 61])
def test_a_text_that_is_no_number_is_kept_in_a_paper_and_earns_nothing(typed: str) -> None:
    one = quiz(number("5", unit="mg"))
    assert marking.keep(one.question, f" {typed} ") == typed
    assert marking.share(one.solution.key, typed) == 0


def test_a_number_is_kept_in_a_paper_as_it_is_in_practice() -> None:
    assert marking.keep(quiz(number("5", unit="mg")).question, " 5,00 mg ") == "5,00"
    assert isinstance(marking.keep(quiz(number("5")).question, "5" * 501), NotAnAnswer)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (number("2.50"), "2.5"),
        (number("10", "0.5", "mg"), "10 mg (from 9.5 to 10.5)"),
        (number("-40", "5%"), "-40 (from -42 to -38)"),
        (number("100"), "100"),
    ],
)
def test_the_answer_in_words_names_its_bounds(text: str, shown: str) -> None:
    one = quiz(text)
    assert marking.answer_text(one.question, one.solution.key) == shown


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("answer: 95", "answer: many", ["4:9 S210"]),
        ("answer: 95", "answer: 1e9", ["4:9 S210"]),
        ("answer: 95", "answer: .inf", ["4:9 S111"]),
        ("answer: 95", "", ["1:1 S202"]),
        ("within: 5%", "within: about 5", ["5:9 Q304"]),
        ("within: 5%", "within: -5", ["5:9 Q304"]),
        ("within: 5%", "within: 5%%", ["5:9 Q304"]),
        ("answer: 95", "answer: 0", ["5:9 Q305"]),
        ("within: 5%", "withn: 5%", ["5:1 S201"]),
    ],
)
def test_a_fault_is_told_where_it_stands(was: str, now: str, told: list[str]) -> None:
    assert read(NUMBER.replace(was, now)).told == told


@pytest.mark.parametrize("zero", ["-0", "-0.0", "0.00"])
def test_nothing_is_kept_as_nothing_whatever_sign_was_written_before_it(zero: str) -> None:
    assert quiz(number(zero)).solution.key == quiz(number("0")).solution.key
    assert quiz(number("2", within=zero)).solution.key == quiz(number("2", within="0")).solution.key


def test_a_text_is_not_looked_into_where_it_is_longer_than_any_number() -> None:
    one = quiz(number("2", unit="kg"))
    assert marking.accept(one.question, " " * 50 + "2 kg") == "2"
    assert isinstance(marking.accept(one.question, " " * 100 + "2 kg"), NotAnAnswer)
