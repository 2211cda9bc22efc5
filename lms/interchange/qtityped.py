"""Typed answers of QTI: the number or the words that an item accepts, found by trying them on its own rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lms.interchange.answers import Fields
from lms.interchange.qtideclared import Value, number_of
from lms.interchange.qtirules import Rules
from lms.interchange.report import CannotCarry
from lms.interchange.tree import Node
from lms.questions.figures import plain
from lms.questions.typed import compared
from lms.questions.wording import DIFFERENCES, USUAL

_COMPARED = ("lt", "lte", "gt", "gte")


def number(rules: Rules, item: Node, name: str, changes: list[str]) -> Fields:
    """A number and how far an answer may lie off, read from the rules and then tried at their very bounds."""
    processing = item.first("responseProcessing")
    equal = [] if processing is None else processing.all("equal")
    if len(equal) > 1:
        raise CannotCarry(
            "it accepts several numbers", "Write one `answer`, and say in `within` how far off it may be."
        )
    right, mode, within = _by_bounds(rules, processing, name) if not equal else _by_equal(rules, equal[0], name)
    off = abs(right) * within / 100 if mode == "relative" else within
    best = rules.score({name: right})
    if best <= 0:
        raise CannotCarry("its key and its marking do not agree")
    step = max(off, Fraction(1)) / 10**6
    for given in (right - off - step, right - off, right, right + off, right + off + step):
        wanted = best if abs(given - right) <= off else Fraction(0)
        if max(Fraction(0), rules.score({name: given})) != wanted:
            raise CannotCarry("its bounds cannot be said here", "Write `within` so that it holds on both sides alike.")
    named = [] if processing is None else processing.all("baseValue")
    numbers = [number_of(one.text) for one in named if one.get("baseType") in ("float", "integer")]
    if any(rules.score({name: one}) > 0 for one in numbers if abs(one - right) > off):
        raise CannotCarry(
            "it accepts several numbers", "Write one `answer`, and say in `within` how far off it may be."
        )
    fields: Fields = {"answer": plain(_decimal(right)), "points": rules.points(best, changes)}
    if within:
        fields["within"] = plain(_decimal(within)) + ("%" if mode == "relative" else "")
    return fields


def _by_equal(rules: Rules, equal: Node, name: str) -> tuple[Fraction, str, Fraction]:
    """The number, and how far off an answer may lie, as one comparison says it."""
    right = _key(rules, name)
    mode = equal.get("toleranceMode", "exact")
    bounds = equal.get("tolerance", "0").split() if mode != "exact" else ["0"]
    if len(set(bounds)) != 1 or mode not in ("exact", "absolute", "relative"):
        raise CannotCarry("its bounds are not the same on both sides")
    return right, mode, Fraction(Decimal(bounds[0])) if _is_short_number(bounds[0]) else Fraction(0)


def _key(rules: Rules, name: str) -> Fraction:
    right = rules.responses[name].correct
    if not isinstance(right, Fraction):
        raise CannotCarry("its key is not one number")
    return right


def _by_bounds(rules: Rules, processing: Node | None, name: str) -> tuple[Fraction, str, Fraction]:
    """The same as two bounds say it, between which an answer must lie."""
    compared_with = [] if processing is None else processing.all(*_COMPARED)
    numbers = {number_of(one.text) for node in compared_with for one in node.named("baseValue")}
    if len(numbers) != 2:
        return _key(rules, name), "exact", Fraction(0)
    low, high = min(numbers), max(numbers)
    middle = (low + high) / 2
    declared = rules.responses[name].correct
    if isinstance(declared, Fraction) and declared != middle:
        raise CannotCarry("its bounds are not the same on both sides")
    return middle, "absolute", high - middle


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
    words = [
        one for one in [*correct, *others, *words, *_written_out(rules, name)] if isinstance(one, str) and one.strip()
    ]
    if not words:
        raise CannotCarry("it does not say what it accepts")
    once: dict[str, str] = {}
    for one in words:
        once.setdefault(" ".join(one.split()), " ".join(one.split()))
    return list(once.values())


def _written_out(rules: Rules, name: str) -> list[str]:
    """The words that the rules themselves compare an answer with, and reward."""
    nodes = [] if rules.processing is None else rules.processing.all("stringMatch", "match")
    words = [one.text for node in nodes if _names(node, name) for one in node.named("baseValue")]
    return [one for one in words if rules.score({name: one}) > rules.score({})]


def _names(node: Node, name: str) -> bool:
    return any(one.get("identifier") == name for one in node.named("variable"))


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
