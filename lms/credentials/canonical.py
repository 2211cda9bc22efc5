"""One value, one sequence of bytes: the form in which claims and log entries are hashed.

For the values we use (texts, whole numbers, true, false, null, lists, and objects with ASCII keys) this is the
canonical JSON of RFC 8785, so that the issuance log and the signatures of a later day can hash the very same bytes.
"""

from __future__ import annotations

import hashlib
import json

from lms.questions.quiz import Json


def canonical(value: Json) -> bytes:
    """The value as UTF-8 JSON without spaces, its keys sorted. A float is a mistake in the program: TypeError."""
    _refuse_what_has_no_single_form(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(value: Json) -> str:
    """SHA-256 of the canonical bytes, as 64 hexadecimal digits."""
    return sha256_of(canonical(value))


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _refuse_what_has_no_single_form(value: Json) -> None:
    if isinstance(value, float):
        raise TypeError(f"a float has no place in a canonical value: {value!r}")
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise TypeError(f"a key of a canonical value is ASCII text, not {key!r}")
            _refuse_what_has_no_single_form(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_what_has_no_single_form(inner)
