"""put-in-order: lines to be put in their order. They are never shown in the author's, which is often the right one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from lms.questions.comparing import texts_said
from lms.questions.credit import ALL_OR_NOTHING, EACH_PLACE
from lms.questions.kind import Form, NotAnAnswer, Reading, only
from lms.questions.letters import (
    accept_keys,
    keys_of,
    known_letters,
    lines,
    missing_letters,
    new_names,
    re_explained,
    read_choices,
    renamed,
    steady_order,
    written_choices,
)
from lms.questions.options import WithOptions
from lms.questions.quiz import Choice, Json, Key, Rule, Solution
from lms.questions.shapes import Arrange, Markdown
from lms.questions.stream import Stream
from lms.sources.tables import LETTERS, Entry, Letter, ListOf, Table, Word
from lms.wording.phrases import _, plural

_MOST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Body:
    options: tuple[Choice, ...] = ()


class PutInOrder(WithOptions[Body]):
    name = "put-in-order"
    place = 4
    heading = _("Put these in order")
    body = Body
    asks = True
    several = True
    meant_by = "order ordering sequence sequencing sort sorting rank ranking arrange"
    answer_says = "a list of all keys in order"
    keys = Table(
        "put-in-order",
        Entry("options", LETTERS, "the lines to be put in order, each under a letter", needed=True),
        Entry("answer", ListOf(Letter("a"), single=False, least=2), "every letter once, in order", needed=True),
        Entry(
            "credit",
            Word((ALL_OR_NOTHING, EACH_PLACE)),
            "what an order earns that is right in part",
            default=ALL_OR_NOTHING,
        ),
    )
    marked_by = ("answer", "credit")
    takes = Arrange
    called = "ordering"

    def read_question(self, reading: Reading) -> Body:
        return Body(read_choices(reading, "options"))

    def read_key(self, reading: Reading, body: Body) -> dict[str, Json]:
        fields = reading.fields
        written = fields.texts("answer")
        right = known_letters(written, body.options, "option", fields.findings)
        if written:
            missing_letters(reading, "answer", {scalar.text.strip() for scalar in written}, body.options)
        return {"right": list(right), "credit": fields.word("credit")}

    def disguised(self, body: Body, id: str, rule: Rule) -> Body:
        return Body(steady_order(body.options, id, telling=rule["right"]))

    def accept(self, body: Body, value: Json) -> Json | NotAnAnswer:
        found = self.keep(body, value)
        if isinstance(found, NotAnAnswer):
            return found
        empty = found.count(None)
        if not empty:
            return found
        return NotAnAnswer(
            plural(
                "One place is still empty. Give each line a place of its own, from 1 to %(last)s.",
                "%(num)s places are still empty. Give each line a place of its own, from 1 to %(last)s.",
                empty,
                last=len(found),
            )
        )

    def keep(self, body: Body, value: Json) -> Json | NotAnAnswer:
        """The lines by place. While it is half done, a place may hold null, or a list of lines that want it alike."""
        if not isinstance(value, list):
            return accept_keys(value, body.options)
        places = [_lines_at(place) for place in value]
        known = accept_keys([line for lines in places for line in lines], body.options)
        if isinstance(known, NotAnAnswer):
            return known
        count = len(body.options)
        if len(places) > count:
            return NotAnAnswer(plural("There is one place.", "There are %(num)s places, from 1 on.", count))
        return [_as_kept(lines) for lines in places] + [None] * (count - len(places))

    def from_form(self, body: Body, form: Form) -> Json | NotAnAnswer | None:
        chosen = {choice.key: only(form, f"answer.{choice.key}") for choice in body.options}
        places = {key: place.strip() for key, place in chosen.items() if place is not None}
        if not places:
            return None
        by_place: list[list[str]] = [[] for _ in body.options]
        for key, place in places.items():
            if not (place.isdecimal() and len(place) <= _MOST_DIGITS and 0 < int(place) <= len(by_place)):
                return NotAnAnswer(_("Give each line a place of its own, from 1 to %(last)s.", last=len(by_place)))
            by_place[int(place) - 1].append(key)
        return [_as_kept(lines) for lines in by_place]

    def to_form(self, body: Body, answer: Json) -> Form:
        return {
            f"answer.{key}": [str(place)] for place, there in enumerate(answer, start=1) for key in _lines_at(there)
        }

    def share(self, key: Key, given: Json) -> Fraction:
        right = key.rule["right"]
        in_place = sum(one == other for one, other in zip(given, right, strict=True))
        if key.rule["credit"] == EACH_PLACE:
            return Fraction(in_place, len(right))
        return Fraction(int(in_place == len(right)))

    def judged(self, body: Body, key: Key, given: Json) -> dict[str, bool | None]:
        # In the order shown: the order of the key would tell the answer.
        in_place = {one for one, other in zip(given, key.rule["right"], strict=False) if one == other}
        return {letter: letter in in_place for letter in keys_of(body.options)}

    def shuffled(self, body: Body, solution: Solution, stream: Stream, options: bool) -> tuple[Body, Solution]:
        names = new_names(keys_of(body.options), stream)
        rule = {**solution.key.rule, "right": [names[letter] for letter in solution.key.rule["right"]]}
        choices = renamed(body.options, names)
        if options:
            choices = tuple(stream.shuffled(choices))
        return replace(body, options=choices), re_explained(solution, names, rule)

    def example(self, body: Body, key: Key) -> Json:
        return list(key.rule["right"])

    def answer_text(self, body: Body, key: Key) -> str:
        by_key = {choice.key: choice for choice in body.options}
        return lines((by_key[letter] for letter in key.rule["right"]), "ol")

    def said(self, key: Key) -> Json:
        return list(key.rule["right"])

    def former(self, was: Json) -> Json:
        return texts_said(was) or None

    def fitted(self, drawn: Body, former: Rule, today: Body, rule: Rule) -> Rule | None:
        return rule if set(rule["right"]) == set(keys_of(drawn.options)) else None

    def shape(self, body: Body, rule: Rule) -> Arrange:
        return Arrange(body.options, tuple(rule.get("right", ())), rule.get("credit", ALL_OR_NOTHING))

    def written(self, body: Body, rule: Rule, markdown: Markdown) -> dict[str, Json]:
        credit = "" if rule["credit"] == ALL_OR_NOTHING else rule["credit"]
        return {"options": written_choices(body.options, markdown), "answer": list(rule["right"]), "credit": credit}


def _lines_at(place: Json) -> list[Json]:
    return [line for line in (place if isinstance(place, list) else [place]) if line is not None]


def _as_kept(lines: list[Json]) -> Json:
    """What stands at a place: the line, None while it is empty, or all the lines that were put there."""
    return lines if len(lines) > 1 else lines[0] if lines else None


KIND = PutInOrder()
