"""The key and the credit of an item, found by trying answers on its own rules and comparing with ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, permutations

from lms.interchange.answers import Fields
from lms.interchange.draft import kind_for
from lms.interchange.qtideclared import Value
from lms.interchange.qtirules import Rules
from lms.interchange.report import CannotCarry, Unreadable
from lms.interchange.tree import Node
from lms.interchange.xmlreading import read_xml
from lms.questions import marking
from lms.questions.credit import ALL_OR_NOTHING, EACH_CHOICE, EACH_PAIR, EACH_PLACE, WRONG_ONES_COST
from lms.questions.figures import plain
from lms.questions.letters import LEAST, MOST
from lms.questions.quiz import Key
from lms.questions.shapes import Arrange, Pair, PickSeveral

_FEW = 5


def tree_of(content: bytes) -> Node:
    try:
        return read_xml(content)
    except Unreadable as fault:
        raise CannotCarry("a file that it needs cannot be read") from fault


def _bounded(count: int, what: str) -> None:
    if not LEAST <= count <= MOST:
        raise CannotCarry(f"the number of its {what} is {count}, and from {LEAST} to {MOST} can be asked here")


def single(rules: Rules, name: str, choices: Sequence[str], changes: list[str]) -> Fields:
    """One of several: the best are the key, and what others earn is their credit."""
    _bounded(len(choices), "options")
    worth = {one: rules.score({name: one}) for one in choices}
    best = max(worth.values())
    if best <= 0:
        raise CannotCarry("no option of it earns points")
    right = [one for one in choices if worth[one] == best]
    correct = rules.responses[name].correct
    if correct is not None and correct not in right:
        raise CannotCarry("its key and its marking do not agree")
    if len(right) == len(choices):
        raise CannotCarry("every option of it is right")
    if any(share < 0 for share in worth.values()):
        changes.append("a wrong option cost points there, and earns nothing here")
    credit = {one: _percent(worth[one] / best, changes) for one in choices if 0 < worth[one] < best}
    return {"answer": right[0] if len(right) == 1 else right, "credit": credit, "points": rules.points(best, changes)}


def _percent(share: Fraction, changes: list[str]) -> str:
    exact = share * 100 * 10**12
    if exact.denominator != 1:
        changes.append("a part of the points is rounded to twelve decimals here")
    number = Decimal(round(exact)) / Decimal(10**12)
    return f"{plain(number)}%"


def multiple(rules: Rules, name: str, choices: Sequence[str], changes: list[str]) -> Fields:
    """Several of some: every set of choices is tried, and must earn what one of our rules gives for it."""
    _bounded(len(choices), "options")
    sets = [list(some) for n in range(len(choices) + 1) for some in combinations(choices, n)]
    worth = {frozenset(some): max(Fraction(0), rules.score({name: some or None})) for some in sets}
    best = max(worth.values())
    if best <= 0:
        raise CannotCarry("no choice in it earns points")
    correct = rules.responses[name].correct
    right = frozenset(
        correct or min((some for some in worth if worth[some] == best), key=lambda some: (len(some), sorted(some)))
    )
    if worth.get(right) != best:
        raise CannotCarry("its key and its marking do not agree")
    ignored = [
        one
        for one in choices
        if one not in right and all(worth[some] == worth[some ^ {one}] for some in worth if some and some ^ {one})
    ]
    answer = [one for one in choices if one in right]
    wrong = [one for one in choices if one not in right]
    for left in ([], ignored):
        for credit in (ALL_OR_NOTHING, EACH_CHOICE, WRONG_ONES_COST):
            rule = {"right": answer, "wrong": [one for one in wrong if one not in left], "credit": credit}
            key = Key(kind_for(PickSeveral), rule)
            if all(marking.share(key, sorted(some)) == worth[some] / best for some in worth if some):
                return {"answer": answer, "credit": credit, "ignore": left, "points": rules.points(best, changes)}
    if all(worth[frozenset({one})] * len(answer) == best for one in answer):
        changes.append("wrong choices counted otherwise there; here each costs what a right one earns")
        return {"answer": answer, "credit": WRONG_ONES_COST, "points": rules.points(best, changes)}
    raise CannotCarry("its choices earn points in a way that has no like here")


def ordered(rules: Rules, name: str, choices: Sequence[str], changes: list[str]) -> Fields:
    _bounded(len(choices), "lines")
    right = rules.responses[name].correct
    if not isinstance(right, list) or sorted(right) != sorted(choices):
        raise CannotCarry("its key does not put every line in a place")
    best = rules.score({name: right})
    if best <= 0:
        raise CannotCarry("its key and its marking do not agree")
    tried = [(some, max(Fraction(0), rules.score({name: some}))) for some in _orders(right)]
    for credit in (ALL_OR_NOTHING, EACH_PLACE):
        key = Key(kind_for(Arrange), {"right": right, "credit": credit})
        if all(marking.share(key, some) == worth / best for some, worth in tried):
            return {"answer": right, "credit": credit, "points": rules.points(best, changes)}
    raise CannotCarry("its places earn points in a way that has no like here")


def _orders(right: list[str]) -> Iterator[list[str]]:
    """All orders of a few lines; of more, the right one, backwards, turned round, and with every two exchanged."""
    if len(right) <= _FEW:
        yield from (list(some) for some in permutations(right))
        return
    yield from (right, right[::-1], *(right[n:] + right[:n] for n in range(1, len(right))))
    for one, other in combinations(range(len(right)), 2):
        some = list(right)
        some[one], some[other] = some[other], some[one]
        yield some


def matched(rules: Rules, name: str, left: Sequence[str], right: Sequence[str], changes: list[str]) -> Fields:
    """Pairs: each thing on the left has one partner."""
    _bounded(len(left), "things to match")
    _bounded(len(right), "things to choose from")
    correct = pairs_of(rules, name)
    if sorted(here for here, _ in correct) != sorted(left):
        raise CannotCarry("not everything on its left side has one partner")
    answer = dict(correct)
    if not set(answer.values()) <= set(right):
        raise CannotCarry("its key and its marking do not agree")
    return {"answer": answer, **paired(rules, answer, right, lambda some: {name: list(some.items())}, changes)}


def pairs_of(rules: Rules, name: str) -> list[tuple[str, str]]:
    """The pairs of a key; none where it names something else."""
    correct = rules.responses[name].correct
    values = correct if isinstance(correct, list) else []
    return [one for one in values if isinstance(one, tuple)]


Responses = Callable[[Mapping[str, str]], Mapping[str, Value]]
"""From some pairs to the responses by which an item is told of them."""


def paired(
    rules: Rules, answer: Mapping[str, str], right: Sequence[str], responses: Responses, changes: list[str]
) -> Fields:
    """What pairs earn. Leaving out, exchanging and adding pairs is tried."""
    best = rules.score(responses(answer))
    if best <= 0:
        raise CannotCarry("its key and its marking do not agree")
    tried = [(some, max(Fraction(0), rules.score(responses(some)))) for some in _pairings(answer, right)]
    for credit in (EACH_PAIR, ALL_OR_NOTHING):
        key = Key(kind_for(Pair), {"right": dict(answer), "credit": credit})
        if all(marking.share(key, some) == worth / best for some, worth in tried):
            return {"credit": credit, "points": rules.points(best, changes)}
    raise CannotCarry("its pairs earn points in a way that has no like here")


def best_of(rules: Rules, name: str, choices: Sequence[str]) -> str:
    """The right one of some choices: what the key names, else what earns most alone."""
    correct = rules.responses[name].correct
    if correct in choices:
        return str(correct)
    worth = {one: rules.score({name: one}) for one in choices}
    best = max(worth, key=lambda one: worth[one], default="")
    if not best or worth[best] <= 0:
        raise CannotCarry("it does not say which of its words are right")
    return best


def _pairings(answer: Mapping[str, str], right: Sequence[str]) -> Iterator[dict[str, str]]:
    yield dict(answer)
    for here in answer:
        yield {here: answer[here]}
        yield {one: there for one, there in answer.items() if one != here}
        for there in right:
            yield {**answer, here: there}
            yield {here: there}
