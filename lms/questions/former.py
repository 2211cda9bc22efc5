"""Answers as an author writes them: what a key says, and the former answer that a correction names, in one form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from lms.questions.quiz import Correction, Json, Key, Quiz
from lms.sources import values
from lms.sources.values import Fault


def written_answer(key: Key) -> Json:
    """What stands under `answer`, `accept` or `blanks`, in one form: two keys with equal answers give equal values."""
    rule = key.rule
    if key.type in ("choose-one", "choose-many"):
        return sorted(rule["right"])
    if key.type == "match":
        return dict(sorted(rule["right"].items()))
    if key.type == "put-in-order":
        return list(rule["right"])
    if key.type == "number":
        return _number(rule["right"])
    if key.type == "true-or-false":
        return bool(rule["right"])
    if key.type == "short-answer":
        return sorted(rule["accept"])
    if key.type == "fill-in":
        return {name: sorted(blank["accept"]) for name, blank in sorted(rule["blanks"].items())}
    return None


def former_answer(type: str, was: Json) -> Json:
    """The former answer of a correction in the same form; None where it cannot be one of this type."""
    if type in ("choose-one", "choose-many", "short-answer"):
        return _sorted_texts(was)
    if type == "put-in-order":
        texts = _texts(was)
        return texts or None
    if type == "match":
        return _pairs(was)
    if type == "number":
        return _number(was) if isinstance(was, str) else None
    if type == "true-or-false":
        found = values.yes_no(was) if isinstance(was, str) else None
        return found if isinstance(found, bool) else None
    if type == "fill-in" and isinstance(was, dict):
        return _blanks(was)
    return None


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


def _number(text: str) -> str | None:
    found = values.decimal(text)
    if isinstance(found, Fault):
        return None
    return f"{Decimal(found).normalize():f}" if found else "0"


def _texts(was: Json) -> list[str]:
    """A text alone, or a list of them; empty where it is anything else."""
    listed = was if isinstance(was, list) else [was]
    return [one.strip() for one in listed] if all(isinstance(one, str) for one in listed) else []


def _sorted_texts(was: Json) -> list[str] | None:
    return sorted(_texts(was)) or None


def _pairs(was: Json) -> dict[str, str] | None:
    if not isinstance(was, dict) or not all(isinstance(there, str) for there in was.values()):
        return None
    return {here.strip(): there.strip() for here, there in sorted(was.items())} or None


def _blanks(was: dict[str, Json]) -> dict[str, list[str]] | None:
    """Blank by blank, a text, a list, or what stands under `blanks` itself."""
    found: dict[str, list[str]] = {}
    for name, said in sorted(was.items()):
        texts = _sorted_texts(said.get("accept") if isinstance(said, dict) else said)
        if texts is None:
            return None
        found[name.strip()] = texts
    return found or None
