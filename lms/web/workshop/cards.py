"""A question as its author sees it: every option with its letter, the key, each why, and what colleagues noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from lms.questions.amounts import percent
from lms.questions.kinds import KINDS
from lms.questions.marking import answer_text
from lms.questions.quiz import Key, Question, Quiz, Solution

TRUE_OR_FALSE = {"true": "True", "false": "False"}
STATUSES = {
    "draft": "Draft: shown to nobody yet",
    "pilot": "Pilot: shown, and not scored",
    "suspended": "Suspended: not shown for now",
    "retired": "Retired: not shown any more",
}
"""What a status means for learners; one that is active needs no words."""


@dataclass(frozen=True, slots=True)
class Option:
    """One part of a question: its letter or name, its text, and why. `right` is None where the key is no yes or no."""

    letter: str
    html: str
    right: bool | None
    why: str
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Solved:
    """A question with its solution. `answer` is the key as a text, for kinds whose options do not show it."""

    question: Question
    options: tuple[Option, ...]
    answer: str
    why: str
    hints: tuple[str, ...]
    credit: str
    scored: bool


def solved(question: Question, solution: Solution) -> Solved:
    """Both halves of a question, to be read side by side."""
    kind = KINDS[question.type]
    right = kind.right_parts(solution.key)
    texts = _texts(question)
    partial = _partial(solution.key)
    options = tuple(
        Option(
            part,
            texts.get(part, ""),
            part in right if right else None,
            solution.why.get(part, ""),
            partial.get(part, ""),
        )
        for part in kind.parts(question) or ()
    )
    return Solved(
        question=question,
        options=options,
        answer="" if right else answer_text(question, solution.key),
        why=solution.why.get("", ""),
        hints=solution.hints,
        credit=_rule(solution.key),
        scored=kind.scored,
    )


def of_quiz(quiz: Quiz) -> Solved:
    return solved(quiz.question, quiz.solution)


def _texts(question: Question) -> Mapping[str, str]:
    if question.type == "true-or-false":
        return TRUE_OR_FALSE
    gaps = {name: f"Gap {place}" for place, name in enumerate(question.blanks, start=1)}
    return gaps | {choice.key: choice.html for choice in (*question.options, *question.left)}


def _rule(key: Key) -> str:
    credit = key.rule.get("credit")
    return credit if isinstance(credit, str) else ""


def _partial(key: Key) -> Mapping[str, str]:
    """What an option earns that is not the right one, where it earns something."""
    credit = key.rule.get("credit")
    if not isinstance(credit, dict):
        return {}
    return {letter: percent(Fraction(share), Fraction(share)) for letter, share in credit.items()}
