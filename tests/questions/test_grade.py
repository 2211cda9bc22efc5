from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.questions.grade import Mark, mark, passed, share_text
from lms.questions.paper import Item, draw_paper
from tests.questions.pools import Line, bank, small

POOL = bank(
    small("a", objective="one", points=2),
    small("b", objective="one"),
    small("c", objective="two"),
    small("d"),
    small("pilot", objective="two", status="pilot"),
    small("reflect", scored=False),
)
RULES = [*(Line(use=name) for name in "abcd"), Line(use="pilot", status="pilot"), Line(use="reflect")]
ITEMS = draw_paper(RULES, POOL, "seed", shuffle=()).items


def right(item: Item) -> str:
    return str(item.solution.key.rule["right"][0])


def partly(item: Item) -> str:
    (key,) = item.solution.key.rule["credit"]
    return str(key)


def test_a_mark_is_the_sum_of_points_and_shares_over_the_points() -> None:
    found = mark(ITEMS, {1: right(ITEMS[0]), 2: partly(ITEMS[1]), 5: right(ITEMS[4]), 6: "thoughts"})
    assert found.share == Fraction(2 + Fraction(1, 3), 5)
    assert found.by_objective == {"one": Fraction(7, 9), "two": Fraction(0)}
    assert found.items == (Fraction(1), Fraction(1, 3), Fraction(0), Fraction(0), Fraction(1), None)


def test_what_is_not_answered_earns_nothing() -> None:
    assert mark(ITEMS, {}).share == 0
    assert mark(ITEMS, {}).items == (Fraction(0),) * 5 + (None,)


def test_everything_right_is_everything_whatever_the_pilot() -> None:
    assert mark(ITEMS, {item.n: right(item) for item in ITEMS[:4]}).share == 1


def test_marking_again_gives_the_same() -> None:
    answers = {1: right(ITEMS[0]), 3: partly(ITEMS[2])}
    assert mark(ITEMS, answers) == mark(tuple(ITEMS), dict(reversed(answers.items())))


def test_an_answer_to_an_item_that_was_not_drawn_changes_nothing() -> None:
    assert mark(ITEMS, {99: "x", 1: right(ITEMS[0])}) == mark(ITEMS, {1: right(ITEMS[0])})


def test_a_paper_without_scored_questions_has_earned_nothing() -> None:
    assert mark(ITEMS[4:], {5: right(ITEMS[4])}) == Mark(Fraction(0), {}, (Fraction(1), None))


@pytest.mark.parametrize(
    ("share", "pass_mark", "outcome"),
    [
        (Fraction(3, 4), Fraction(75, 100), True),
        (Fraction(2, 3), Fraction(2, 3), True),
        (Fraction(1, 3) + Fraction(1, 3), Fraction(2, 3), True),
        (Fraction(2, 3) - Fraction(1, 10**30), Fraction(2, 3), False),
        (Fraction(1, 10) + Fraction(2, 10), Fraction(3, 10), True),
    ],
)
def test_a_pass_mark_is_met_at_exactly_its_value(share: Fraction, pass_mark: Fraction, outcome: bool) -> None:
    assert passed(Mark(share), pass_mark) is outcome


def test_each_objective_must_reach_its_own_mark_where_that_is_asked() -> None:
    found = Mark(Fraction(3, 4), {"one": Fraction(1), "two": Fraction(1, 2)})
    assert passed(found, Fraction(3, 4), Fraction(1, 2))
    assert not passed(found, Fraction(3, 4), Fraction(51, 100))
    assert passed(found, Fraction(3, 4), None)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(1), "1"),
        (Fraction(3, 4), "0.75"),
        (Fraction(1, 3), "1/3"),
        (Fraction(1, 64), "0.015625"),
        (Fraction(1, 128), "1/128"),
        (Fraction(-1, 2), "-0.5"),
    ],
)
def test_a_share_is_decimals_where_few_say_it_exactly(share: Fraction, text: str) -> None:
    assert share_text(share) == text


@given(st.fractions())
def test_a_share_comes_back_from_its_text(share: Fraction) -> None:
    assert Fraction(share_text(share)) == share
