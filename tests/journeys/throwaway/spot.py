"""spot-it: one sign of several. A kind that nobody needs, written as CONTRIBUTING says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType

from lms.questions.comparing import sorted_texts
from lms.questions.kind import Form, Kind, NotAnAnswer, Reading, only
from lms.questions.letters import (
    accept_key,
    author_letters,
    keys_of,
    known_letter,
    lines,
    new_names,
    public_choices,
    re_explained,
    read_choices,
    renamed,
    texts_by_key,
    written_choices,
)
from lms.questions.options import MEMBER
from lms.questions.quiz import Choice, Json, Key, Rule, Solution
from lms.questions.shapes import Markdown, PickOne
from lms.questions.stream import Stream
from lms.sources.tables import LETTERS, Entry, Letter, Table, Word


@dataclass(frozen=True, slots=True)
class Body:
    shade: str = "warm"
    signs: tuple[Choice, ...] = ()


class SpotIt(Kind[Body]):
    name = "spot-it"
    heading = "Spot the sign"
    body = Body
    choices = True
    names_parts = True
    meant_by = "spotting"
    answer_says = "the key of a sign"
    members = MappingProxyType({"shade": {"type": "string"}, "signs": MEMBER})
    keys = Table(
        "spot-it",
        Entry("signs", LETTERS, "the signs, each under a letter", needed=True),
        Entry("answer", Letter("a"), "the letter of the right one", needed=True),
        Entry("shade", Word(("warm", "cold")), "how they are lit", default="warm"),
    )
    marked_by = ("answer",)
    texts = Table("texts", Entry("signs", LETTERS, "the signs of a `spot-it`", otherwise="the original's"))

    def read_question(self, reading: Reading) -> Body:
        return Body(reading.fields.word("shade"), read_choices(reading, "signs"))

    def read_key(self, reading: Reading, body: Body) -> dict[str, Json]:
        written = reading.fields.scalar("answer")
        letter = None if written is None else known_letter(written, body.signs, "sign", reading.fields.findings)
        return {"right": [] if letter is None else [letter]}

    def accept(self, body: Body, value: Json) -> Json | NotAnAnswer:
        return accept_key(value, body.signs)

    def from_form(self, body: Body, form: Form) -> Json | NotAnAnswer | None:
        return only(form, "answer")

    def share(self, key: Key, given: Json) -> Fraction:
        return Fraction(int(given in key.rule["right"]))

    def example(self, body: Body, key: Key) -> Json:
        return key.rule["right"][0]

    def answer_text(self, body: Body, key: Key) -> str:
        return lines(sign for sign in body.signs if sign.key in key.rule["right"])

    def public(self, body: Body) -> dict[str, Json]:
        return {"shade": body.shade, "signs": public_choices(body.signs)}

    def shuffled(self, body: Body, solution: Solution, stream: Stream, options: bool) -> tuple[Body, Solution]:
        names = new_names(keys_of(body.signs), stream)
        signs = renamed(body.signs, names)
        rule = {"right": [names[letter] for letter in solution.key.rule["right"]]}
        signs = tuple(stream.shuffled(signs)) if options else signs
        return replace(body, signs=signs), re_explained(solution, names, rule)

    def parts(self, body: Body) -> tuple[str, ...]:
        return keys_of(body.signs)

    def part_texts(self, body: Body) -> dict[str, str]:
        return texts_by_key(body.signs)

    def judged(self, body: Body, key: Key, given: Json) -> dict[str, bool | None]:
        return {given: given in key.rule["right"]}

    def right_parts(self, key: Key) -> tuple[str, ...]:
        return tuple(key.rule["right"])

    def counted(self, drawn: Body, written: Body, given: Json) -> Iterable[str]:
        return author_letters(drawn.signs, written.signs, given)

    def said(self, key: Key) -> Json:
        return sorted(key.rule["right"])

    def former(self, was: Json) -> Json:
        return sorted_texts(was)

    def shape(self, body: Body, rule: Rule) -> PickOne:
        return PickOne(body.signs, right=tuple(rule.get("right", ())))

    def written(self, body: Body, rule: Rule, markdown: Markdown) -> dict[str, Json]:
        shade = "" if body.shade == "warm" else body.shade
        return {"signs": written_choices(body.signs, markdown), "answer": rule["right"][0], "shade": shade}


KIND = SpotIt()
