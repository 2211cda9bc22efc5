"""Questions and solutions as JSON for keeping, apart from each other. What is read back is equal, bit for bit.

The forms here are those of attempts long finished: fields are added, never renamed or given another meaning.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lms.questions.letters import public_choices
from lms.questions.paper import Item
from lms.questions.quiz import Choice, Json, Key, Question, Solution

_CHOICES = ("options", "left", "right", "labels")
_TEXTS = ("blanks", "gaps")
_PLAIN = ("html", "scenario", "points", "scored", "keep_order", "unit", "lowest", "highest", "words")
_USUAL = Question(id="", type="", html="")


def question_to_json(question: Question) -> dict[str, Json]:
    """The question without what is as usual in it."""
    found: dict[str, Json] = {"id": question.id, "type": question.type}
    for name in (*_PLAIN, *_TEXTS, *_CHOICES):
        value = getattr(question, name)
        if value != getattr(_USUAL, name):
            found[name] = value if name in _PLAIN else _listed(name, value)
    return found


def _listed(name: str, value: Iterable[Any]) -> list[Json]:
    return public_choices(value) if name in _CHOICES else list(value)


def question_from_json(kept: Json) -> Question:
    fields = dict(kept)
    for name in _TEXTS:
        if name in fields:
            fields[name] = tuple(fields[name])
    for name in _CHOICES:
        if name in fields:
            fields[name] = tuple(Choice(one["key"], one["html"]) for one in fields[name])
    return Question(**{"html": "", **fields})


def solution_to_json(solution: Solution) -> dict[str, Json]:
    return {
        "type": solution.key.type,
        "rule": dict(solution.key.rule),
        "why": dict(solution.why),
        "hints": list(solution.hints),
    }


def solution_from_json(kept: Json) -> Solution:
    return Solution(Key(kept["type"], kept["rule"]), kept["why"], tuple(kept["hints"]))


def item_to_json(item: Item) -> dict[str, Json]:
    """One question of a paper. `question` and `solution` are to be kept apart, and only the former read for a page."""
    return {
        "n": item.n,
        "source": item.source,
        "version": item.version,
        "objective": item.objective,
        "level": item.level,
        "points": item.points,
        "scored": item.scored,
        "question": question_to_json(item.question),
        "solution": solution_to_json(item.solution),
    }


def item_from_json(kept: Json) -> Item:
    return Item(
        n=kept["n"],
        source=kept["source"],
        version=kept["version"],
        objective=kept["objective"],
        level=kept["level"],
        points=kept["points"],
        scored=kept["scored"],
        question=question_from_json(kept["question"]),
        solution=solution_from_json(kept["solution"]),
    )
