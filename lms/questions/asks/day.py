"""day: a day of the calendar."""

from __future__ import annotations

from datetime import date

from lms.questions.asking import Told
from lms.questions.kind import Form, NotAnAnswer, Reading, only
from lms.questions.quiz import Json, Key, NoBody
from lms.questions.typed import fold
from lms.questions.unmarked import Unmarked
from lms.sources.tables import Table
from lms.sources.values import day as day_of
from lms.wording.phrases import _


class Day(Unmarked[NoBody]):
    name = "day"
    place = 11
    heading = _("Give a day")
    body = NoBody
    meant_by = "date calendar when datum fecha"
    answer_says = "text of a date, year first"
    keys = Table("day")

    def read_question(self, reading: Reading) -> NoBody:
        return NoBody()

    def accept(self, body: NoBody, value: Json) -> Json | NotAnAnswer:
        found = day_of(_figures(value)) if isinstance(value, str) else None
        if not isinstance(found, date):
            return NotAnAnswer(_("Write a day, the year first, such as 2027-03-05."))
        return found.isoformat()

    def from_form(self, body: NoBody, form: Form) -> Json | NotAnAnswer | None:
        return only(form, "answer")

    def told(self, body: NoBody, answer: Json) -> tuple[Told, ...]:
        return (date.fromisoformat(answer),)

    def example(self, body: NoBody, key: Key) -> Json:
        return "2027-03-05"


def _figures(text: str) -> str:
    """The text with the figures of a keyboard in the place of those of other scripts."""
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in fold(text[:40]))


KIND = Day()
