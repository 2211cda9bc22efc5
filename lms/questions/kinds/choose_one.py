"""choose-one: one option of several. The key may be any of some options, and others may earn part of the points."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from lms.questions.amounts import exact_percent
from lms.questions.kind import Form, NotAnAnswer, Reading, only
from lms.questions.letters import (
    accept_key,
    keys_of,
    known_letter,
    known_letters,
    new_names,
    re_explained,
    renamed,
    written_choices,
)
from lms.questions.options import Body, Picking
from lms.questions.quiz import Choice, Json, Key, Rule, Solution
from lms.questions.shapes import Markdown, PickOne
from lms.questions.stream import Stream
from lms.sources import values
from lms.sources.tables import LETTERS, ByKey, Entry, Letter, ListOf, Share, Table, YesNo
from lms.sources.yamltext import Scalar
from lms.wording.phrases import _


class ChooseOne(Picking):
    name = "choose-one"
    place = 1
    heading = _("Choose one")
    picks = "one"
    meant_by = (
        "multiple-choice mc mcq multichoice single-choice single choice choose radio one-of select pick-one "
        "best-answer single-answer multiple-choice-question single-select"
    )
    if_several = "choose-many"
    answer_says = "a key"
    keys = Table(
        "choose-one",
        Entry("options", LETTERS, "what can be chosen, each under a letter", needed=True),
        Entry("answer", ListOf(Letter("a"), least=1), "the right letter; of a list, any one is right", needed=True),
        Entry("credit", ByKey("[A-Za-z]", "letter", Share("50%")), "part of the points for other options"),
        Entry("keep_order", YesNo(), "`yes` leaves the options in the author's order", default="no"),
    )
    marked_by = ("answer", "credit")
    takes = PickOne
    called = "multiple-choice single-choice"

    def read_key(self, reading: Reading, body: Body) -> dict[str, Json]:
        fields, options = reading.fields, body.options
        right = known_letters(fields.texts("answer"), options, "option", fields.findings)
        if len(options) > 1 and len(right) == len(options):
            message = "Every option is right here."
            fields.fault("answer", "Q209", message, "Leave at least one option out of the answer.")
        return {"right": sorted(right), "credit": self._credit(reading, options, right)}

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

    def accept(self, body: Body, value: Json) -> Json | NotAnAnswer:
        return accept_key(value, body.options)

    def from_form(self, body: Body, form: Form) -> Json | NotAnAnswer | None:
        return only(form, "answer")

    def share(self, key: Key, given: Json) -> Fraction:
        if given in key.rule["right"]:
            return Fraction(1)
        return Fraction(key.rule["credit"].get(given, 0))

    def judged(self, body: Body, key: Key, given: Json) -> dict[str, bool | None]:
        return {given: given in key.rule["right"]}

    def shuffled(self, body: Body, solution: Solution, stream: Stream, options: bool) -> tuple[Body, Solution]:
        names = new_names(keys_of(body.options), stream)
        rule = {
            "right": sorted(names[letter] for letter in solution.key.rule["right"]),
            "credit": {names[letter]: share for letter, share in solution.key.rule["credit"].items()},
        }
        choices = renamed(body.options, names)
        if options and not body.keep_order:
            choices = tuple(stream.shuffled(choices))
        return replace(body, options=choices), re_explained(solution, names, rule)

    def example(self, body: Body, key: Key) -> Json:
        return key.rule["right"][0]

    def fitted(self, drawn: Body, former: Rule, today: Body, rule: Rule) -> Rule | None:
        """An option that came later nobody could choose."""
        letters = set(keys_of(drawn.options))
        right = [one for one in rule["right"] if one in letters]
        credit = {one: share for one, share in rule["credit"].items() if one in letters}
        return {**rule, "right": right, "credit": credit} if right else None

    def shape(self, body: Body, rule: Rule) -> PickOne:
        return PickOne(body.options, body.keep_order, tuple(rule.get("right", ())), rule.get("credit", {}))

    def written(self, body: Body, rule: Rule, markdown: Markdown) -> dict[str, Json]:
        right = rule["right"]
        return {
            "options": written_choices(body.options, markdown),
            "answer": right[0] if len(right) == 1 else list(right),
            "credit": {letter: exact_percent(Fraction(share)) for letter, share in rule["credit"].items()},
            "keep_order": "yes" if body.keep_order else "",
        }


KIND = ChooseOne()
