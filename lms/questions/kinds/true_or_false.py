"""true-or-false: a sentence that is one or the other."""

from __future__ import annotations

from fractions import Fraction

from lms.questions.kind import Form, Kind, NotAnAnswer, Reading, only
from lms.questions.quiz import Json, Key, Question
from lms.sources.tables import Entry, Table, YesNo

_BY_WORD = {"true": True, "false": False}


class TrueOrFalse(Kind):
    name = "true-or-false"
    choices = True
    keys = Table("true-or-false", Entry("answer", YesNo("true"), "whether the sentence is true", needed=True))

    def read(self, reading: Reading, base: Question) -> tuple[Question, Key]:
        return base, Key(self.name, {"right": reading.fields.yes_no("answer")})

    def accept(self, question: Question, value: Json) -> Json | NotAnAnswer:
        return value if isinstance(value, bool) else NotAnAnswer("Answer with true or false.")

    def from_form(self, question: Question, form: Form) -> Json | NotAnAnswer | None:
        said = only(form, "answer")
        return None if said is None else _BY_WORD.get(said, said)

    def share(self, key: Key, given: Json) -> Fraction:
        return Fraction(int(given is key.rule["right"]))

    def judged(self, question: Question, key: Key, given: Json) -> dict[str, bool | None]:
        return {"true" if given else "false": given is key.rule["right"]}

    def example(self, question: Question, key: Key) -> Json:
        return bool(key.rule["right"])

    def answer_text(self, question: Question, key: Key) -> str:
        return "True" if key.rule["right"] else "False"

    def parts(self, question: Question) -> tuple[str, ...]:
        return ("true", "false")

    def right_parts(self, key: Key) -> tuple[str, ...]:
        return ("true",) if key.rule["right"] else ("false",)


KIND = TrueOrFalse()
