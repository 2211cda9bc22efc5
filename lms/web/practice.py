"""An answer in practice as its page tells it: right, partly or not yet, with a why beside what was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lms.questions.kinds import KINDS
from lms.questions.quiz import Key, Question
from lms.services.learning import Answered
from lms.web.forms import answer_fields


@dataclass(frozen=True, slots=True)
class Refused:
    """An answer that could not be taken: for which question, what was typed, and what to do."""

    quiz: str
    typed: Mapping[str, list[str]]
    message: str


@dataclass(frozen=True, slots=True)
class Marked:
    """What to show of an answer. `outcome` is right, partly, not-yet, or kept for what is never scored.

    `why` is HTML by option key, `told` right or not-yet by option key; `whole` explains the question as a whole.
    """

    answered: Answered
    outcome: str
    why: Mapping[str, str]
    told: Mapping[str, str]
    whole: str


def told(question: Question, answered: Answered, key: Key) -> Marked:
    """What a learner is told. What was not chosen is explained once the answer is right: it is worth a try before."""
    right = KINDS[question.type].right_parts(key)
    chosen = chosen_parts(question, answered)
    shown = chosen if not answered.correct else frozenset(answered.why) - {""}
    return Marked(
        answered,
        _outcome(answered),
        {part: html for part, html in answered.why.items() if part in shown},
        {part: "right" if part in right else "not-yet" for part in chosen} if right else {},
        answered.why.get("", ""),
    )


def chosen_parts(question: Question, answered: Answered) -> frozenset[str]:
    """The options, pairs or gaps that an answer speaks of."""
    if question.type == "put-in-order":
        return frozenset()
    fields = answer_fields(question, answered.answer)
    return frozenset(fields.get("answer", ())) | {name.removeprefix("answer.") for name in fields if name != "answer"}


def _outcome(answered: Answered) -> str:
    if answered.share is None:
        return "kept"
    if answered.correct:
        return "right"
    return "partly" if answered.share > 0 else "not-yet"
