from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.questions.drawing import Blueprint, Chosen, TooHard, choose
from lms.questions.transport import Filled, Short, fill


@st.composite
def blueprints(draw: st.DrawFn) -> Blueprint:
    lines = draw(st.integers(1, 3))
    count = draw(st.integers(1, 7))
    wanted = tuple(draw(st.integers(0, 3)) for _ in range(lines))
    fits = tuple(tuple(sorted(draw(st.sets(st.integers(0, lines - 1), min_size=1)))) for _ in range(count))
    pairs = draw(st.sets(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=8))
    enemies: list[set[int]] = [set() for _ in range(count)]
    for one, other in pairs:
        if one != other:
            enemies[one].add(other)
            enemies[other].add(one)
    return Blueprint(wanted, fits, tuple(frozenset(one) for one in enemies))


def can_fill(blueprint: Blueprint, chosen: tuple[int, ...]) -> bool:
    """Whether these questions can be given to the lines, tried in every way."""

    def place(left: tuple[int, ...], room: tuple[int, ...]) -> bool:
        if not left:
            return True
        return any(
            room[line] and place(left[1:], (*room[:line], room[line] - 1, *room[line + 1 :]))
            for line in blueprint.fits[left[0]]
        )

    return place(chosen, blueprint.wanted)


def fewest_seen(blueprint: Blueprint, seen: frozenset[int]) -> int | None:
    """The answer by trying everything: how many seen questions the best choice has, None where there is no choice."""
    counts = [
        len(seen.intersection(chosen))
        for chosen in combinations(range(len(blueprint.fits)), sum(blueprint.wanted))
        if all(other not in blueprint.enemies[one] for one, other in combinations(chosen, 2))
        and can_fill(blueprint, chosen)
    ]
    return min(counts, default=None)


@settings(max_examples=300, deadline=None)
@given(blueprint=blueprints(), data=st.data())
def test_a_choice_is_found_exactly_where_there_is_one_and_is_the_best(
    blueprint: Blueprint, data: st.DataObject
) -> None:
    count = len(blueprint.fits)
    seen = frozenset(data.draw(st.sets(st.integers(0, count - 1))))
    order = data.draw(st.permutations(range(count)))
    large = count * count + 1
    costs = [order[one] + (large if one in seen else 0) for one in range(count)]
    outcome = choose(blueprint, costs, large)
    best = fewest_seen(blueprint, seen)
    if best is None:
        assert isinstance(outcome, Short)
        return
    assert isinstance(outcome, Chosen)
    chosen = [one for line in outcome.lines for one in line]
    assert tuple(len(line) for line in outcome.lines) == blueprint.wanted
    assert len(set(chosen)) == len(chosen)
    assert all(line in blueprint.fits[one] for line, those in enumerate(outcome.lines) for one in those)
    assert all(blueprint.enemies[one].isdisjoint(chosen) for one in chosen)
    assert len(seen.intersection(chosen)) == best


def test_filling_looks_past_the_first_unit_that_fits() -> None:
    # The cheap unit 0 is the only one that fits line 1, so line 0 must take the dear one.
    assert fill([1, 1], [{0: 1, 1: 1}, {0: 9}]) == Filled(((1,), (0,)), 10)


def test_lines_that_want_too_much_together_are_named_without_the_others() -> None:
    outcome = fill([1, 1, 1], [{0: 1, 1: 1}, {2: 1}, {2: 1}])
    assert outcome == Short((0, 1), 2, 1)


def test_a_star_of_enemies_gives_its_points_where_the_centre_would_be_too_few() -> None:
    # Twenty times: a is the enemy of b and of c, which are none of each other.
    enemies: list[frozenset[int]] = []
    for star in range(20):
        centre = 3 * star
        enemies += [frozenset({centre + 1, centre + 2}), frozenset({centre}), frozenset({centre})]
    outcome = choose(Blueprint((40,), ((0,),) * 60, tuple(enemies)), range(60), 3601)
    assert isinstance(outcome, Chosen)
    assert all(one % 3 for one in outcome.lines[0])
    assert isinstance(choose(Blueprint((41,), ((0,),) * 60, tuple(enemies)), range(60), 3601), Short)


def test_a_thicket_of_enemies_ends_in_too_hard_and_not_in_a_hang() -> None:
    # Thirty rings of five: at most two of each ring, which pairs alone cannot show.
    enemies = [
        frozenset({5 * ring + (place + 1) % 5, 5 * ring + (place - 1) % 5}) for ring in range(30) for place in range(5)
    ]
    outcome = choose(Blueprint((61,), ((0,),) * 150, tuple(enemies)), range(150), 22501)
    assert isinstance(outcome, TooHard)
