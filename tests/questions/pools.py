"""Banks of small questions for the tests that draw from them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lms.questions.kinds import KINDS
from lms.questions.quiz import Choice, Key, Question, Quiz, Solution
from lms.questions.version import version_of


@dataclass(frozen=True)
class Line:
    """A line of a blueprint, with the fields of `lms.content.reading.model.Draw`."""

    bank: str = "bank"
    use: str = ""
    take: int = 1
    objective: str = ""
    level: str = ""
    status: str = "active"


def small(
    name: str,
    *,
    objective: str = "",
    level: str = "",
    status: str = "active",
    enemies: Collection[str] = (),
    points: int = 1,
    scored: bool = True,
) -> Quiz:
    """A question of three options of which b is right, or a reflection where it is not scored."""
    options = tuple(Choice(letter, f"{name} {letter}") for letter in "abc")
    kind = KINDS["choose-one" if scored else "reflect"]
    body = kind.body(options=options) if scored else kind.body()
    question = Question(name, kind.name, f"<p>{name}?</p>", points=points, scored=scored, body=body)
    key = Key(kind.name, {"right": ["b"], "credit": {"c": "1/3"}} if scored else {})
    solution = Solution(key, {"b": "SECRET"} if scored else {})
    return Quiz(question, solution, version_of(question, key), objective, level, status, tuple(enemies))


def bank(*quizzes: Quiz) -> Mapping[str, Mapping[str, Quiz]]:
    return {"bank": {quiz.id: quiz for quiz in quizzes}}
