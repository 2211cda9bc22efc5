"""choose-many: several options of some. The credit rule says what a choice that is partly right earns."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from lms.questions.credit import ALL_OR_NOTHING, EACH_CHOICE, WRONG_ONES_COST
from lms.questions.kind import Form, Kind, NotAnAnswer, Reading
from lms.questions.letters import (
    accept_keys,
    keys_of,
    known_letters,
    lines,
    new_names,
    public_choices,
    re_explained,
    read_choices,
    renamed,
)
from lms.questions.quiz import Json, Key, Question, Solution
from lms.questions.stream import Stream
from lms.sources.suggest import listed
from lms.sources.tables import LETTERS, Entry, Letter, ListOf, Table, Word, YesNo

_RULES = (ALL_OR_NOTHING, EACH_CHOICE, WRONG_ONES_COST)


class ChooseMany(Kind):
    name = "choose-many"
    several = True
    choices = True
    keys = Table(
        "choose-many",
        Entry("options", LETTERS, "what can be chosen, each under a letter", needed=True),
        Entry("answer", ListOf(Letter("a"), least=1), "all right letters", needed=True),
        Entry("credit", Word(_RULES), "what a choice earns that is right in part", default=ALL_OR_NOTHING),
        Entry("ignore", ListOf(Letter("d")), "letters that change no mark, chosen or not"),
        Entry("keep_order", YesNo(), "`yes` leaves the options in the author's order", default="no"),
    )

    def read(self, reading: Reading, base: Question) -> tuple[Question, Key]:
        fields = reading.fields
        options = read_choices(reading, "options")
        right = known_letters(fields.texts("answer"), options, "option", fields.findings)
        ignored = known_letters(fields.texts("ignore"), options, "option", fields.findings)
        both = sorted(set(right) & set(ignored))
        if both:
            message = f"{listed(both, 'and')} cannot be ignored: the answer names it."
            fields.fault("ignore", "Q208", message, "Ignore only options that are not in the answer.")
        rule = {
            "right": sorted(right),
            # Only what is neither right nor ignored is wrong; it is kept so that marking needs no options.
            "wrong": sorted(set(keys_of(options)) - set(right) - set(ignored)),
            "credit": fields.word("credit"),
        }
        keep_order = fields.yes_no("keep_order")
        return replace(base, options=options, keep_order=keep_order), Key(self.name, rule)

    def accept(self, question: Question, value: Json) -> Json | NotAnAnswer:
        found = accept_keys(value, question.options)
        if isinstance(found, NotAnAnswer):
            return found
        # The order in which boxes were ticked means nothing: two equal choices are kept as equal answers.
        return [letter for letter in keys_of(question.options) if letter in found]

    def from_form(self, question: Question, form: Form) -> Json | NotAnAnswer | None:
        return list(form.get("answer", ())) or None

    def share(self, key: Key, given: Json) -> Fraction:
        chosen, right, wrong = set(given), set(key.rule["right"]), set(key.rule["wrong"])
        rightly, wrongly = len(chosen & right), len(chosen & wrong)
        if key.rule["credit"] == EACH_CHOICE:
            return Fraction(rightly + len(wrong) - wrongly, len(right) + len(wrong))
        if key.rule["credit"] == WRONG_ONES_COST:
            return max(Fraction(0), Fraction(rightly - wrongly, len(right)))
        return Fraction(int(rightly == len(right) and not wrongly))

    def judged(self, question: Question, key: Key, given: Json) -> dict[str, bool | None]:
        counted = {*key.rule["right"], *key.rule["wrong"]}
        return {one: one in key.rule["right"] if one in counted else None for one in given}

    def shuffled(
        self, question: Question, solution: Solution, stream: Stream, options: bool
    ) -> tuple[Question, Solution]:
        names = new_names(keys_of(question.options), stream)
        rule = dict(solution.key.rule)
        for part in ("right", "wrong"):
            rule[part] = sorted(names[letter] for letter in rule[part])
        choices = renamed(question.options, names)
        if options and not question.keep_order:
            choices = tuple(stream.shuffled(choices))
        return replace(question, options=choices), re_explained(solution, names, rule)

    def public(self, question: Question) -> dict[str, Json]:
        return {"options": public_choices(question.options)}

    def example(self, question: Question, key: Key) -> Json:
        return list(key.rule["right"])

    def answer_text(self, question: Question, key: Key) -> str:
        return lines(choice for choice in question.options if choice.key in key.rule["right"])

    def parts(self, question: Question) -> tuple[str, ...]:
        return keys_of(question.options)

    def right_parts(self, key: Key) -> tuple[str, ...]:
        return tuple(key.rule["right"])


KIND = ChooseMany()
