"""short-answer: a few words, equal to one of those that are accepted."""

from __future__ import annotations

from fractions import Fraction
from html import escape

from lms.questions.kind import Form, Kind, NotAnAnswer, Reading, only
from lms.questions.quiz import Json, Key, Question
from lms.questions.wording import (
    ACCEPT,
    IGNORE_DIFFERENCES,
    accept_text,
    accepted_words,
    is_accepted,
    read_accepted,
    read_ignored,
)
from lms.sources.tables import Table


class ShortAnswer(Kind):
    name = "short-answer"
    keys = Table("short-answer", ACCEPT, IGNORE_DIFFERENCES)

    def read(self, reading: Reading, base: Question) -> tuple[Question, Key]:
        ignoring = read_ignored(reading.fields)
        accepted = read_accepted(reading, reading.fields, ignoring)
        return base, Key(self.name, {"accept": list(accepted), "ignore_differences": list(ignoring)})

    def accept(self, question: Question, value: Json) -> Json | NotAnAnswer:
        return accept_text(value)

    def from_form(self, question: Question, form: Form) -> Json | NotAnAnswer | None:
        return only(form, "answer")

    def share(self, key: Key, given: Json) -> Fraction:
        return Fraction(int(is_accepted(given, accepted_words(key.rule), key.rule["ignore_differences"])))

    def example(self, question: Question, key: Key) -> Json:
        return str(key.rule["accept"][0])

    def answer_text(self, question: Question, key: Key) -> str:
        return " or ".join(escape(text) for text in key.rule["accept"])


KIND = ShortAnswer()
