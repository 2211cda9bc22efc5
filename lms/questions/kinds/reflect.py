"""reflect: a learner's own thoughts, private to them. Never scored."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from lms.questions.kind import Form, Kind, NotAnAnswer, Reading, only
from lms.questions.quiz import Json, Key, Rule
from lms.questions.shapes import Markdown, Room
from lms.questions.wording import accept_text
from lms.sources.tables import Entry, Table, Whole
from lms.wording.phrases import _


@dataclass(frozen=True, slots=True)
class Body:
    words: int = 0


class Reflect(Kind[Body]):
    name = "reflect"
    place = 10
    heading = _("For you alone. This is not scored, and nobody else reads it.")
    heading_unmarked = _("In your own words")
    body = Body
    asks = True
    scored = False
    private = True
    kept = _("Only you can read this. You may change it whenever you like.")
    meant_by = "essay reflection open open-ended open-question free-text freetext long-answer paragraph journal text"
    meant_help = "A text that nobody marks is a `reflect`; a word or two that are marked are a `short-answer`."
    answer_says = "text"
    members = MappingProxyType({"words": {"type": "integer", "minimum": 0}})
    keys = Table("reflect", Entry("words", Whole(1, 1500), "a suggested length"))
    takes = Room

    def read_question(self, reading: Reading) -> Body:
        return Body(reading.fields.whole("words"))

    def read_key(self, reading: Reading, body: Body) -> dict[str, Json]:
        return {}

    def accept(self, body: Body, value: Json) -> Json | NotAnAnswer:
        return accept_text(value)

    def from_form(self, body: Body, form: Form) -> Json | NotAnAnswer | None:
        return only(form, "answer")

    def share(self, key: Key, given: Json) -> None:
        return None

    def public(self, body: Body) -> dict[str, Json]:
        return {"words": body.words}

    def example(self, body: Body, key: Key) -> Json:
        return "Written by the demonstration."

    def answer_text(self, body: Body, key: Key) -> str:
        return ""

    def matters(self, body: Body) -> dict[str, Json]:
        return {}

    def settings(self, body: Body) -> dict[str, tuple[str, Json]]:
        return {}

    def shape(self, body: Body, rule: Rule) -> Room:
        return Room(body.words)

    def written(self, body: Body, rule: Rule, markdown: Markdown) -> dict[str, Json]:
        return {"words": str(body.words) if body.words else ""}


KIND = Reflect()
