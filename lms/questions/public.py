"""A question as JSON for those who may answer it: what can be seen on the page, and nothing else."""

from __future__ import annotations

from lms.questions.kinds import KINDS
from lms.questions.quiz import Json, Question


def question_json(question: Question) -> dict[str, Json]:
    """`type`, `html`, `points` and the kind's own parts. The HTML is complete: scenario, question, and a text's gaps.

    Neither id nor position: a lesson adds the one, an attempt the other.
    """
    kind = KINDS.of(question)
    return {
        "type": question.type,
        "html": question.scenario + question.html + kind.html_of(question.body),
        "points": question.points,
        **kind.public(question.body),
    }
