"""Accepting and marking one answer, whatever the kind of its question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from lms.questions.kind import Form, NotAnAnswer
from lms.questions.kinds import KINDS
from lms.questions.quiz import Json, Key, Question, Solution
from lms.questions.stream import Stream
from lms.questions.typed import FIRST, is_blank
from lms.questions.wording import keepable
from lms.wording.phrases import _


def accept(question: Question, value: Json) -> Json | NotAnAnswer:
    """The answer as it is kept and marked, or why what was sent is none. What holds nothing is never an answer."""
    found = KINDS.of(question).accept(question.body, value)
    return NotAnAnswer(_("Choose or write an answer first.")) if _something(found) is None else found


def keep(question: Question, value: Json) -> Json | NotAnAnswer:
    """What a paper keeps: half an answer too, and None where nothing was chosen or written."""
    said = _something(value)
    return None if said is None else KINDS.of(question).keep(question.body, said)


def _something(value: Json) -> Json:
    """What was sent, without what is empty and what cannot be kept; None where nothing is left of it."""
    if isinstance(value, str):
        text = keepable(value)
        return None if is_blank(text) else text
    if isinstance(value, dict):
        said = {name: _something(one) for name, one in value.items()}
        return {name: one for name, one in said.items() if one is not None} or None
    if isinstance(value, list):
        places = [_something(one) for one in value]
        return places if any(one is not None for one in places) else None
    return value


def is_whole(question: Question, answer: Json) -> bool:
    """Whether what a paper kept is an answer, of which nothing was left open."""
    return answer is not None and KINDS.of(question).is_whole(question.body, answer)


def from_form(question: Question, form: Form) -> Json | NotAnAnswer | None:
    """What a posted form holds, for `accept` to judge; None where nothing was answered."""
    return KINDS.of(question).from_form(question.body, form)


def to_form(question: Question, answer: Json) -> Form:
    """A stored answer as the fields of the form that it came from: the way back of `from_form`."""
    return {} if answer is None else KINDS.of(question).to_form(question.body, answer)


def shuffled(question: Question, solution: Solution, stream: Stream, options: bool) -> tuple[Question, Solution]:
    """Both halves for one attempt: options under new names, and in a new order where `options` says so."""
    body, solution = KINDS.of(question).shuffled(question.body, solution, stream, options)
    return replace(question, body=body), solution


def share(key: Key, given: Json) -> Fraction | None:
    """The exact share that an accepted answer earns; None for a kind that is never scored. No answer earns nothing."""
    kind = KINDS[key.type]
    if kind.scored and key.reading != FIRST and _something(given) is None:
        return Fraction(0)
    return kind.share(key, given)


def judged(question: Question, key: Key, given: Json) -> dict[str, bool | None]:
    """Part by part, whether an accepted answer has it right; nothing for a kind that has no parts."""
    return KINDS.of(question).judged(question.body, key, given)


def whys_before(question: Question, solution: Solution, parts: Mapping[str, bool | None]) -> dict[str, str]:
    """The whys that a learner reads while an answer is not right, by what `judged` says of its parts.

    Of choices those that were made, elsewhere those of what is right; a why of the whole would tell what is left to
    find, where an answer has several parts.
    """
    kind = KINDS.of(question)
    told = {part for part, right in parts.items() if right or kind.choices}
    if not kind.several:
        told.add("")
    return {part: html for part, html in solution.why.items() if part in told}


def answer_text(question: Question, key: Key) -> str:
    """The right answer as HTML, or "" where there is none. `Worded` where words of ours are in it."""
    return KINDS.of(question).answer_text(question.body, key)


def is_scored(question_type: str) -> bool:
    """Whether answers to this type of question are ever marked."""
    return KINDS[question_type].scored


def example(question: Question, key: Key) -> Json:
    """An answer that earns everything, or any at all where nothing is scored: for demonstrations and tests."""
    return KINDS.of(question).example(question.body, key)
