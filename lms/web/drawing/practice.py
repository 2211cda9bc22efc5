"""An answer in practice as its page tells it: right, partly or not yet, line by line, with its whys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lms.questions.kinds import KINDS
from lms.questions.quiz import Question
from lms.services.learning.practice import Answered
from lms.wording.phrases import _


@dataclass(frozen=True, slots=True)
class Refused:
    """An answer that could not be taken: for which question, what was typed, and what to do."""

    quiz: str
    typed: Mapping[str, list[str]]
    message: str


@dataclass(frozen=True, slots=True)
class Marked:
    """What to show of an answer. `outcome` is right, partly, not-yet, or kept for what is never scored.

    `why` is HTML by part; `whole` explains the question as a whole. `told` says of each part that was judged whether it
    is right. `lines` are how many parts are right, and of how many, where each has a line of its own. `missing`: all
    that was chosen is right, and it is not all. `several`: an answer has parts, of which some may be right.
    """

    answered: Answered
    outcome: str
    why: Mapping[str, str]
    told: Mapping[str, bool | None]
    whole: str
    lines: tuple[int, int] | None
    missing: bool
    several: bool


def told(question: Question, answered: Answered) -> Marked:
    """What a learner is told."""
    kind = KINDS.of(question)
    counted = [right for right in answered.parts.values() if right is not None]
    by_line = kind.several and not kind.choices and bool(counted)
    return Marked(
        answered,
        _outcome(answered),
        {part: html for part, html in answered.why.items() if part},
        answered.parts,
        answered.why.get("", ""),
        (sum(counted), len(counted)) if by_line else None,
        missing=not answered.correct and bool(counted) and all(counted),
        several=kind.several,
    )


def not_answered(question: Question) -> str:
    """What is said where the button was pressed and nothing was given."""
    if KINDS.of(question).scored:
        return _("Choose or write an answer first, then check it.")
    return _("Choose or write an answer first, then save it.")


def _outcome(answered: Answered) -> str:
    if answered.share is None:
        return "kept"
    if answered.correct:
        return "right"
    return "partly" if answered.share > 0 else "not-yet"
