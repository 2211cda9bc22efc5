"""How much of a paper comes again: counted, and drawn by the engine itself many times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest

from lms.content.writing.overlap import overlap
from lms.questions.blueprint import read_rules
from lms.questions.paper import draw_paper
from lms.questions.quiz import Quiz
from tests.questions.pools import Line, bank, small

DRAWS = 600


def exactly(wanted: Sequence[Line], pool: Mapping[str, Mapping[str, Quiz]], prefer_unseen: bool) -> list[Fraction]:
    found = overlap(read_rules(wanted, pool), prefer_unseen, 3)
    assert all(seen.low == seen.high for seen in found)
    return [seen.low for seen in found]


def drawn(wanted: Sequence[Line], pool: Mapping[str, Mapping[str, Quiz]], prefer_unseen: bool) -> list[float]:
    """The mean share of questions seen at the second and third attempt, of many learners."""
    again = [0, 0]
    size = 0
    for learner in range(DRAWS):
        seen: set[str] = set()
        for attempt in range(3):
            paper = draw_paper(wanted, pool, f"{learner}-{attempt}", seen=seen, prefer_unseen=prefer_unseen)
            sources = {item.source for item in paper.items}
            size = len(sources)
            if attempt:
                again[attempt - 1] += len(sources & seen)
            seen |= sources
    return [count / DRAWS / size for count in again]


def test_with_enough_questions_nobody_sees_one_twice() -> None:
    pool = bank(*(small(f"q{n}") for n in range(9)))
    assert exactly([Line(take=3)], pool, True) == [0, 0]


def test_what_is_not_new_comes_again() -> None:
    pool = bank(*(small(f"q{n}") for n in range(8)))
    assert exactly([Line(take=5)], pool, True) == [Fraction(2, 5), 1]


def test_a_question_for_everybody_comes_every_time() -> None:
    pool = bank(*(small(f"q{n}") for n in range(9)))
    assert exactly([Line(use="q0"), Line(take=2)], pool, True) == [Fraction(1, 3), Fraction(1, 3)]


def test_by_chance_alone_the_share_is_that_of_the_paper_in_the_bank() -> None:
    pool = bank(*(small(f"q{n}") for n in range(10)))
    assert exactly([Line(take=4)], pool, False) == [Fraction(2, 5), 1 - Fraction(3, 5) ** 2]


def test_an_enemy_that_was_not_seen_takes_the_place_of_one_that_was() -> None:
    # Three pairs of enemies, of which three questions are drawn: one of each pair, and then the other of each.
    pool = bank(*(small(f"q{n}", enemies=[f"q{n ^ 1}"]) for n in range(6)))
    assert exactly([Line(take=3)], pool, True) == [0, 1]


POOLS = {
    "no enemies": ([Line(take=4)], [small(f"q{n}") for n in range(7)]),
    "one pair": ([Line(take=3)], [small(f"q{n}", enemies=["q1"] if n == 0 else []) for n in range(6)]),
    "a pair and a three": (
        [Line(take=3)],
        [
            *(small(f"q{n}") for n in range(2)),
            small("p1", enemies=["p2"]),
            small("p2"),
            small("t1", enemies=["t2", "t3"]),
            small("t2", enemies=["t3"]),
            small("t3"),
        ],
    ),
    "two lines": (
        [Line(take=2, objective="a"), Line(take=1, objective="b")],
        [*(small(f"a{n}", objective="a") for n in range(3)), *(small(f"b{n}", objective="b") for n in range(2))],
    ),
}


@pytest.mark.parametrize("prefer_unseen", [True, False], ids=["unseen first", "any"])
@pytest.mark.parametrize("name", POOLS)
def test_what_is_counted_is_what_the_engine_draws(name: str, prefer_unseen: bool) -> None:
    wanted, quizzes = POOLS[name]
    pool = bank(*quizzes)
    counted = exactly(wanted, pool, prefer_unseen)
    assert [float(share) for share in counted] == pytest.approx(drawn(wanted, pool, prefer_unseen), abs=0.05)


TANGLED = {
    "a chain of enemies": (
        [Line(take=2)],
        [small("a", enemies=["b"]), small("b", enemies=["c"]), small("c"), small("d"), small("e")],
    ),
    "lines that share questions": (
        [Line(take=2, objective="x"), Line(take=2, level="apply")],
        [
            *(small(f"both{n}", objective="x", level="apply") for n in range(3)),
            *(small(f"x{n}", objective="x") for n in range(2)),
            *(small(f"apply{n}", level="apply") for n in range(2)),
        ],
    ),
    "enemies across lines": (
        [Line(take=1, objective="a"), Line(take=1, objective="b")],
        [
            small("a1", objective="a", enemies=["b1"]),
            small("a2", objective="a"),
            small("b1", objective="b"),
            small("b2", objective="b"),
        ],
    ),
}


@pytest.mark.parametrize("prefer_unseen", [True, False], ids=["unseen first", "any"])
@pytest.mark.parametrize("name", TANGLED)
def test_where_it_cannot_be_counted_the_bounds_hold_what_the_engine_draws(name: str, prefer_unseen: bool) -> None:
    wanted, quizzes = TANGLED[name]
    pool = bank(*quizzes)
    found = overlap(read_rules(wanted, pool), prefer_unseen, 3)
    for seen, share in zip(found, drawn(wanted, pool, prefer_unseen), strict=True):
        assert float(seen.low) - 0.03 <= share <= float(seen.high) + 0.03


def test_many_tangled_questions_are_bounded_and_not_tried_for_ever() -> None:
    chain = [small(f"q{n}", enemies=[f"q{n + 1}"] if n < 79 else []) for n in range(80)]
    found = overlap(read_rules([Line(take=30)], bank(*chain)), True, 3)
    assert [(float(seen.low), float(seen.high)) for seen in found] == [(0.0, 1.0), (0.0, 1.0)]


def test_one_attempt_repeats_nothing() -> None:
    assert overlap(read_rules([Line()], bank(small("q"))), True, 1) == ()
