"""How many questions of a paper each domain has."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from lms.practice.blueprint import counts


def percent(*shares: int) -> list[Fraction]:
    return [Fraction(share, 100) for share in shares]


def test_twenty_questions_are_shared_out_by_the_largest_remainder() -> None:
    assert counts(20, percent(15, 22, 20, 18, 13, 12)) == (3, 4, 4, 4, 3, 2)


def test_of_equal_remainders_the_larger_weight_comes_first_and_then_the_one_that_stands_first() -> None:
    assert counts(10, percent(25, 65, 10)) == (2, 7, 1)
    assert counts(1, percent(50, 50)) == (1, 0)


def test_thirds_are_exact() -> None:
    third = Fraction(1, 3)
    assert counts(30, [third, third, third]) == (10, 10, 10)
    assert counts(0, percent(40, 60)) == (0, 0)


@given(st.integers(0, 200), st.lists(st.integers(1, 1000), min_size=1, max_size=12))
def test_all_questions_are_shared_out_and_none_is_a_whole_one_off(questions: int, parts: list[int]) -> None:
    weights = [Fraction(part, sum(parts)) for part in parts]
    shares = counts(questions, weights)
    assert sum(shares) == questions
    assert all(abs(share - questions * weight) < 1 for share, weight in zip(shares, weights, strict=True))
