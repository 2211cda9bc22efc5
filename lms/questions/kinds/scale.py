"""scale: where a learner stands between two numbers. Never scored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType

from lms.questions.asking import Told, texts_told
from lms.questions.kind import Form, Kind, NotAnAnswer, Reading, only
from lms.questions.letters import public_choices, texts_by_key
from lms.questions.options import MEMBER
from lms.questions.quiz import Choice, Json, Key, Rule
from lms.questions.shapes import Markdown as Written
from lms.questions.shapes import Steps
from lms.sources.characters import shorten
from lms.sources.fields import Fields
from lms.sources.pickled import as_call
from lms.sources.tables import ByKey, Entry, Markdown, Table, Whole
from lms.sources.values import Fault, whole
from lms.sources.yamltext import Scalar
from lms.wording.phrases import _

_STEP = re.compile("0|-?[1-9][0-9]{0,3}")
_LEAST, _MOST, _MOST_STEPS = -100, 1000, 20


@as_call
@dataclass(frozen=True, slots=True)
class Body:
    lowest: int = 0
    highest: int = 0
    labels: tuple[Choice, ...] = ()


class Scale(Kind[Body]):
    name = "scale"
    place = 9
    heading = _("How you see it. This is not scored.")
    heading_unmarked = _("Choose a number")
    body = Body
    asks = True
    scored = False
    names_parts = True
    letters_stay = False
    meant_by = "likert rating survey opinion stars likert-scale"
    answer_says = "text of a whole number"
    members = MappingProxyType({"from": {"type": "integer"}, "to": {"type": "integer"}, "labels": MEMBER})
    keys = Table(
        "scale",
        Entry("from", Whole(_LEAST, _MOST), "its lowest number", needed=True),
        Entry("to", Whole(_LEAST, _MOST), "its highest number, at most 20 more", needed=True),
        Entry("labels", ByKey("-?[0-9]{1,4}", "number", Markdown("never")), "words for some of its numbers"),
    )
    texts = Table(
        "texts",
        Entry("labels", ByKey("-?[0-9]+", "number", Markdown()), "the labels of a `scale`", otherwise="the original's"),
    )
    takes = Steps

    def read_question(self, reading: Reading) -> Body:
        fields = reading.fields
        lowest, highest = (_end(fields, key) for key in ("from", "to"))
        if lowest is None or highest is None:
            return Body()
        if not 1 <= highest - lowest <= _MOST_STEPS:
            message = f"A scale cannot go from {lowest} to {highest}."
            help = f"`to` is more than `from`, by at most {_MOST_STEPS}."
            fields.fault("to", "Q311", message, help)
            return Body()
        return Body(lowest, highest, self._labels(reading, lowest, highest))

    def read_key(self, reading: Reading, body: Body) -> dict[str, Json]:
        return {}

    @staticmethod
    def _labels(reading: Reading, lowest: int, highest: int) -> tuple[Choice, ...]:
        fields = reading.fields
        found: list[Choice] = []
        for scalar, node in fields.mapping("labels") or ():
            step = whole(scalar.text, lowest, highest)
            if isinstance(step, Fault):
                message = f"`{shorten(scalar.text)}` is not on the scale."
                help = f"Label a whole number from {lowest} to {highest}."
                fields.findings.add(scalar.place, "Q312", message, help)
            elif not isinstance(node, Scalar) or not node.text.strip():
                message = f"The label of {step} must be a text."
                fields.findings.add(scalar.place, "S203", message, "Write a word or two.")
            else:
                found.append(Choice(str(step), reading.inline(node)))
        return tuple(sorted(found, key=lambda choice: int(choice.key)))

    def accept(self, body: Body, value: Json) -> Json | NotAnAnswer:
        if isinstance(value, str) and _STEP.fullmatch(value) and body.lowest <= int(value) <= body.highest:
            return value
        return NotAnAnswer(_("Choose a number from %(least)s to %(most)s.", least=body.lowest, most=body.highest))

    def from_form(self, body: Body, form: Form) -> Json | NotAnAnswer | None:
        said = only(form, "answer")
        return None if said is None else said.strip()

    def choosable(self, body: Body) -> tuple[str, ...]:
        return tuple(map(str, range(body.lowest, body.highest + 1)))

    def told(self, body: Body, answer: Json) -> tuple[Told, ...]:
        labels = texts_by_key(body.labels)
        return (f"{answer} ({texts_told(labels, answer)[0]})" if answer in labels else answer,)

    def share(self, key: Key, given: Json) -> None:
        return None

    def public(self, body: Body) -> dict[str, Json]:
        return {"from": body.lowest, "to": body.highest, "labels": public_choices(body.labels)}

    def example(self, body: Body, key: Key) -> Json:
        return str(body.lowest)

    def answer_text(self, body: Body, key: Key) -> str:
        return ""

    def matters(self, body: Body) -> dict[str, Json]:
        return {"scale": [body.lowest, body.highest, texts_by_key(body.labels)]}

    def settings(self, body: Body) -> dict[str, tuple[str, Json]]:
        return {"scale": ("options", (body.lowest, body.highest))}

    def shape(self, body: Body, rule: Rule) -> Steps:
        return Steps(body.lowest, body.highest, body.labels)

    def written(self, body: Body, rule: Rule, markdown: Written) -> dict[str, Json]:
        labels = {label.key: markdown(label.html) for label in body.labels}
        return {"from": str(body.lowest), "to": str(body.highest), "labels": labels}


def _end(fields: Fields, key: str) -> int | None:
    scalar = fields.scalar(key)
    if scalar is None:
        return None
    return fields.value_of(scalar, key, lambda text: whole(text, _LEAST, _MOST))


KIND = Scale()
