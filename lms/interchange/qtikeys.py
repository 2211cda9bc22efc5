"""The key and the credit of an item, found by trying answers on its own rules and comparing with ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, permutations
from typing import Any

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
from lms.questions.typed import compared
from lms.questions.wording import DIFFERENCES, USUAL

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
    """Pairs: each thing on the left has one partner. Leaving out, exchanging and adding pairs is tried."""
    _bounded(len(left), "things to match")
    _bounded(len(right), "things to choose from")
    correct = rules.responses[name].correct
    if not isinstance(correct, list) or sorted(here for here, _ in correct) != sorted(left):
        raise CannotCarry("not everything on its left side has one partner")
    answer = dict(correct)
    best = rules.score({name: list(answer.items())})
    if best <= 0 or not set(answer.values()) <= set(right):
        raise CannotCarry("its key and its marking do not agree")
    tried = [(some, max(Fraction(0), rules.score({name: list(some.items())}))) for some in _pairings(answer, right)]
    for credit in (EACH_PAIR, ALL_OR_NOTHING):
        key = Key(kind_for(Pair), {"right": answer, "credit": credit})
        if all(marking.share(key, some) == worth / best for some, worth in tried):
            return {"answer": answer, "credit": credit, "points": rules.points(best, changes)}
    raise CannotCarry("its pairs earn points in a way that has no like here")


def _pairings(answer: Mapping[str, str], right: Sequence[str]) -> Iterator[dict[str, str]]:
    yield dict(answer)
    for here in answer:
        yield {here: answer[here]}
        yield {one: there for one, there in answer.items() if one != here}
        for there in right:
            yield {**answer, here: there}
            yield {here: there}


def number(rules: Rules, item: Node, name: str, changes: list[str]) -> Fields:
    """A number and how far an answer may lie off, read from the rules and then tried at their very bounds."""
    processing = item.first("responseProcessing")
    equal = [] if processing is None else processing.all("equal")
    right = rules.responses[name].correct
    if not isinstance(right, Fraction):
        raise CannotCarry("its key is not one number")
    if len(equal) > 1:
        raise CannotCarry("it accepts several numbers")
    mode = equal[0].get("toleranceMode", "exact") if equal else "exact"
    bounds = equal[0].get("tolerance", "0").split() if mode != "exact" else ["0"]
    if len(set(bounds)) != 1 or mode not in ("exact", "absolute", "relative"):
        raise CannotCarry("its bounds are not the same on both sides")
    within = Fraction(Decimal(bounds[0])) if _is_short_number(bounds[0]) else Fraction(0)
    off = abs(right) * within / 100 if mode == "relative" else within
    best = rules.score({name: right})
    if best <= 0:
        raise CannotCarry("its key and its marking do not agree")
    step = max(off, Fraction(1)) / 10**6
    for given in (right - off - step, right - off, right, right + off, right + off + step):
        wanted = best if abs(given - right) <= off else Fraction(0)
        if max(Fraction(0), rules.score({name: given})) != wanted:
            raise CannotCarry("its bounds cannot be said here")
    fields: Fields = {"answer": plain(_decimal(right)), "points": rules.points(best, changes)}
    if within:
        fields["within"] = plain(_decimal(within)) + ("%" if mode == "relative" else "")
    return fields


def _is_short_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit() and len(text) < 30


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def blanks(rules: Rules, names: Sequence[str], nodes: Mapping[str, Node], changes: list[str]) -> dict[str, Fields]:
    """What each gap accepts. Each must earn an equal share of the points, whatever is in the others."""
    accepted = {name: _accepted(rules, name) for name in names}
    all_right: dict[str, Value] = {name: words[0] for name, words in accepted.items()}
    best = rules.score(all_right)
    if best <= 0:
        raise CannotCarry("its key and its marking do not agree")
    found: dict[str, Fields] = {}
    for name in names:
        others = {**all_right}
        others.pop(name)
        for given in ({name: all_right[name]}, others):
            if rules.score(given) * len(names) != best * len(given):
                raise CannotCarry("its gaps are not marked one by one, with equal shares")
        full = {words: rules.score({**all_right, name: words}) for words in accepted[name]}
        if any(score != best for score in full.values()):
            raise CannotCarry("some of its answers earn a part of the points")
        found[name] = {"accept": accepted[name], **_ignored(rules, name, nodes[name], all_right, accepted[name], best)}
    found[names[0]]["points"] = rules.points(best, changes)
    return found


def _accepted(rules: Rules, name: str) -> list[str]:
    """The words that a gap accepts, each once in the way that it is compared."""
    declared = rules.responses[name]
    if declared.usual > 0:
        raise CannotCarry("any answer to it earns points")
    words = [entry.key for entry in declared.entries if entry.value > 0]
    correct = declared.correct if isinstance(declared.correct, list) else [declared.correct]
    others = [] if rules.is_written else declared.also
    words = [one for one in [*correct, *others, *words] if isinstance(one, str) and one.strip()]
    if not words:
        raise CannotCarry("it does not say what it accepts")
    once: dict[str, str] = {}
    for one in words:
        once.setdefault(" ".join(one.split()), " ".join(one.split()))
    return list(once.values())


def _ignored(
    rules: Rules, name: str, node: Node, all_right: Mapping[str, Value], accepted: Sequence[str], best: Fraction
) -> dict[str, Any]:
    """Whether capital letters count, found by writing an answer in the other case; our own items say more."""
    own = [one.removeprefix("lms-ignore-") for one in node.classes if one.startswith("lms-ignore-")]
    if own:
        ignoring = [one for one in DIFFERENCES if one in own]
    else:
        tried = [one for one in accepted if one.swapcase() != one and one.swapcase() not in accepted]
        scores = {rules.score({**all_right, name: one.swapcase()}) == best for one in tried}
        if len(scores) > 1:
            raise CannotCarry("capital letters count in some of its answers only")
        ignoring = ["spaces"] if scores == {False} else list(USUAL)
    if len({compared(one, ignoring) for one in accepted}) < len(accepted):
        ignoring = ["spaces"]
    return {} if set(ignoring) == set(USUAL) else {"ignore_differences": ignoring}
