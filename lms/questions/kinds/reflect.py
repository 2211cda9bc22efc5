"""reflect: a learner's own thoughts, private to them. Never scored."""

from __future__ import annotations

from dataclasses import replace

from lms.questions.kind import Form, Kind, NotAnAnswer, Reading, only
from lms.questions.quiz import Json, Key, Question
from lms.questions.wording import accept_text
from lms.sources.tables import Entry, Table, Whole


class Reflect(Kind):
    name = "reflect"
    scored = False
    keys = Table("reflect", Entry("words", Whole(1, 1500), "a suggested length"))

    def read(self, reading: Reading, base: Question) -> tuple[Question, Key]:
        words = reading.fields.whole("words")
        return replace(base, words=words), Key(self.name, {})

    def accept(self, question: Question, value: Json) -> Json | NotAnAnswer:
        return accept_text(value)

    def from_form(self, question: Question, form: Form) -> Json | NotAnAnswer | None:
        return only(form, "answer")

    def share(self, key: Key, given: Json) -> None:
        return None

    def public(self, question: Question) -> dict[str, Json]:
        return {"words": question.words}

    def example(self, question: Question, key: Key) -> Json:
        return "Written by the demonstration."

    def answer_text(self, question: Question, key: Key) -> str:
        return ""


KIND = Reflect()
