"""match: each thing on the left belongs to one on the right. The right side may hold more, and serve several."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

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
)
from lms.questions.quiz import Choice, Json, Key, Question, Solution
from lms.questions.stream import Stream
from lms.sources.tables import LETTERS, ByKey, Entry, Letter, Table, Word
from lms.sources.yamltext import Scalar


class Match(Kind):
    name = "match"
    several = True
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

    def read(self, reading: Reading, base: Question) -> tuple[Question, Key]:
        fields = reading.fields
        left, right = read_choices(reading, "left"), read_choices(reading, "right")
        pairs = self._pairs(reading, left, right)
        credit = fields.word("credit")
        straight = [pairs[letter] for letter in keys_of(left) if letter in pairs]
        shown = steady_order(right, base.id, telling=straight)
        return replace(base, left=left, right=shown), Key(self.name, {"right": pairs, "credit": credit})

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

    def accept(self, question: Question, value: Json) -> Json | NotAnAnswer:
        if not isinstance(value, dict):
            return NotAnAnswer("Send, for each thing on the left, the one on the right that belongs to it.")
        left, right = keys_of(question.left), keys_of(question.right)
        if not all(here in left and isinstance(there, str) and there in right for here, there in value.items()):
            return NotAnAnswer("Match only what is shown.")
        if not value:
            return NotAnAnswer("Match at least one pair first.")
        return {here: value[here] for here in left if here in value}

    def from_form(self, question: Question, form: Form) -> Json | NotAnAnswer | None:
        found = {here: only(form, f"answer.{here}") for here in keys_of(question.left)}
        return {here: there for here, there in found.items() if there is not None} or None

    def share(self, key: Key, given: Json) -> Fraction:
        pairs = key.rule["right"]
        right = sum(given.get(here) == there for here, there in pairs.items())
        if key.rule["credit"] == EACH_PAIR:
            return Fraction(right, len(pairs))
        return Fraction(int(right == len(pairs)))

    def judged(self, question: Question, key: Key, given: Json) -> dict[str, bool | None]:
        pairs = key.rule["right"]
        return {here: given.get(here) == pairs.get(here) for here in keys_of(question.left)}

    def shuffled(
        self, question: Question, solution: Solution, stream: Stream, options: bool
    ) -> tuple[Question, Solution]:
        # One draw for both sides, so that no token stands on both and could be taken for its own partner.
        tokens = stream.tokens(len(question.left) + len(question.right))
        left = dict(zip(keys_of(question.left), tokens, strict=False))
        right = dict(zip(keys_of(question.right), tokens[len(left) :], strict=True))
        pairs = {left[here]: right[there] for here, there in solution.key.rule["right"].items()}
        left_side, right_side = renamed(question.left, left), renamed(question.right, right)
        if options:
            left_side, right_side = tuple(stream.shuffled(left_side)), tuple(stream.shuffled(right_side))
        rule = {**solution.key.rule, "right": pairs}
        return replace(question, left=left_side, right=right_side), re_explained(solution, left, rule)

    def public(self, question: Question) -> dict[str, Json]:
        return {"left": public_choices(question.left), "right": public_choices(question.right)}

    def example(self, question: Question, key: Key) -> Json:
        return dict(key.rule["right"])

    def answer_text(self, question: Question, key: Key) -> str:
        right = {choice.key: choice.html for choice in question.right}
        pairs = key.rule["right"]
        return "".join(
            f"<li>{choice.html} → {right[pairs[choice.key]]}</li>" for choice in question.left if choice.key in pairs
        ).join(("<ul>", "</ul>"))

    def parts(self, question: Question) -> tuple[str, ...]:
        return keys_of(question.left)


KIND = Match()
