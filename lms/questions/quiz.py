"""A quiz in its two halves: the question, which a learner may see, and the solution, which only the server knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lms.questions.typed import NEWEST
from lms.sources.pickled import as_call

Json = Any
"""A value as `json` reads and writes it. Numbers that matter are kept as text, never as floats."""


@as_call
@dataclass(frozen=True, slots=True)
class Choice:
    """One option. Its key is the author's letter in practice; in an attempt, a token of that attempt alone."""

    key: str
    html: str


@dataclass(frozen=True, slots=True)
class NoBody:
    """The body of a question that holds nothing of its own."""


@as_call
@dataclass(frozen=True, slots=True)
class Question:
    """What may be shown before answering. Nothing here tells, or helps to guess, the answer.

    `body` is a frozen dataclass of the kind's own, which nobody but the kind and its template looks into.
    """

    id: str
    type: str
    html: str
    scenario: str = ""
    points: int = 1
    scored: bool = True
    body: Any = NoBody()


Rule = Mapping[str, Json]
"""What marks an answer, as JSON of the kind's own."""


@as_call
@dataclass(frozen=True, slots=True)
class Key:
    """What marks an answer, with the name of its kind; letters in the rule are keys of the question.

    `reading` is the version of the rules by which it reads what was typed: that of the paper, else today's.
    """

    type: str
    rule: Rule
    reading: int = NEWEST


@as_call
@dataclass(frozen=True, slots=True)
class Solution:
    """The half that no browser gets before its time. `why` is HTML by option key, or under "" for the whole."""

    key: Key
    why: Mapping[str, str] = field(default_factory=dict)
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """A key that was wrong once: the former answer as it was written, and how those who met it are treated."""

    date: date
    was: Json
    treat: str
    because: str


@as_call
@dataclass(frozen=True, slots=True)
class Quiz:
    """A quiz as compiled. `version` is the hash of what matters: type, texts, options by letter, key, credit.

    `former` is the id it once had. `notes` is for colleagues: reference, author, reviewed_by and note, where given.
    """

    question: Question
    solution: Solution
    version: str
    objective: str = ""
    level: str = ""
    status: str = "active"
    enemies: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    line: int = 1
    corrections: tuple[Correction, ...] = ()
    former: str = ""
    review_by: date | None = None
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.question.id
