"""short-answer: a few words, equal to one of those that are accepted."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from html import escape

from lms.questions.comparing import sorted_texts
from lms.questions.kind import Form, Kind, NotAnAnswer, Reading, only
from lms.questions.quiz import Json, Key, NoBody, Rule
from lms.questions.shapes import Markdown, Words
from lms.questions.worded import Worded, either
from lms.questions.wording import (
    ACCEPT,
    IGNORE_DIFFERENCES,
    TRANSLATED,
    accept_text,
    accepted_words,
    is_accepted,
    read_accepted,
    read_ignored,
    without_translations,
    words_of,
    written_words,
)
from lms.sources.tables import Table
from lms.wording.phrases import _


class ShortAnswer(Kind[NoBody]):
    name = "short-answer"
    place = 6
    heading = _("Answer in a few words")
    body = NoBody
    asks = True
    meant_by = "short shortanswer text-answer typed open-answer type-in one-word"
    answer_says = "text"
    keys = Table("short-answer", ACCEPT, IGNORE_DIFFERENCES)
    marked_by = ("accept", "ignore_differences")
    texts = TRANSLATED
    takes = Words
    called = "short-text"

    def read_question(self, reading: Reading) -> NoBody:
        return NoBody()

    def read_key(self, reading: Reading, body: NoBody) -> dict[str, Json]:
        ignoring = read_ignored(reading.fields)
        accepted = read_accepted(reading, reading.fields, ignoring)
        return {"accept": list(accepted), "ignore_differences": list(ignoring)}

    def accept(self, body: NoBody, value: Json) -> Json | NotAnAnswer:
        return accept_text(value)

    def from_form(self, body: NoBody, form: Form) -> Json | NotAnAnswer | None:
        return only(form, "answer")

    def share(self, key: Key, given: Json) -> Fraction:
        rule = key.rule
        return Fraction(int(is_accepted(given, accepted_words(rule), rule["ignore_differences"], key.reading)))

    def example(self, body: NoBody, key: Key) -> Json:
        return str(key.rule["accept"][0])

    def answer_text(self, body: NoBody, key: Key) -> str:
        return Worded(*either(escape(text) for text in key.rule["accept"]))

    def said(self, key: Key) -> Json:
        return sorted(key.rule["accept"])

    def former(self, was: Json) -> Json:
        return sorted_texts(was)

    def rule_matters(self, rule: Rule, before: NoBody, after: NoBody) -> Json:
        return without_translations(rule)

    def with_words(self, rule: Rule, accepting: Callable[[str, Rule], Rule]) -> Rule:
        return accepting("", rule)

    def shape(self, body: NoBody, rule: Rule) -> Words:
        return words_of(rule)

    def written(self, body: NoBody, rule: Rule, markdown: Markdown) -> dict[str, Json]:
        return written_words(rule)


KIND = ShortAnswer()
