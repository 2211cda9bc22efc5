"""A compiled quiz as the keys that its author wrote, with Markdown made of what it is drawn as."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from lms.interchange.htmlreading import read_html
from lms.interchange.markdown import to_markdown
from lms.interchange.report import not_carried
from lms.questions.kinds import KINDS
from lms.questions.quiz import Quiz

Fields = dict[str, Any]
_BESIDE_BANKS = "/assessments/banks/"


def markdown_of(html: str) -> str:
    """The Markdown of a text of ours, for a file that stands beside the banks."""
    return to_markdown(read_html(html).children, _beside_the_bank, keeps_own_links=True)


def _beside_the_bank(address: str) -> str:
    path = unquote(address)
    return path.removeprefix(_BESIDE_BANKS) if path.startswith(_BESIDE_BANKS) else f"../..{path}"


def fields_of(quiz: Quiz) -> Fields:
    """The keys of the quiz block that compiles to this quiz. Corrections, which belong to a history, are not in it.

    Raises CannotCarry for a kind that does not say what its author wrote.
    """
    question, solution = quiz.question, quiz.solution
    own = KINDS.of(question).written(question.body, solution.key.rule, markdown_of)
    if own is None:
        raise not_carried(question)
    why: Any = {part: markdown_of(html) for part, html in solution.why.items()}
    fields: Fields = {
        "id": quiz.id,
        "type": question.type,
        "scenario": markdown_of(question.scenario),
        "question": markdown_of(question.html),
        **own,
        "why": why.get("", why) if set(why) <= {""} else why,
        "hints": [markdown_of(html) for html in solution.hints],
        "points": "" if question.points == 1 else str(question.points),
        "objective": quiz.objective,
        "level": quiz.level,
        "status": "" if quiz.status == "active" else quiz.status,
        "enemies": list(quiz.enemies),
        "tags": list(quiz.tags),
        "was": quiz.former,
        "review_by": "" if quiz.review_by is None else quiz.review_by.isoformat(),
        **quiz.notes,
    }
    return {
        key: value for key, value in fields.items() if value not in ("", None, {}) and (value != [] or key == _EMPTY)
    }


_EMPTY = "ignore_differences"
