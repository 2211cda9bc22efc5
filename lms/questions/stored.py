"""Questions and solutions as JSON for keeping, apart from each other. What is read back is equal, bit for bit.

The forms here are those of attempts long finished: fields are added, never renamed or given another meaning.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from lms.questions.kinds import KINDS
from lms.questions.paper import Item
from lms.questions.quiz import Choice, Json, Key, Question, Solution
from lms.questions.typed import FIRST

_COMMON = ("html", "scenario", "points", "scored")
_USUAL = Question(id="", type="", html="")


def question_to_json(question: Question) -> dict[str, Json]:
    """The question without what is as usual in it."""
    found: dict[str, Json] = {"id": question.id, "type": question.type}
    body, usual = question.body, type(question.body)()
    for whole, plain, names in ((question, _USUAL, _COMMON), (body, usual, [one.name for one in fields(body)])):
        for name in names:
            value = getattr(whole, name)
            if value != getattr(plain, name):
                found[name] = _listed(value)
    return found


def _listed(value: Any) -> Json:
    if not isinstance(value, tuple):
        return value
    return [{"key": one.key, "html": one.html} if isinstance(one, Choice) else one for one in value]


def _frozen(value: Json) -> Any:
    if not isinstance(value, list):
        return value
    return tuple(Choice(one["key"], one["html"]) if isinstance(one, dict) else one for one in value)


def _in_languages(item: Item) -> tuple[dict[str, Json], dict[str, Json]]:
    """What differs in other languages, of the question and of the solution, by language."""
    usual, key = question_to_json(item.question), solution_to_json(item.solution)
    questions: dict[str, Json] = {}
    solutions: dict[str, Json] = {}
    for language, one in item.translations.items():
        questions[language] = _differing(question_to_json(one.question), usual)
        solutions[language] = _differing(solution_to_json(one.solution), key)
    return questions, solutions


def _differing(kept: dict[str, Json], usual: dict[str, Json]) -> dict[str, Json]:
    return {name: value for name, value in kept.items() if usual.get(name) != value}


def _in_language(kept: Json, language: str) -> dict[str, Json]:
    """What was kept, with the texts of a language in it where there are any."""
    found: dict[str, Json] = dict(kept)
    by_language: dict[str, dict[str, Json]] = found.pop("languages", {})
    return found | by_language.get(language, {})


def question_from_json(kept: Json, language: str = "") -> Question:
    """The question, in another language where it was kept in it. Raises UnknownKind."""
    found = {name: _frozen(value) for name, value in _in_language(kept, language).items()}
    common = {name: found.pop(name) for name in ("id", "type", *_COMMON) if name in found}
    return Question(**{"html": "", **common}, body=KINDS[common["type"]].body(**found))


def solution_to_json(solution: Solution) -> dict[str, Json]:
    return {
        "type": solution.key.type,
        "rule": dict(solution.key.rule),
        "why": dict(solution.why),
        "hints": list(solution.hints),
    }


def drawn_solution_to_json(solution: Solution) -> dict[str, Json]:
    """The solution as a paper keeps it: with the version of the rules by which its key reads what was typed."""
    reading = solution.key.reading
    return solution_to_json(solution) | ({} if reading == FIRST else {"reading": reading})


def solution_from_json(kept: Json, language: str = "") -> Solution:
    """The solution; in another language its explanations are others, and its key marks the same.

    Where no version of reading was kept, it was drawn under the first.
    """
    found = _in_language(kept, language)
    key = Key(found["type"], found["rule"], found.get("reading", FIRST))
    return Solution(key, found["why"], tuple(found["hints"]))


def item_to_json(item: Item) -> dict[str, Json]:
    """One question of a paper. `question` and `solution` are to be kept apart, and only the former read for a page.

    Both keep under `languages` what differs in other languages; where there is none, the key is absent.
    """
    questions, solutions = _in_languages(item)
    return {
        "n": item.n,
        "source": item.source,
        "version": item.version,
        "objective": item.objective,
        "level": item.level,
        "points": item.points,
        "scored": item.scored,
        "question": question_to_json(item.question) | ({"languages": questions} if questions else {}),
        "solution": drawn_solution_to_json(item.solution) | ({"languages": solutions} if solutions else {}),
    }
