"""The steps by which an item of QTI marks one answer, with exact numbers. Whatever is not known here is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from lms.interchange.qtideclared import Declaration, Value, number_of, value_of
from lms.interchange.report import CannotCarry
from lms.interchange.tree import Node

_MOST_STEPS = 400


def same(one: Value, other: Value, cardinality: str) -> bool:
    if one is None or other is None:
        return False
    if cardinality == "multiple" and isinstance(one, list) and isinstance(other, list):
        return sorted(map(repr, one)) == sorted(map(repr, other))
    return bool(one == other)


class Run:
    """One marking: the outcomes as they change, step by step."""

    def __init__(
        self, asked: Mapping[str, Declaration], earned: Mapping[str, Declaration], responses: Mapping[str, Value]
    ) -> None:
        self.asked = asked
        self.earned = earned
        self.responses = responses
        self.outcomes: dict[str, Value] = {
            one.id: Fraction(0) if one.default is None and one.base in ("float", "integer") else one.default
            for one in earned.values()
        }
        self.steps = 0
        self.ended = False

    def steps_of(self, nodes: Sequence[Node]) -> None:
        for node in nodes:
            if self.ended:
                return
            self.steps += 1
            if self.steps > _MOST_STEPS:
                raise CannotCarry("its marking has too many steps to be followed")
            if node.tag == "setOutcomeValue":
                self.outcomes[node.get("identifier")] = self.value(node.elements[0]) if node.elements else None
            elif node.tag == "responseCondition":
                self._condition(node)
            elif node.tag == "responseProcessingFragment":
                self.steps_of(node.elements)
            elif node.tag == "exitResponse":
                self.ended = True
            else:
                raise CannotCarry(f"its marking uses `{node.tag[:40]}`, which is not known here")

    def _condition(self, node: Node) -> None:
        for branch in node.elements:
            if branch.tag == "responseElse":
                return self.steps_of(branch.elements)
            if not branch.elements:
                raise CannotCarry("its marking has a condition without a question")
            if self.value(branch.elements[0]) is True:
                return self.steps_of(branch.elements[1:])
        return None

    def value(self, node: Node) -> Value:
        evaluate = _EXPRESSIONS.get(node.tag)
        if evaluate is None:
            raise CannotCarry(f"its marking uses `{node.tag[:40]}`, which is not known here")
        try:
            return evaluate(self, node)
        except (ValueError, TypeError, IndexError, AttributeError) as fault:
            # What a stranger wrote may have too few parts, or words where numbers belong.
            raise CannotCarry(f"its marking uses `{node.tag[:40]}` in a way that is not known here") from fault

    def values(self, node: Node) -> list[Value]:
        return [self.value(child) for child in node.elements]

    def declared(self, node: Node) -> Declaration:
        name = node.get("identifier")
        found = self.asked.get(name) or self.earned.get(name)
        if found is None:
            raise CannotCarry(f"its marking names `{name[:40]}`, which is not there")
        return found

    def variable(self, node: Node) -> Value:
        name = self.declared(node).id
        return self.responses.get(name) if name in self.asked else self.outcomes.get(name)

    def cardinality(self, node: Node) -> str:
        if node.tag in ("variable", "correct"):
            return self.declared(node).cardinality
        return "ordered" if node.tag == "ordered" else "multiple" if node.tag == "multiple" else "single"

    def match(self, node: Node) -> bool | None:
        one, other = self.values(node)
        if one is None or other is None:
            return None
        return same(one, other, self.cardinality(node.elements[0]))

    def logic(self, node: Node) -> bool:
        values = [value is True for value in self.values(node)]
        return all(values) if node.tag == "and" else any(values) if node.tag == "or" else not values[0]

    def sums(self, node: Node) -> Fraction | None:
        numbers: list[Fraction] = []
        for value in self.values(node):
            for one in value if isinstance(value, list) else [value]:
                if not isinstance(one, Fraction):
                    return None
                numbers.append(one)
        if node.tag == "sum":
            return sum(numbers, Fraction(0))
        if node.tag == "product":
            total = Fraction(1)
            for number in numbers:
                total *= number
            return total
        if node.tag in ("min", "max"):
            return (min if node.tag == "min" else max)(numbers)
        one, other = numbers
        if node.tag == "subtract":
            return one - other
        return None if other == 0 else one / other

    def compare(self, node: Node) -> bool | None:
        one, other = self.values(node)
        if not isinstance(one, Fraction) or not isinstance(other, Fraction):
            return None
        return {"lt": one < other, "lte": one <= other, "gt": one > other, "gte": one >= other}[node.tag]

    def equal(self, node: Node) -> bool | None:
        one, other = self.values(node)
        if not isinstance(one, Fraction) or not isinstance(other, Fraction):
            return None
        mode = node.get("toleranceMode", "exact")
        if mode == "exact":
            return one == other
        bounds = [number_of(text) for text in node.get("tolerance").split()]
        if not bounds or mode not in ("absolute", "relative"):
            raise CannotCarry("its marking compares numbers in a way that is not known here")
        # The first value is the one that the second must lie near; see `equal` in the information model.
        below, above = bounds[0], bounds[-1]
        low = one - below if mode == "absolute" else one * (1 - below / 100)
        high = one + above if mode == "absolute" else one * (1 + above / 100)
        low, high = min(low, high), max(low, high)
        least = other >= low if node.get("includeLowerBound", "true") == "true" else other > low
        most = other <= high if node.get("includeUpperBound", "true") == "true" else other < high
        return least and most

    def member(self, node: Node) -> bool | None:
        one, many = self.values(node)
        return None if one is None or many is None else one in many

    def contains(self, node: Node) -> bool | None:
        many, some = self.values(node)
        return None if many is None or some is None else all(one in many for one in some)

    def string_match(self, node: Node) -> bool | None:
        one, other = self.values(node)
        if one is None or other is None or node.get("substring") == "true":
            if node.get("substring") == "true":
                raise CannotCarry("it looks for a piece of a text in the answer")
            return None
        return bool(one == other if node.get("caseSensitive", "true") == "true" else one.casefold() == other.casefold())

    def index(self, node: Node) -> Value:
        (many,) = self.values(node)
        n = node.get("n")
        if many is None or not n.isdigit() or len(n) > 4 or not 1 <= int(n) <= len(many):
            return None
        return many[int(n) - 1]

    def container(self, node: Node) -> Value:
        found: list[Value] = []
        for value in self.values(node):
            found += value if isinstance(value, list) else [] if value is None else [value]
        return found or None

    def size(self, node: Node) -> Fraction:
        (many,) = self.values(node)
        return Fraction(0 if many is None else len(many))


_EXPRESSIONS: dict[str, Callable[[Run, Node], Value]] = {
    "baseValue": lambda run, node: value_of(node.text, node.get("baseType")),
    "variable": Run.variable,
    "correct": lambda run, node: run.declared(node).correct,
    "default": lambda run, node: run.declared(node).default,
    "mapResponse": lambda run, node: run.declared(node).mapping(run.variable(node)),
    "null": lambda run, node: None,
    "isNull": lambda run, node: run.value(node.elements[0]) in (None, [], ""),
    "match": Run.match,
    "and": Run.logic,
    "or": Run.logic,
    "not": Run.logic,
    "sum": Run.sums,
    "product": Run.sums,
    "subtract": Run.sums,
    "divide": Run.sums,
    "min": Run.sums,
    "max": Run.sums,
    "lt": Run.compare,
    "lte": Run.compare,
    "gt": Run.compare,
    "gte": Run.compare,
    "equal": Run.equal,
    "member": Run.member,
    "contains": Run.contains,
    "stringMatch": Run.string_match,
    "index": Run.index,
    "multiple": Run.container,
    "ordered": Run.container,
    "containerSize": Run.size,
}
