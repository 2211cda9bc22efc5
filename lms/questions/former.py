"""Answers as an author writes them: what a key says, and the former answer that a correction names, in one form."""

from __future__ import annotations

from typing import Any

from lms.questions.kinds import KINDS
from lms.questions.quiz import Correction, Json, Key, Quiz


def written_answer(key: Key) -> Json:
    """What stands under `answer`, `accept` or `blanks`, in one form: two keys with equal answers give equal values."""
    return KINDS[key.type].said(key)


def former_answer(type: str, was: Json) -> Json:
    """The former answer of a correction in the same form; None where it cannot be one of this type."""
    return KINDS[type].former(was)


def concerns(correction: Correction, key: Key) -> bool:
    """Whether a correction's former answer is what this key says."""
    said = written_answer(key)
    return said is not None and former_answer(key.type, correction.was) == said


def explains(before: Quiz, after: Quiz) -> bool:
    """Whether a correction that is new in the later state names the answer of the earlier one."""
    known = set(map(entry_text, before.corrections))
    key = before.solution.key
    return any(entry_text(one) not in known and concerns(one, key) for one in after.corrections)


def entry_text(correction: Correction) -> str:
    """A correction as one text, so that the same entry can be known again."""
    return repr((correction.date.isoformat(), _frozen(correction.was), correction.treat, correction.because))


def _frozen(value: Json) -> Any:
    if isinstance(value, dict):
        return tuple((name, _frozen(one)) for name, one in sorted(value.items()))
    if isinstance(value, list):
        return tuple(_frozen(one) for one in value)
    return value
