"""echo: a word written backwards. The least that a kind can be: only what every kind must say."""

from __future__ import annotations

from fractions import Fraction

from lms.questions.kind import Form, Kind, NotAnAnswer, Reading, only
from lms.questions.quiz import Json, Key, NoBody
from lms.questions.wording import accept_text
from lms.sources.tables import Entry, Table, Text


class Echo(Kind[NoBody]):
    name = "echo"
    heading = "Write it backwards"
    body = NoBody
    keys = Table("echo", Entry("word", Text(like="act"), "the word", needed=True))

    def read_question(self, reading: Reading) -> NoBody:
        return NoBody()

    def read_key(self, reading: Reading, body: NoBody) -> dict[str, Json]:
        return {"right": reading.fields.text("word")[::-1]}

    def accept(self, body: NoBody, value: Json) -> Json | NotAnAnswer:
        return accept_text(value)

    def from_form(self, body: NoBody, form: Form) -> Json | NotAnAnswer | None:
        return only(form, "answer")

    def share(self, key: Key, given: Json) -> Fraction:
        return Fraction(int(given == key.rule["right"]))

    def example(self, body: NoBody, key: Key) -> Json:
        return key.rule["right"]

    def answer_text(self, body: NoBody, key: Key) -> str:
        return str(key.rule["right"])


KIND = Echo()
