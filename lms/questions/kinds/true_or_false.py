"""true-or-false: a sentence that is one or the other."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from lms.questions.asking import Told
from lms.questions.kind import Form, Kind, NotAnAnswer, Reading, only
from lms.questions.quiz import Json, Key, NoBody, Rule
from lms.questions.shapes import Judge, Markdown
from lms.questions.worded import Ours, Worded
from lms.sources import values
from lms.sources.tables import Entry, Table, YesNo
from lms.wording.phrases import _

_BY_WORD = {"true": True, "false": False}
_WORDS = {"true": Worded(Ours(_("True"))), "false": Worded(Ours(_("False")))}


class TrueOrFalse(Kind[NoBody]):
    name = "true-or-false"
    place = 3
    heading = _("True or false?")
    body = NoBody
    choices = True
    asks = True
    names_parts = True
    meant_by = "true-false truefalse tf boolean bool yes-no yes-or-no right-or-wrong truefalsequestion"
    answer_says = "true or false"
    keys = Table("true-or-false", Entry("answer", YesNo("true"), "whether the sentence is true", needed=True))
    marked_by = ("answer",)
    takes = Judge
    called = "true-false truefalse"

    def read_question(self, reading: Reading) -> NoBody:
        return NoBody()

    def read_key(self, reading: Reading, body: NoBody) -> dict[str, Json]:
        return {"right": reading.fields.yes_no("answer")}

    def accept(self, body: NoBody, value: Json) -> Json | NotAnAnswer:
        return value if isinstance(value, bool) else NotAnAnswer(_("Answer with true or false."))

    def from_form(self, body: NoBody, form: Form) -> Json | NotAnAnswer | None:
        said = only(form, "answer")
        return None if said is None else _BY_WORD.get(said, said)

    def to_form(self, body: NoBody, answer: Json) -> Form:
        return {"answer": ["true" if answer else "false"]}

    def choosable(self, body: NoBody) -> tuple[str, ...]:
        return tuple(_BY_WORD)

    def chosen(self, body: NoBody, answer: Json) -> tuple[str, ...]:
        return tuple(self.to_form(body, answer)["answer"])

    def choice(self, body: NoBody, name: str) -> Told:
        return self.told(body, _BY_WORD[name])[0]

    def told(self, body: NoBody, answer: Json) -> tuple[Told, ...]:
        return (_("True") if answer else _("False"),)

    def share(self, key: Key, given: Json) -> Fraction:
        return Fraction(int(given is key.rule["right"]))

    def judged(self, body: NoBody, key: Key, given: Json) -> dict[str, bool | None]:
        return {"true" if given else "false": given is key.rule["right"]}

    def example(self, body: NoBody, key: Key) -> Json:
        return bool(key.rule["right"])

    def answer_text(self, body: NoBody, key: Key) -> str:
        return _WORDS["true" if key.rule["right"] else "false"]

    def parts(self, body: NoBody) -> tuple[str, ...]:
        return ("true", "false")

    def right_parts(self, key: Key) -> tuple[str, ...]:
        return ("true",) if key.rule["right"] else ("false",)

    def part_texts(self, body: NoBody) -> dict[str, str]:
        return dict(_WORDS)

    def counted(self, drawn: NoBody, written: NoBody, given: Json) -> Iterable[str]:
        return ("true",) if given else ("false",)

    def said(self, key: Key) -> Json:
        return bool(key.rule["right"])

    def former(self, was: Json) -> Json:
        found = values.yes_no(was) if isinstance(was, str) else None
        return found if isinstance(found, bool) else None

    def shape(self, body: NoBody, rule: Rule) -> Judge:
        return Judge(bool(rule.get("right")))

    def written(self, body: NoBody, rule: Rule, markdown: Markdown) -> dict[str, Json]:
        return {"answer": "true" if rule["right"] else "false"}


KIND = TrueOrFalse()
