"""agree: one box to tick, under a sentence that somebody agrees to."""

from __future__ import annotations

from lms.questions.asking import Told
from lms.questions.kind import Form, NotAnAnswer, Reading, only
from lms.questions.quiz import Json, Key, NoBody
from lms.questions.unmarked import Unmarked
from lms.sources.tables import Table
from lms.wording.phrases import _

YES = "yes"


class Agree(Unmarked[NoBody]):
    name = "agree"
    place = 13
    heading = _("Tick it if it is so")
    body = NoBody
    meant_by = "agreement consent accept terms tick confirm confirmation"
    answer_says = "true"
    keys = Table("agree")

    def read_question(self, reading: Reading) -> NoBody:
        return NoBody()

    def accept(self, body: NoBody, value: Json) -> Json | NotAnAnswer:
        return True if value is True else NotAnAnswer(_("Tick the box, or leave it open."))

    def from_form(self, body: NoBody, form: Form) -> Json | NotAnAnswer | None:
        said = only(form, "answer")
        return True if said == YES else said

    def to_form(self, body: NoBody, answer: Json) -> Form:
        return {"answer": [YES]}

    def choosable(self, body: NoBody) -> tuple[str, ...]:
        return (YES,)

    def chosen(self, body: NoBody, answer: Json) -> tuple[str, ...]:
        return (YES,)

    def told(self, body: NoBody, answer: Json) -> tuple[Told, ...]:
        return (_("Yes"),)

    def example(self, body: NoBody, key: Key) -> Json:
        return True


KIND = Agree()
