"""What kinds of question share that have options under letters, and those whose answer picks some of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol, TypeVar

from lms.questions.asking import Told, texts_told
from lms.questions.comparing import sorted_texts
from lms.questions.kind import Kind, Reading
from lms.questions.letters import author_letters, keys_of, lines, public_choices, read_choices, texts_by_key
from lms.questions.quiz import Choice, Json, Key
from lms.sources.pickled import as_call
from lms.sources.tables import LETTERS, Entry, Table

MEMBER: Json = {"type": "array", "items": {"$ref": "#/components/schemas/Choice"}}
"""Options in the description of the API."""


class HasOptions(Protocol):
    """A body with options."""

    @property
    def options(self) -> tuple[Choice, ...]: ...


T = TypeVar("T", bound=HasOptions)


class WithOptions(Kind[T]):
    names_parts = True
    members = MappingProxyType({"options": MEMBER})
    texts = Table(
        "texts",
        Entry("options", LETTERS, "the options, under the original's letters", otherwise="the original's"),
    )

    def public(self, body: T) -> dict[str, Json]:
        return {"options": public_choices(body.options)}

    def parts(self, body: T) -> tuple[str, ...]:
        return keys_of(body.options)

    def part_texts(self, body: T) -> dict[str, str]:
        return texts_by_key(body.options)

    def matters(self, body: T) -> dict[str, Json]:
        return {"options": texts_by_key(body.options)}

    def told(self, body: T, answer: Json) -> tuple[Told, ...]:
        return texts_told(texts_by_key(body.options), answer)


@as_call
@dataclass(frozen=True, slots=True)
class Body:
    """Options, which may have to stay in the author's order."""

    keep_order: bool = False
    options: tuple[Choice, ...] = ()


class Picking(WithOptions[Body]):
    """One option or several are picked, and the key names the right ones."""

    body = Body
    choices = True
    asks = True

    def choosable(self, body: Body) -> tuple[str, ...]:
        return keys_of(body.options)

    def read_question(self, reading: Reading) -> Body:
        return Body(reading.fields.yes_no("keep_order"), read_choices(reading, "options"))

    def answer_text(self, body: Body, key: Key) -> str:
        return lines(choice for choice in body.options if choice.key in key.rule["right"])

    def right_parts(self, key: Key) -> tuple[str, ...]:
        return tuple(key.rule["right"])

    def counted(self, drawn: Body, written: Body, given: Json) -> Iterable[str]:
        return author_letters(drawn.options, written.options, given)

    def said(self, key: Key) -> Json:
        return sorted(key.rule["right"])

    def former(self, was: Json) -> Json:
        return sorted_texts(was)
