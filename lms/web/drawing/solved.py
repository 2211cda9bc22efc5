"""A question as its author sees it: every option with its letter, the key, each why, and what colleagues noted."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lms.questions.amounts import percent
from lms.questions.kinds import KINDS
from lms.questions.marking import answer_text
from lms.questions.quiz import Question, Quiz, Solution

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
    kind, body = KINDS.of(question), question.body
    right = kind.right_parts(solution.key)
    texts, credit = kind.part_texts(body), kind.credit(solution.key)
    partial = {} if isinstance(credit, str) else credit
    options = tuple(
        Option(
            part,
            texts.get(part, ""),
            part in right if right else None,
            solution.why.get(part, ""),
            _earned(partial.get(part)),
        )
        for part in kind.parts(body) or ()
    )
    return Solved(
        question=question,
        options=options,
        answer="" if right else answer_text(question, solution.key),
        why=solution.why.get("", ""),
        hints=solution.hints,
        credit=credit if isinstance(credit, str) else "",
        scored=kind.scored,
    )


def of_quiz(quiz: Quiz) -> Solved:
    return solved(quiz.question, quiz.solution)


def _earned(share: str | None) -> str:
    """What an option earns that is not the right one, where it earns something."""
    return "" if share is None else percent(Fraction(share), Fraction(share))
