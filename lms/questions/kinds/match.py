"""match: each thing on the left belongs to one on the right. The right side may hold more, and serve several."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType

from lms.questions.credit import ALL_OR_NOTHING, EACH_PAIR
from lms.questions.kind import Form, Kind, NotAnAnswer, Reading, only
from lms.questions.letters import (
    keys_of,
    known_letter,
    missing_letters,
    public_choices,
    re_explained,
    read_choices,
    renamed,
    steady_order,
    texts_by_key,
    written_choices,
)
from lms.questions.options import MEMBER
from lms.questions.quiz import Choice, Json, Key, Rule, Solution
from lms.questions.shapes import Markdown, Pair
from lms.questions.stream import Stream
from lms.sources.pickled import as_call
from lms.sources.tables import LETTERS, ByKey, Entry, Letter, Table, Word
from lms.sources.yamltext import Scalar
from lms.wording.phrases import _


@as_call
@dataclass(frozen=True, slots=True)
class Body:
    left: tuple[Choice, ...] = ()
    right: tuple[Choice, ...] = ()


class Match(Kind[Body]):
    name = "match"
    place = 5
    heading = _("Find the pairs")
    body = Body
    several = True
    names_parts = True
    meant_by = "matching pair pairs pairing connect"
    answer_says = "an object of left key to right key"
    members = MappingProxyType({"left": MEMBER, "right": MEMBER})
    keys = Table(
        "match",
        Entry("left", LETTERS, "what is matched, each under a letter", needed=True),
        Entry("right", LETTERS, "what it is matched with, each under a letter; one may serve several", needed=True),
        Entry(
            "answer",
            ByKey("[A-Za-z]", "letter", Letter("x"), least=1),
            "for every letter on the left, the right one",
            needed=True,
        ),
        Entry("credit", Word((EACH_PAIR, ALL_OR_NOTHING)), "what pairs earn that are right in part", default=EACH_PAIR),
    )
    marked_by = ("answer", "credit")
    texts = Table(
        "texts",
        Entry("left", LETTERS, "the left side of a `match`", otherwise="the original's"),
        Entry("right", LETTERS, "the right side of a `match`", otherwise="the original's"),
    )
    takes = Pair
    called = "matching"

    def read_question(self, reading: Reading) -> Body:
        return Body(read_choices(reading, "left"), read_choices(reading, "right"))

    def read_key(self, reading: Reading, body: Body) -> dict[str, Json]:
        return {"right": self._pairs(reading, body.left, body.right), "credit": reading.fields.word("credit")}

    def disguised(self, body: Body, id: str, rule: Rule) -> Body:
        pairs = rule["right"]
        straight = [pairs[letter] for letter in keys_of(body.left) if letter in pairs]
        return replace(body, right=steady_order(body.right, id, telling=straight))

    @staticmethod
    def _pairs(reading: Reading, left: tuple[Choice, ...], right: tuple[Choice, ...]) -> dict[str, str]:
        fields = reading.fields
        written = fields.mapping("answer")
        found: dict[str, str] = {}
        for scalar, node in written or ():
            here = known_letter(scalar, left, "letter on the left", fields.findings)
            if not isinstance(node, Scalar):
                message = f"`{scalar.text}` needs one letter of the right side."
                fields.findings.add(node.place, "S203", message, "Write it such as {a: x, b: y}.")
                continue
            there = known_letter(node, right, "letter on the right", fields.findings)
            if here is not None and there is not None:
                found[here] = there
        if written is not None:
            missing_letters(reading, "answer", {scalar.text.strip() for scalar, _ in written}, left)
        return dict(sorted(found.items()))

    def accept(self, body: Body, value: Json) -> Json | NotAnAnswer:
        if not isinstance(value, dict):
            return NotAnAnswer(_("Send, for each thing on the left, the one on the right that belongs to it."))
        left, right = keys_of(body.left), keys_of(body.right)
        if not all(here in left and isinstance(there, str) and there in right for here, there in value.items()):
            return NotAnAnswer(_("Match only what is shown."))
        if not value:
            return NotAnAnswer(_("Match at least one pair first."))
        return {here: value[here] for here in left if here in value}

    def from_form(self, body: Body, form: Form) -> Json | NotAnAnswer | None:
        found = {here: only(form, f"answer.{here}") for here in keys_of(body.left)}
        return {here: there for here, there in found.items() if there is not None} or None

    def share(self, key: Key, given: Json) -> Fraction:
        pairs = key.rule["right"]
        right = sum(given.get(here) == there for here, there in pairs.items())
        if key.rule["credit"] == EACH_PAIR:
            return Fraction(right, len(pairs))
        return Fraction(int(right == len(pairs)))

    def judged(self, body: Body, key: Key, given: Json) -> dict[str, bool | None]:
        pairs = key.rule["right"]
        return {here: given.get(here) == pairs.get(here) for here in keys_of(body.left)}

    def shuffled(self, body: Body, solution: Solution, stream: Stream, options: bool) -> tuple[Body, Solution]:
        # One draw for both sides, so that no token stands on both and could be taken for its own partner.
        tokens = stream.tokens(len(body.left) + len(body.right))
        left = dict(zip(keys_of(body.left), tokens, strict=False))
        right = dict(zip(keys_of(body.right), tokens[len(left) :], strict=True))
        pairs = {left[here]: right[there] for here, there in solution.key.rule["right"].items()}
        left_side, right_side = renamed(body.left, left), renamed(body.right, right)
        if options:
            left_side, right_side = tuple(stream.shuffled(left_side)), tuple(stream.shuffled(right_side))
        rule = {**solution.key.rule, "right": pairs}
        return replace(body, left=left_side, right=right_side), re_explained(solution, left, rule)

    def public(self, body: Body) -> dict[str, Json]:
        return {"left": public_choices(body.left), "right": public_choices(body.right)}

    def example(self, body: Body, key: Key) -> Json:
        return dict(key.rule["right"])

    def answer_text(self, body: Body, key: Key) -> str:
        right = {choice.key: choice.html for choice in body.right}
        pairs = key.rule["right"]
        return "".join(
            f"<li>{choice.html} → {right[pairs[choice.key]]}</li>" for choice in body.left if choice.key in pairs
        ).join(("<ul>", "</ul>"))

    def parts(self, body: Body) -> tuple[str, ...]:
        return keys_of(body.left)

    def part_texts(self, body: Body) -> dict[str, str]:
        return texts_by_key(body.left)

    def said(self, key: Key) -> Json:
        return dict(sorted(key.rule["right"].items()))

    def former(self, was: Json) -> Json:
        if not isinstance(was, dict) or not all(isinstance(there, str) for there in was.values()):
            return None
        return {here.strip(): there.strip() for here, there in sorted(was.items())} or None

    def fitted(self, drawn: Body, former: Rule, today: Body, rule: Rule) -> Rule | None:
        pairs = rule["right"]
        fits = set(pairs) == set(keys_of(drawn.left)) and set(pairs.values()) <= set(keys_of(drawn.right))
        return rule if fits else None

    def shape(self, body: Body, rule: Rule) -> Pair:
        return Pair(body.left, body.right, rule.get("right", {}), rule.get("credit", EACH_PAIR))

    def written(self, body: Body, rule: Rule, markdown: Markdown) -> dict[str, Json]:
        credit = "" if rule["credit"] == EACH_PAIR else rule["credit"]
        left, right = written_choices(body.left, markdown), written_choices(body.right, markdown)
        return {"left": left, "right": right, "answer": dict(rule["right"]), "credit": credit}


KIND = Match()
