"""The kinds that ask in a form and never in a quiz, found by their modules; and all by which a form may ask."""

from __future__ import annotations

from collections.abc import Mapping

from lms.questions.kinds import KINDS
from lms.questions.quiz import Question
from lms.questions.register import AnyKind, Kinds
from lms.sources.register import of_modules

ASKS = Kinds(of_modules(__name__, __path__, "KIND"))


def askable() -> Mapping[str, AnyKind]:
    """Every kind by which a form may ask, as people are told of them."""
    by_place = sorted([*KINDS.values(), *ASKS.values()], key=lambda kind: (kind.place, kind.name))
    return {kind.name: kind for kind in by_place if kind.asks}


def kind_of(question: Question) -> AnyKind:
    """The kind of a question, also of one that stands in a form alone."""
    return ASKS.named(question.type) or KINDS.of(question)
