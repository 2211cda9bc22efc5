"""The version of a quiz: the hash of what matters to those who answer it."""

from __future__ import annotations

import json
import re
from hashlib import sha256

from lms.questions.kinds import KINDS
from lms.questions.quiz import Json, Key, Question

_SIZE = re.compile(r"\\u0002\\u0005.*?\\u0003")


def canonical(value: Json) -> str:
    """JSON in one form only, so that equal values are equal texts, byte for byte."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


# What every version that was ever told names, whatever the kind: without it all of them would be others.
_FRAME: dict[str, Json] = {
    "options": {},
    "left": {},
    "right": {},
    "gaps": [],
    "blanks": [],
    "unit": "",
    "scale": [0, 0, {}],
}


def version_of(question: Question, key: Key) -> str:
    """The hash of type, texts, options by letter, key and credit: not of their order, of points or explanations."""
    matters = {
        "type": question.type,
        "html": question.html,
        "scenario": question.scenario,
        **_FRAME,
        **KINDS.of(question).matters(question.body),
        "key": key.rule,
    }
    # How large a picture is shown is no part of what is asked.
    return sha256(_SIZE.sub("", canonical(matters)).encode()).hexdigest()
