"""Rules for all questions of a bank together: no place and no length may be the right one too often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from lms.content.writing.reading import Asked, Page
from lms.sources.diagnostics import Findings

FEWEST = 12
"""Of fewer questions no place can be said to be the right one too often."""
FEWEST_FOR_LENGTH = 20
CHANCE = 0.001
"""How seldom a fair author would write so, counted over all the places that a key can have."""


class Spread(NamedTuple):
    """The questions of a bank with one right option: how often it has each letter, and is alone longest or shortest."""

    bank: str
    file: str
    questions: int
    letters: Mapping[str, int]
    longest: int
    shortest: int


def spread_of(bank: str, page: Page) -> Spread:
    asked = _with_one_right(page)
    letters = Counter(one.right[0].letter for one in asked)
    return Spread(
        bank,
        page.file,
        len(asked),
        dict(sorted(letters.items())),
        sum(map(_is_longest, asked)),
        sum(map(_is_shortest, asked)),
    )


def _with_one_right(page: Page) -> list[Asked]:
    return [one for one in page.quizzes if one.picks == "one" and len(one.right) == 1 and len(one.options) > 1]


def check_bank(page: Page, findings: Findings) -> None:
    asked = _with_one_right(page)
    _check_places(page, asked, findings)
    _check_lengths(page, asked, findings)


def _check_places(page: Page, asked: Sequence[Asked], findings: Findings) -> None:
    if len(asked) < FEWEST:
        return
    places = [one.options.index(one.right[0]) for one in asked]
    most = max(len(one.options) for one in asked)
    for place in range(most):
        chances = [Fraction(1, len(one.options)) if place < len(one.options) else Fraction(0) for one in asked]
        times = places.count(place)
        if at_least(times, chances) * most < CHANCE:
            letters = {one.options[place].letter for one, where in zip(asked, places, strict=True) if where == place}
            named = f"`{letters.pop()}`" if len(letters) == 1 else f"option {place + 1}"
            message = f"In {times} of the {len(asked)} questions with one right option it is {named}."
            help = "Spread the right options over all places: not every reader meets them shuffled."
            findings.warn(page.start, "W102", message, help)


def _check_lengths(page: Page, asked: Sequence[Asked], findings: Findings) -> None:
    if len(asked) < FEWEST_FOR_LENGTH:
        return
    longest = [one for one in asked if _is_longest(one)]
    if at_least(len(longest), [Fraction(1, len(one.options)) for one in asked]) < CHANCE:
        message = f"In {len(longest)} of the {len(asked)} questions with one right option it is the longest."
        findings.warn(page.start, "W113", message, "Shorten right options, or let wrong ones say as much.")


def _is_longest(asked: Asked) -> bool:
    return all(len(asked.right[0].words) > len(option.words) for option in asked.wrong)


def _is_shortest(asked: Asked) -> bool:
    return all(len(asked.right[0].words) < len(option.words) for option in asked.wrong)


def at_least(times: int, chances: Sequence[Fraction]) -> float:
    """How probable it is that so many of some independent events happen, or more."""
    # The probabilities of 0, 1, 2 … of the events so far. A float is exact enough to tell a hint from none.
    found = [1.0]
    for chance in chances:
        p = float(chance)
        found = [a * (1 - p) + b * p for a, b in zip([*found, 0.0], [0.0, *found], strict=True)]
    return sum(found[times:])
