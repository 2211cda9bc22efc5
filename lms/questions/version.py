"""The version of a quiz: the hash of what matters to those who answer it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256

from lms.questions.quiz import Choice, Json, Key, Question


def canonical(value: Json) -> str:
    """JSON in one form only, so that equal values are equal texts, byte for byte."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def version_of(question: Question, key: Key) -> str:
    """The hash of type, texts, options by letter, key and credit: not of their order, of points or explanations."""
    matters = {
        "type": question.type,
        "html": question.html,
        "scenario": question.scenario,
        "options": _by_key(question.options),
        "left": _by_key(question.left),
        "right": _by_key(question.right),
        "gaps": list(question.gaps),
        "blanks": list(question.blanks),
        "unit": question.unit,
        "scale": [question.lowest, question.highest, _by_key(question.labels)],
        "key": key.rule,
    }
    return sha256(canonical(matters).encode()).hexdigest()


def _by_key(choices: Iterable[Choice]) -> dict[str, str]:
    return {choice.key: choice.html for choice in choices}
