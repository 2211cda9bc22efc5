"""An answer in practice: what came of it, and what may be read of it now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from lms.progress.standing import LessonStanding
from lms.progress.steps import Step
from lms.questions.kind import NotAnAnswer
from lms.questions.kinds import KINDS
from lms.questions.marking import accept, answer_text, is_scored, judged, share, whys_before
from lms.questions.quiz import Json, Question, Solution


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer in practice and what came of it. `share` and `correct` are None where nothing is scored.

    `why` is HTML by option key, or under "" for the whole, as far as it may be read now; `more` says that the rest
    tells what is still to be found. `parts` says of each part whether it is right. `right` is the right answer as HTML,
    once it was found.
    """

    quiz: str
    answer: Json
    share: Fraction | None
    correct: bool | None
    why: Mapping[str, str]
    right: str
    tries: int
    lesson_done: bool = False
    course_done: bool = False
    next: Step | None = None
    parts: Mapping[str, bool | None] = field(default_factory=dict)
    more: bool = False


def marked_today(question: Question, solution: Solution, answer: Json, own: LessonStanding) -> Answered:
    """An earlier answer, marked as the question is today."""
    accepted = accept(question, answer)
    tries = own.quizzes[question.id].tries if question.id in own.quizzes else 1
    if isinstance(accepted, NotAnAnswer):
        # What was answered is no answer any more since the question was edited.
        earned = Fraction(0) if is_scored(question.type) else None
        return Answered(question.id, answer, earned, None if earned is None else False, {}, "", tries)
    return outcome(question, solution, accepted, share(solution.key, accepted), tries)


def outcome(question: Question, solution: Solution, answer: Json, earned: Fraction | None, tries: int) -> Answered:
    """What came of an answer that earned so much. Some of what explains it may be left for later."""
    parts = {} if earned is None else judged(question, solution.key, answer)
    if earned is not None and earned < 1:
        why = whys_before(question, solution, parts)
        more = KINDS.of(question).several and len(why) < len(solution.why)
        return Answered(question.id, answer, earned, False, why, "", tries, parts=parts, more=more)
    right = "" if earned is None else answer_text(question, solution.key)
    return Answered(
        question.id, answer, earned, None if earned is None else True, solution.why, right, tries, parts=parts
    )


def explained(one: Answered, solution: Solution) -> Answered:
    """The same with all that explains it, for whoever asks to read it now."""
    return replace(one, why=solution.why, more=False)
