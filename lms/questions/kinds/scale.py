"""scale: where a learner stands between two numbers. Never scored."""

from __future__ import annotations

import re
from dataclasses import replace

from lms.questions.kind import Form, Kind, NotAnAnswer, Reading, only
from lms.questions.letters import public_choices
from lms.questions.quiz import Choice, Json, Key, Question
from lms.sources.characters import shorten
from lms.sources.fields import Fields
from lms.sources.tables import ByKey, Entry, Markdown, Table, Whole
from lms.sources.values import Fault, whole
from lms.sources.yamltext import Scalar

_STEP = re.compile("0|-?[1-9][0-9]{0,3}")
_LEAST, _MOST, _MOST_STEPS = -100, 1000, 20


class Scale(Kind):
    name = "scale"
    scored = False
    keys = Table(
        "scale",
        Entry("from", Whole(_LEAST, _MOST), "its lowest number", needed=True),
        Entry("to", Whole(_LEAST, _MOST), "its highest number, at most 20 more", needed=True),
        Entry("labels", ByKey("-?[0-9]{1,4}", "number", Markdown("never")), "words for some of its numbers"),
    )

    def read(self, reading: Reading, base: Question) -> tuple[Question, Key]:
        fields = reading.fields
        lowest, highest = (_end(fields, key) for key in ("from", "to"))
        if lowest is None or highest is None:
            return base, Key(self.name, {})
        if not 1 <= highest - lowest <= _MOST_STEPS:
            message = f"A scale cannot go from {lowest} to {highest}."
            help = f"`to` is more than `from`, by at most {_MOST_STEPS}."
            fields.fault("to", "Q311", message, help)
            return base, Key(self.name, {})
        labels = self._labels(reading, lowest, highest)
        return replace(base, lowest=lowest, highest=highest, labels=labels), Key(self.name, {})

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

    def accept(self, question: Question, value: Json) -> Json | NotAnAnswer:
        if isinstance(value, str) and _STEP.fullmatch(value) and question.lowest <= int(value) <= question.highest:
            return value
        return NotAnAnswer(f"Choose a number from {question.lowest} to {question.highest}.")

    def from_form(self, question: Question, form: Form) -> Json | NotAnAnswer | None:
        said = only(form, "answer")
        return None if said is None else said.strip()

    def share(self, key: Key, given: Json) -> None:
        return None

    def public(self, question: Question) -> dict[str, Json]:
        return {"from": question.lowest, "to": question.highest, "labels": public_choices(question.labels)}

    def example(self, question: Question, key: Key) -> Json:
        return str(question.lowest)

    def answer_text(self, question: Question, key: Key) -> str:
        return ""


def _end(fields: Fields, key: str) -> int | None:
    scalar = fields.scalar(key)
    if scalar is None:
        return None
    return fields.value_of(scalar, key, lambda text: whole(text, _LEAST, _MOST))


KIND = Scale()
