"""A form of several asks, which nobody marks: what was answered, and what is asked with that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from lms.questions.ask import Ask
from lms.questions.kind import Form, NotAnAnswer
from lms.questions.quiz import Json
from lms.questions.typed import is_blank
from lms.questions.wording import keepable
from lms.wording.phrases import _


class Filled(NamedTuple):
    """What was made of a form: the accepted answers by ask, and why others are none, in the order of the form."""

    answers: Mapping[str, Json]
    faults: Mapping[str, str]


def fill(asks: Sequence[Ask], given: Callable[[Ask], Json | NotAnAnswer | None]) -> Filled:
    """The answers to a form. What is not asked keeps none; what is needed and open, or is no answer, is a fault."""
    answers: dict[str, Json] = {}
    faults: dict[str, str] = {}
    for ask in sorted(asks, key=lambda one: bool(one.show_if)):
        if not is_asked(ask, asks, answers):
            continue
        answer = _accepted(ask, given(ask))
        if isinstance(answer, NotAnAnswer):
            faults[ask.id] = answer.reason
        elif answer is not None:
            answers[ask.id] = answer
        elif ask.needed:
            faults[ask.id] = _("This needs an answer.")
    in_order = [ask.id for ask in asks]
    return Filled(
        {id: answers[id] for id in in_order if id in answers}, {id: faults[id] for id in in_order if id in faults}
    )


def _accepted(ask: Ask, value: Json | NotAnAnswer | None) -> Json | NotAnAnswer | None:
    if isinstance(value, str):
        value = keepable(value)
    if value is None or value == [] or (isinstance(value, str) and is_blank(value)):
        return None
    return value if isinstance(value, NotAnAnswer) else ask.kind.accept(ask.question.body, value)


def is_asked(ask: Ask, asks: Sequence[Ask], answers: Mapping[str, Json]) -> bool:
    """Whether the answers so far call for it."""
    by_id = {one.id: one for one in asks}
    for other, wanted in ask.show_if:
        if other not in answers or other not in by_id:
            return False
        chosen = by_id[other].kind.chosen(by_id[other].question.body, answers[other])
        if not set(chosen) & set(wanted):
            return False
    return True


def from_form(ask: Ask, form: Mapping[str, list[str]]) -> Json | NotAnAnswer | None:
    """What a posted form holds for one ask."""
    return ask.kind.from_form(ask.question.body, of_ask(ask.id, form))


def of_ask(id: str, form: Mapping[str, list[str]]) -> Form:
    """The fields of one ask, under the names that its kind has for them."""
    start = f"{id}."
    return {name.removeprefix(start): values for name, values in form.items() if name.startswith(start)}


def to_form(asks: Iterable[Ask], answers: Mapping[str, Json]) -> dict[str, list[str]]:
    """Kept answers as the fields of the form that they came from. One that fits its ask no more is left out."""
    fields: dict[str, list[str]] = {}
    for ask in asks:
        if ask.id in answers and not isinstance(_accepted(ask, answers[ask.id]), NotAnAnswer):
            own = ask.kind.to_form(ask.question.body, answers[ask.id])
            fields |= {f"{ask.id}.{name}": values for name, values in own.items()}
    return fields
