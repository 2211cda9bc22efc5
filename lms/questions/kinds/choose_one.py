"""choose-one: one option of several. The key may be any of some options, and others may earn part of the points."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from lms.questions.kind import Form, Kind, NotAnAnswer, Reading, only
from lms.questions.letters import (
    accept_key,
    keys_of,
    known_letter,
    known_letters,
    lines,
    new_names,
    public_choices,
    re_explained,
    read_choices,
    renamed,
)
from lms.questions.quiz import Choice, Json, Key, Question, Solution
from lms.questions.stream import Stream
from lms.sources import values
from lms.sources.tables import LETTERS, ByKey, Entry, Letter, ListOf, Share, Table, YesNo
from lms.sources.yamltext import Scalar


class ChooseOne(Kind):
    name = "choose-one"
    choices = True
    keys = Table(
        "choose-one",
        Entry("options", LETTERS, "what can be chosen, each under a letter", needed=True),
        Entry("answer", ListOf(Letter("a"), least=1), "the right letter; of a list, any one is right", needed=True),
        Entry("credit", ByKey("[A-Za-z]", "letter", Share("50%")), "part of the points for other options"),
        Entry("keep_order", YesNo(), "`yes` leaves the options in the author's order", default="no"),
    )

    def read(self, reading: Reading, base: Question) -> tuple[Question, Key]:
        fields = reading.fields
        options = read_choices(reading, "options")
        written = fields.texts("answer")
        right = known_letters(written, options, "option", fields.findings)
        if len(options) > 1 and len(right) == len(options):
            message = "Every option is right here."
            fields.fault("answer", "Q209", message, "Leave at least one option out of the answer.")
        rule = {"right": sorted(right), "credit": self._credit(reading, options, right)}
        keep_order = fields.yes_no("keep_order")
        return replace(base, options=options, keep_order=keep_order), Key(self.name, rule)

    @staticmethod
    def _credit(reading: Reading, options: tuple[Choice, ...], right: tuple[str, ...]) -> dict[str, str]:
        fields = reading.fields
        found: dict[str, str] = {}
        for scalar, node in fields.mapping("credit") or ():
            letter = known_letter(scalar, options, "option", fields.findings)
            if letter is None:
                continue
            if letter in right:
                message = f"`{letter}` is the answer, and earns everything."
                fields.findings.add(scalar.place, "Q207", message, "Give credit to other options only.")
            elif not isinstance(node, Scalar):
                message = f"The credit of `{letter}` must be a percentage."
                fields.findings.add(node.place, "S203", message, f"Write it such as {{{letter}: 50%}}.")
            elif (share := fields.value_of(node, f"credit of {letter}", values.share)) is not None:
                found[letter] = str(share)
        return dict(sorted(found.items()))

    def accept(self, question: Question, value: Json) -> Json | NotAnAnswer:
        return accept_key(value, question.options)

    def from_form(self, question: Question, form: Form) -> Json | NotAnAnswer | None:
        return only(form, "answer")

    def share(self, key: Key, given: Json) -> Fraction:
        if given in key.rule["right"]:
            return Fraction(1)
        return Fraction(key.rule["credit"].get(given, 0))

    def judged(self, question: Question, key: Key, given: Json) -> dict[str, bool | None]:
        return {given: given in key.rule["right"]}

    def shuffled(
        self, question: Question, solution: Solution, stream: Stream, options: bool
    ) -> tuple[Question, Solution]:
        names = new_names(keys_of(question.options), stream)
        rule = {
            "right": sorted(names[letter] for letter in solution.key.rule["right"]),
            "credit": {names[letter]: share for letter, share in solution.key.rule["credit"].items()},
        }
        choices = renamed(question.options, names)
        if options and not question.keep_order:
            choices = tuple(stream.shuffled(choices))
        return replace(question, options=choices), re_explained(solution, names, rule)

    def public(self, question: Question) -> dict[str, Json]:
        return {"options": public_choices(question.options)}

    def example(self, question: Question, key: Key) -> Json:
        return key.rule["right"][0]

    def answer_text(self, question: Question, key: Key) -> str:
        return lines(choice for choice in question.options if choice.key in key.rule["right"])

    def parts(self, question: Question) -> tuple[str, ...]:
        return keys_of(question.options)

    def right_parts(self, key: Key) -> tuple[str, ...]:
        return tuple(key.rule["right"])


KIND = ChooseOne()
