from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.questions.stream import Stream


def test_a_stream_is_the_same_for_ever() -> None:
    stream = Stream("seed", "draw")
    assert [stream.below(100) for _ in range(8)] == [32, 24, 91, 90, 68, 61, 64, 64]
    assert stream.shuffled("abcdefgh") == ["c", "a", "b", "d", "g", "f", "e", "h"]
    assert stream.tokens(2) == ["ncqp2w", "2r966d"]


def test_streams_of_other_names_are_other_streams() -> None:
    firsts = {Stream(*names).below(2**64) for names in (("a",), ("a", "b"), ("ab",), ("b", "a"), ("a", ""))}
    assert len(firsts) == 5


@given(st.text(), st.integers(1, 1000))
def test_numbers_stay_below_their_bound(seed: str, bound: int) -> None:
    stream = Stream(seed)
    assert all(0 <= stream.below(bound) < bound for _ in range(20))


@given(st.text(), st.lists(st.integers()))
def test_shuffling_keeps_every_item(seed: str, items: list[int]) -> None:
    assert sorted(Stream(seed).shuffled(items)) == sorted(items)


def test_every_order_is_about_as_likely() -> None:
    stream = Stream("many")
    counts: dict[tuple[str, ...], int] = {}
    for _ in range(6000):
        order = tuple(stream.shuffled("abc"))
        counts[order] = counts.get(order, 0) + 1
    assert len(counts) == 6
    assert all(850 < count < 1150 for count in counts.values())


def test_tokens_differ_and_are_of_one_length() -> None:
    tokens = Stream("x").tokens(500)
    assert len(set(tokens)) == 500
    assert {len(token) for token in tokens} == {6}


def test_nothing_lies_below_zero() -> None:
    with pytest.raises(ValueError, match="bound"):
        Stream("x").below(0)
