"""A question as JSON for those who may answer it: what can be seen on the page, and nothing else."""

from __future__ import annotations

from lms.questions.kinds import KINDS
from lms.questions.quiz import Json, Question


def question_json(question: Question) -> dict[str, Json]:
    """`type`, `html`, `points` and the kind's own parts. The HTML is complete: scenario, question, and a text's gaps.

    Neither id nor position: a lesson adds the one, an attempt the other.
    """
    return {
        "type": question.type,
        "html": question.scenario + question.html + _with_marks(question),
        "points": question.points,
        **KINDS[question.type].public(question),
    }


def _with_marks(question: Question) -> str:
    """The text of a question with gaps, each shown by its name in brackets as the author wrote it."""
    if not question.gaps:
        return ""
    pieces = [question.gaps[0]]
    for name, after in zip(question.blanks, question.gaps[1:], strict=True):
        pieces += [f"[[{name}]]", after]
    return "".join(pieces)
