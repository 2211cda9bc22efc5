from __future__ import annotations

from fractions import Fraction

import pytest

from lms.questions import marking
from lms.questions.kind import NotAnAnswer
from tests.questions.making import PUT_IN_ORDER, quiz, read

QUIZ = quiz(PUT_IN_ORDER)


def test_the_lines_are_always_shown_in_the_same_order_which_is_not_the_answer() -> None:
    shown = [[choice.key for choice in quiz(PUT_IN_ORDER).question.body.options] for _ in range(3)]
    assert shown[0] == shown[1] == shown[2]
    for name in ("one", "two", "three", "four", "five", "six", "seven", "eight"):
        for options in ("{a: Ask, b: Listen}", "{b: Listen, a: Ask}"):
            two = PUT_IN_ORDER.replace("before-the-talk", name).replace("[a, b, c, d]", "[a, b]")
            two = two.replace("{a: Ask, b: Listen, c: Write, d: Speak}", options)
            assert [choice.key for choice in quiz(two).question.body.options] == ["b", "a"]


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


@pytest.mark.parametrize("place", ["0", "5", "-1", "first", "9999", "²"])
def test_a_place_that_is_not_there_is_refused_with_the_reason(place: str) -> None:
    found = marking.from_form(QUIZ.question, form(a=place, b="2", c="3", d="4"))
    assert found == NotAnAnswer("Give each line a place of its own, from 1 to 4.")


@pytest.mark.parametrize(
    ("places", "half", "said"),
    [
        ({"b": "3"}, [None, None, "b", None], "3 places are still empty."),
        ({"a": "1", "b": "2", "c": "3"}, ["a", "b", "c", None], "One place is still empty."),
        ({"a": "1", "b": "1", "c": "2", "d": "3"}, [["b", "a"], "c", "d", None], "One place is still empty."),
        ({"a": "٢"}, [None, "a", None, None], "3 places are still empty."),
    ],
)
def test_half_an_order_is_kept_in_a_paper_and_in_practice_told_what_is_missing(
    places: dict[str, str], half: list[object], said: str
) -> None:
    assert marking.from_form(QUIZ.question, form(**places)) == half
    assert marking.keep(QUIZ.question, half) == half
    told = marking.accept(QUIZ.question, half)
    assert isinstance(told, NotAnAnswer)
    assert told.reason == f"{said} Give each line a place of its own, from 1 to 4."


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (list("ab"), ["a", "b", None, None]),
        ([None, "b"], [None, "b", None, None]),
        ([["a"], [], ["c", None], ["b", "d"]], ["a", None, "c", ["b", "d"]]),
        (list("dcba"), list("dcba")),
        ([None, None], None),
        ([[], ""], None),
        ([], None),
    ],
)
def test_a_program_may_send_half_an_order_by_place_too(sent: object, kept: object) -> None:
    assert marking.keep(QUIZ.question, sent) == kept


@pytest.mark.parametrize("value", [list("abcc"), ["z"], [["a"], "a"], [None, None, None, None, "a"], "ab", {"a": 1}])
def test_what_is_no_order_of_these_lines_is_kept_nowhere(value: object) -> None:
    assert isinstance(marking.keep(QUIZ.question, value), NotAnAnswer)


@pytest.mark.parametrize(
    ("half", "each_place"),
    [
        (["a", None, None, None], Fraction(1, 4)),
        ([None, None, "c", "d"], Fraction(1, 2)),
        ([["a", "b"], None, "c", None], Fraction(1, 4)),
        ([None, "a", None, None], 0),
    ],
)
def test_half_an_order_is_marked_as_far_as_it_goes(half: list[object], each_place: Fraction) -> None:
    assert marking.share(QUIZ.solution.key, half) == each_place
    strict = quiz(PUT_IN_ORDER.replace("credit: each place", ""))
    assert marking.share(strict.solution.key, half) == 0


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
