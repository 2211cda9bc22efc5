"""A form that an author wrote, and what comes of it: nothing of it is kept unless somebody asks for that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lms.content.kinds import KINDS
from lms.content.reading.model import Catalog
from lms.content.reading.targets import target_of
from lms.credentials.dates import in_words
from lms.questions import giving
from lms.questions.asking import Told
from lms.questions.giving import Piece
from lms.questions.quiz import Json
from lms.services.ground.context import Context
from lms.wording.phrases import said


@dataclass(frozen=True, slots=True)
class Given:
    """What a form gives: its accepted answers by ask, and the text line by line."""

    answers: Mapping[str, Json]
    lines: tuple[tuple[Piece, ...], ...]

    @property
    def text(self) -> str:
        return giving.as_text(self.lines)


def find_form(catalog: Catalog, path: str) -> Any:
    """The thing with asks at this path, such as `tools/disclosure`; None where there is none, or none any more."""
    target = target_of(catalog.former.now(path))
    kinds = (kind for kind in KINDS.values() if kind.form and kind.family == target.family)
    return next((catalog.others.get(kind.name, {}).get(target.id) for kind in kinds), None)


def give(ctx: Context, thing: Any, answers: Mapping[str, Json]) -> Given:
    """The text with these answers in it, in the language of the form."""
    language = ctx.languages.of(thing.language)

    def say(told: Told) -> str:
        return in_words(told, thing.language) if isinstance(told, date) else said(told, language)

    return Given(answers, giving.give(thing.gives, thing.asks, answers, say))
