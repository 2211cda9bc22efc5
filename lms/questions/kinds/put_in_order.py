"""put-in-order: lines to be put in their order. They are never shown in the author's, which is often the right one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from lms.questions.credit import ALL_OR_NOTHING, EACH_PLACE
from lms.questions.kind import Form, Kind, NotAnAnswer, Reading, only
from lms.questions.letters import (
    accept_keys,
    keys_of,
    known_letters,
    lines,
    missing_letters,
    new_names,
    public_choices,
    re_explained,
    read_choices,
    renamed,
    steady_order,
)
from lms.questions.quiz import Json, Key, Question, Solution
from lms.questions.stream import Stream
from lms.sources.tables import LETTERS, Entry, Letter, ListOf, Table, Word

_MOST_DIGITS = 3


class PutInOrder(Kind):
    name = "put-in-order"
    several = True
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

    def read(self, reading: Reading, base: Question) -> tuple[Question, Key]:
        fields = reading.fields
        options = read_choices(reading, "options")
        written = fields.texts("answer")
        right = known_letters(written, options, "option", fields.findings)
        if written:
            missing_letters(reading, "answer", {scalar.text.strip() for scalar in written}, options)
        credit = fields.word("credit")
        shown = steady_order(options, base.id, telling=right)
        return replace(base, options=shown), Key(self.name, {"right": list(right), "credit": credit})

    def accept(self, question: Question, value: Json) -> Json | NotAnAnswer:
        found = self.keep(question, value)
        if isinstance(found, NotAnAnswer):
            return found
        empty = found.count(None)
        if not empty:
            return found
        said = "One place is still empty." if empty == 1 else f"{empty} places are still empty."
        return NotAnAnswer(f"{said} Give each line a place of its own, from 1 to {len(found)}.")

    def keep(self, question: Question, value: Json) -> Json | NotAnAnswer:
        """The lines by place. While it is half done, a place may hold null, or a list of lines that want it alike."""
        if not isinstance(value, list):
            return accept_keys(value, question.options)
        places = [_lines_at(place) for place in value]
        known = accept_keys([line for lines in places for line in lines], question.options)
        if isinstance(known, NotAnAnswer):
            return known
        count = len(question.options)
        if len(places) > count:
            return NotAnAnswer(f"There are {count} places, from 1 on.")
        return [_as_kept(lines) for lines in places] + [None] * (count - len(places))

    def from_form(self, question: Question, form: Form) -> Json | NotAnAnswer | None:
        chosen = {choice.key: only(form, f"answer.{choice.key}") for choice in question.options}
        places = {key: place.strip() for key, place in chosen.items() if place is not None}
        if not places:
            return None
        by_place: list[list[str]] = [[] for _ in question.options]
        for key, place in places.items():
            if not (place.isdecimal() and len(place) <= _MOST_DIGITS and 0 < int(place) <= len(by_place)):
                return NotAnAnswer(f"Give each line a place of its own, from 1 to {len(by_place)}.")
            by_place[int(place) - 1].append(key)
        return [_as_kept(lines) for lines in by_place]

    def share(self, key: Key, given: Json) -> Fraction:
        right = key.rule["right"]
        in_place = sum(one == other for one, other in zip(given, right, strict=True))
        if key.rule["credit"] == EACH_PLACE:
            return Fraction(in_place, len(right))
        return Fraction(int(in_place == len(right)))

    def judged(self, question: Question, key: Key, given: Json) -> dict[str, bool | None]:
        # In the order shown: the order of the key would tell the answer.
        in_place = {one for one, other in zip(given, key.rule["right"], strict=False) if one == other}
        return {letter: letter in in_place for letter in keys_of(question.options)}

    def shuffled(
        self, question: Question, solution: Solution, stream: Stream, options: bool
    ) -> tuple[Question, Solution]:
        names = new_names(keys_of(question.options), stream)
        rule = {**solution.key.rule, "right": [names[letter] for letter in solution.key.rule["right"]]}
        choices = renamed(question.options, names)
        if options:
            choices = tuple(stream.shuffled(choices))
        return replace(question, options=choices), re_explained(solution, names, rule)

    def public(self, question: Question) -> dict[str, Json]:
        return {"options": public_choices(question.options)}

    def example(self, question: Question, key: Key) -> Json:
        return list(key.rule["right"])

    def answer_text(self, question: Question, key: Key) -> str:
        by_key = {choice.key: choice for choice in question.options}
        return lines((by_key[letter] for letter in key.rule["right"]), "ol")

    def parts(self, question: Question) -> tuple[str, ...]:
        return keys_of(question.options)


def _lines_at(place: Json) -> list[Json]:
    return [line for line in (place if isinstance(place, list) else [place]) if line is not None]


def _as_kept(lines: list[Json]) -> Json:
    """What stands at a place: the line, None while it is empty, or all the lines that were put there."""
    return lines if len(lines) > 1 else lines[0] if lines else None


KIND = PutInOrder()
