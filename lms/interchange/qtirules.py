"""How an item of QTI marks an answer: by its key, by a template, or by its own rules, worked out step by step."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from lms.interchange.qtideclared import Declaration, Value, number_of, read_declaration
from lms.interchange.qtirun import Run, same
from lms.interchange.report import CannotCarry
from lms.interchange.tree import Node


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
        run = Run(self.responses, self.outcomes, responses)
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
        run = Run(self.responses, self.outcomes, responses)
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
        return same(given, declared.correct, declared.cardinality)

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
