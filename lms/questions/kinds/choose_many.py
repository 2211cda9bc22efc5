"""choose-many: several options of some. The credit rule says what a choice that is partly right earns."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from lms.questions.credit import ALL_OR_NOTHING, EACH_CHOICE, WRONG_ONES_COST
from lms.questions.kind import Form, NotAnAnswer, Reading
from lms.questions.letters import (
    accept_keys,
    keys_of,
    known_letters,
    new_names,
    re_explained,
    renamed,
    written_choices,
)
from lms.questions.options import Body, Picking
from lms.questions.quiz import Json, Key, Rule, Solution
from lms.questions.shapes import Markdown, PickSeveral
from lms.questions.stream import Stream
from lms.sources.suggest import listed
from lms.sources.tables import LETTERS, Entry, Letter, ListOf, Table, Word, YesNo
from lms.wording.phrases import _

_RULES = (ALL_OR_NOTHING, EACH_CHOICE, WRONG_ONES_COST)


class ChooseMany(Picking):
    name = "choose-many"
    place = 2
    heading = _("Choose all that fit")
    several = True
    picks = "several"
    meant_by = (
        "multiple-response multiple-answer multiple-answers multiple-select multi-select multiselect "
        "checkbox checkboxes choose-all select-all many-of mrq multiple multi-choice choose-several"
    )
    answer_says = "a list of keys"
    keys = Table(
        "choose-many",
        Entry("options", LETTERS, "what can be chosen, each under a letter", needed=True),
        Entry("answer", ListOf(Letter("a"), least=1), "all right letters", needed=True),
        Entry("credit", Word(_RULES), "what a choice earns that is right in part", default=ALL_OR_NOTHING),
        Entry("ignore", ListOf(Letter("d")), "letters that change no mark, chosen or not"),
        Entry("keep_order", YesNo(), "`yes` leaves the options in the author's order", default="no"),
    )

    marked_by = ("answer", "credit", "ignore")
    takes = PickSeveral
    called = "multiple-answer multiple-response"

    def read_key(self, reading: Reading, body: Body) -> dict[str, Json]:
        fields, options = reading.fields, body.options
        right = known_letters(fields.texts("answer"), options, "option", fields.findings)
        ignored = known_letters(fields.texts("ignore"), options, "option", fields.findings)
        both = sorted(set(right) & set(ignored))
        if both:
            message = f"{listed(both, 'and')} cannot be ignored: the answer names it."
            fields.fault("ignore", "Q208", message, "Ignore only options that are not in the answer.")
        return {
            "right": sorted(right),
            # Only what is neither right nor ignored is wrong; it is kept so that marking needs no options.
            "wrong": sorted(set(keys_of(options)) - set(right) - set(ignored)),
            "credit": fields.word("credit"),
        }

    def accept(self, body: Body, value: Json) -> Json | NotAnAnswer:
        found = accept_keys(value, body.options)
        if isinstance(found, NotAnAnswer):
            return found
        # The order in which boxes were ticked means nothing: two equal choices are kept as equal answers.
        return [letter for letter in keys_of(body.options) if letter in found]

    def from_form(self, body: Body, form: Form) -> Json | NotAnAnswer | None:
        return list(form.get("answer", ())) or None

    def share(self, key: Key, given: Json) -> Fraction:
        chosen, right, wrong = set(given), set(key.rule["right"]), set(key.rule["wrong"])
        rightly, wrongly = len(chosen & right), len(chosen & wrong)
        if key.rule["credit"] == EACH_CHOICE:
            return Fraction(rightly + len(wrong) - wrongly, len(right) + len(wrong))
        if key.rule["credit"] == WRONG_ONES_COST:
            return max(Fraction(0), Fraction(rightly - wrongly, len(right)))
        return Fraction(int(rightly == len(right) and not wrongly))

    def judged(self, body: Body, key: Key, given: Json) -> dict[str, bool | None]:
        counted = {*key.rule["right"], *key.rule["wrong"]}
        return {one: one in key.rule["right"] if one in counted else None for one in given}

    def shuffled(self, body: Body, solution: Solution, stream: Stream, options: bool) -> tuple[Body, Solution]:
        names = new_names(keys_of(body.options), stream)
        rule = dict(solution.key.rule)
        for part in ("right", "wrong"):
            rule[part] = sorted(names[letter] for letter in rule[part])
        choices = renamed(body.options, names)
        if options and not body.keep_order:
            choices = tuple(stream.shuffled(choices))
        return replace(body, options=choices), re_explained(solution, names, rule)

    def example(self, body: Body, key: Key) -> Json:
        return list(key.rule["right"])

    def rule_matters(self, rule: Rule, before: Body, after: Body) -> Json:
        both = set(keys_of(before.options)) & set(keys_of(after.options))
        return {**rule, "wrong": sorted(set(rule["wrong"]) & both)}

    def fitted(self, drawn: Body, former: Rule, today: Body, rule: Rule) -> Rule | None:
        """A letter that is there no more keeps what the former key said; one that came later nobody could choose."""
        letters = set(keys_of(drawn.options))
        gone = letters - set(keys_of(today.options))
        right = (set(rule["right"]) & letters) | (gone & set(former["right"]))
        wrong = (set(rule["wrong"]) & letters) | (gone & set(former["wrong"]))
        return {**rule, "right": sorted(right), "wrong": sorted(wrong)} if right else None

    def shape(self, body: Body, rule: Rule) -> PickSeveral:
        right, wrong = tuple(rule.get("right", ())), tuple(rule.get("wrong", ()))
        return PickSeveral(body.options, body.keep_order, right, wrong, rule.get("credit", ALL_OR_NOTHING))

    def written(self, body: Body, rule: Rule, markdown: Markdown) -> dict[str, Json]:
        counted = {*rule["right"], *rule["wrong"]}
        return {
            "options": written_choices(body.options, markdown),
            "answer": list(rule["right"]),
            "credit": "" if rule["credit"] == ALL_OR_NOTHING else rule["credit"],
            "ignore": [letter for letter in keys_of(body.options) if letter not in counted],
            "keep_order": "yes" if body.keep_order else "",
        }


KIND = ChooseMany()
