"""How an item of QTI marks an answer, worked out by its own rules: response processing, with exact numbers.

Whatever is not known here is refused, so that a rule is never half understood.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from lms.interchange.qtideclared import Declaration, Value, number_of, read_declaration, value_of
from lms.interchange.report import CannotCarry
from lms.interchange.tree import Node

_MOST_STEPS = 400


class Rules:
    """The marking of one item. `score` gives the points of some responses, by identifier; what is missing is NULL."""

    def __init__(self, item: Node) -> None:
        self.responses = {one.id: one for one in map(read_declaration, item.named("responseDeclaration"))}
        self.outcomes = {one.id: one for one in map(read_declaration, item.named("outcomeDeclaration"))}
        self.worth = number_of(item.get("points")) if item.get("points") else None
        self.processing = item.first("responseProcessing")
        template = (
            ""
            if self.processing is None
            else self.processing.get("template") or self.processing.get("templateLocation")
        )
        self.template = template.rpartition("/")[2].removesuffix(".xml").casefold()
        # Some tools, such as Blackboard, leave the points to the system: their conditions set no SCORE.
        self.is_written = self.processing is not None and (
            bool(self.template)
            or any(node.get("identifier") == "SCORE" for node in self.processing.all("setOutcomeValue"))
        )

    def score(self, responses: Mapping[str, Value]) -> Fraction:
        if not self.is_written or self.template in ("match_correct", "cc2_match", "cc2_match_basic"):
            return self._by_key(responses)
        if self.template in ("map_response", "cc2_map_response"):
            return sum((one.mapping(responses.get(one.id)) for one in self._answered()), Fraction(0))
        if self.template:
            raise CannotCarry(f"it is marked by a template that is not known here, `{self.template[:40]}`")
        run = _Run(self, responses)
        run.steps_of([] if self.processing is None else self.processing.elements)
        score = run.outcomes.get("SCORE")
        if not isinstance(score, Fraction):
            raise CannotCarry("its rules give no SCORE")
        return score

    @property
    def spoken_by_rules(self) -> frozenset[str]:
        """The outcomes that the rules of the item itself set."""
        nodes = [] if self.processing is None else self.processing.all("setOutcomeValue")
        return frozenset(node.get("identifier") for node in nodes)

    @property
    def other_points(self) -> frozenset[str]:
        """The names under which the rules count points that are not the score."""
        numbers = {name for name, one in self.outcomes.items() if one.base in ("float", "integer")}
        read = [] if self.processing is None else self.processing.all("variable")
        return self.spoken_by_rules & numbers - {"SCORE", "MAXSCORE", *(node.get("identifier") for node in read)}

    def outcomes_of(self, responses: Mapping[str, Value]) -> Mapping[str, Value] | None:
        """All outcomes after some responses; None where the rules are not known here."""
        run = _Run(self, responses)
        try:
            run.steps_of([] if self.processing is None else self.processing.elements)
        except CannotCarry:
            return None
        return run.outcomes

    def _answered(self) -> list[Declaration]:
        """The responses that a template marks: RESPONSE, or the only one there is."""
        if "RESPONSE" in self.responses:
            return [self.responses["RESPONSE"]]
        if len(self.responses) == 1:
            return list(self.responses.values())
        raise CannotCarry("it is marked by a template for one answer, and asks for several")

    def _by_key(self, responses: Mapping[str, Value]) -> Fraction:
        answered = self._answered() if self.is_written else list(self.responses.values())
        return Fraction(int(all(self._is_key(one, responses.get(one.id)) for one in answered)))

    def _is_key(self, declared: Declaration, given: Value) -> bool:
        if not self.is_written and declared.base == "string" and declared.cardinality == "single":
            # Without rules every text that is named is accepted; a mapping can only tell whether capitals count.
            return given in declared.also or (declared.mapped and declared.mapping(given) > 0)
        return _same(given, declared.correct, declared.cardinality)

    def points(self, best: Fraction, changes: list[str]) -> str:
        """What a right answer is worth, where a MAXSCORE or what is around it says so in a whole number."""
        declared = self.outcomes.get("MAXSCORE")
        worth = best if self.worth is None else self.worth
        says = self.worth is not None or (declared is not None and declared.default == best)
        if says and worth.denominator == 1 and 1 <= worth <= 1000:
            return "" if worth == 1 else str(worth)
        if worth != 1:
            changes.append(f"it was worth {float(worth):g} points by its own rules, and is worth 1 here")
        return ""


def _same(one: Value, other: Value, cardinality: str) -> bool:
    if one is None or other is None:
        return False
    if cardinality == "multiple" and isinstance(one, list) and isinstance(other, list):
        return sorted(map(repr, one)) == sorted(map(repr, other))
    return bool(one == other)


class _Run:
    """One marking: the outcomes as they change, step by step."""

    def __init__(self, rules: Rules, responses: Mapping[str, Value]) -> None:
        self.rules = rules
        self.responses = responses
        self.outcomes: dict[str, Value] = {
            one.id: Fraction(0) if one.default is None and one.base in ("float", "integer") else one.default
            for one in rules.outcomes.values()
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
        found = self.rules.responses.get(name) or self.rules.outcomes.get(name)
        if found is None:
            raise CannotCarry(f"its marking names `{name[:40]}`, which is not there")
        return found

    def variable(self, node: Node) -> Value:
        name = self.declared(node).id
        return self.responses.get(name) if name in self.rules.responses else self.outcomes.get(name)

    def cardinality(self, node: Node) -> str:
        if node.tag in ("variable", "correct"):
            return self.declared(node).cardinality
        return "ordered" if node.tag == "ordered" else "multiple" if node.tag == "multiple" else "single"

    def match(self, node: Node) -> bool | None:
        one, other = self.values(node)
        if one is None or other is None:
            return None
        return _same(one, other, self.cardinality(node.elements[0]))

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


_EXPRESSIONS: dict[str, Callable[[_Run, Node], Value]] = {
    "baseValue": lambda run, node: value_of(node.text, node.get("baseType")),
    "variable": _Run.variable,
    "correct": lambda run, node: run.declared(node).correct,
    "default": lambda run, node: run.declared(node).default,
    "mapResponse": lambda run, node: run.declared(node).mapping(run.variable(node)),
    "null": lambda run, node: None,
    "isNull": lambda run, node: run.value(node.elements[0]) in (None, [], ""),
    "match": _Run.match,
    "and": _Run.logic,
    "or": _Run.logic,
    "not": _Run.logic,
    "sum": _Run.sums,
    "product": _Run.sums,
    "subtract": _Run.sums,
    "divide": _Run.sums,
    "min": _Run.sums,
    "max": _Run.sums,
    "lt": _Run.compare,
    "lte": _Run.compare,
    "gt": _Run.compare,
    "gte": _Run.compare,
    "equal": _Run.equal,
    "member": _Run.member,
    "contains": _Run.contains,
    "stringMatch": _Run.string_match,
    "index": _Run.index,
    "multiple": _Run.container,
    "ordered": _Run.container,
    "containerSize": _Run.size,
}
