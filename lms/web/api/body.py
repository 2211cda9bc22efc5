"""Reading what was sent: JSON, strictly, and bounded before anything is made of it.

Refused with the reason: another media type, bytes that are not UTF-8, a key given twice, NaN and infinity, more than 20
levels, characters that no text holds. Numbers that a program might read inexactly are kept as `OddNumber`: a field
that nobody asks for does no harm so, and one that is asked for is refused in words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import request
from werkzeug.exceptions import HTTPException

from lms.questions.quiz import Json
from lms.services.ground.refusals import Invalid
from lms.web.edge import problems
from lms.web.edge.problems import Problem

DEEPEST = 20
LONGEST_KEY = 200
_MOST_DIGITS = 17
_KEY = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")


@dataclass(frozen=True, slots=True)
class OddNumber:
    """A number with a point, an exponent or very many digits, as it was written."""

    text: str


def unreadable(reason: str, status: int = 400) -> HTTPException:
    """To be raised where not even the form of a request can be made out."""
    told = Problem(status, "unreadable", "This could not be read", reason)
    return HTTPException(response=problems.response(told))


class Body:
    """The members of the JSON object that was sent. What nobody asks for is passed over."""

    def __init__(self, members: Mapping[str, Json]) -> None:
        self._members = members

    def answer(self) -> Json:
        """The member `answer`, which may be null, and must be there."""
        if "answer" not in self._members:
            raise Invalid("“answer” is missing.", field="answer")
        value = self._members["answer"]
        if _holds_odd_number(value):
            raise Invalid("Please send this number as text, in quotation marks.", field="answer")
        return value

    def text(self, name: str) -> str:
        value = self._members.get(name)
        if not isinstance(value, str):
            raise Invalid(f"“{name}” must be a text.", field=name)
        return value

    def texts(self, name: str, *, longest: int, needed: bool = True) -> list[str]:
        """A list of texts, none of them longer than so many characters."""
        value = self._members.get(name, None if needed else [])
        if not isinstance(value, list) or not all(isinstance(one, str) and len(one) <= longest for one in value):
            raise Invalid(f"“{name}” must be a list of texts of at most {longest} characters.", field=name)
        return value

    def objects(self, name: str) -> list[Body]:
        """A list of objects; one that is missing is empty."""
        value = self._members.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise Invalid(f"“{name}” must be a list of objects.", field=name)
        return [Body(one) for one in value if isinstance(one, dict)]

    def part(self, name: str) -> Body:
        """An object; one that is missing is empty."""
        value = self._members.get(name) or {}
        if not isinstance(value, dict):
            raise Invalid(f"“{name}” must be an object.", field=name)
        return Body(value)

    def object(self, name: str) -> dict[str, Json]:
        """The members of an object. A number in it that a program might read inexactly is refused."""
        value = self._members.get(name)
        if not isinstance(value, dict):
            raise Invalid(f"“{name}” must be an object.", field=name)
        if _holds_odd_number(value):
            raise Invalid("Please send numbers as text, in quotation marks.", field=name)
        return value

    def text_or(self, name: str, otherwise: str = "") -> str:
        """A text that may be missing, or null."""
        return otherwise if self._members.get(name) is None else self.text(name)

    def has(self, name: str) -> bool:
        return self._members.get(name) is not None

    def yes(self, name: str, *, needed: bool = False) -> bool:
        """True or false; what is missing is false."""
        value = self._members.get(name, None if needed else False)
        if not isinstance(value, bool):
            raise Invalid(f"“{name}” must be true or false.", field=name)
        return value

    def whole(self, name: str) -> int | None:
        """A whole number, or None where it is missing."""
        value = self._members.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise Invalid(f"“{name}” must be a whole number.", field=name)
        return value


def read_body(*, may_be_empty: bool = False) -> Body:
    """The JSON object of this request."""
    sent = request.get_data(cache=True)
    if not sent and may_be_empty:
        return Body({})
    if request.mimetype != "application/json":
        raise unreadable("Please send JSON, with the header “Content-Type: application/json”.", 415)
    value = read_json(sent)
    if not isinstance(value, dict):
        raise unreadable("The body must be a JSON object, in braces.")
    return Body(value)


def read_json(sent: bytes) -> Json:
    """The value of a JSON text, or a refusal with the reason."""
    try:
        text = sent.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise unreadable(f"The body is not UTF-8: byte {fault.start} cannot be read.") from None
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_no_constant,
            parse_float=OddNumber,
            parse_int=_whole_number,
        )
    except json.JSONDecodeError as fault:
        raise unreadable(f"The body is not JSON: line {fault.lineno}, column {fault.colno}: {fault.msg}.") from None
    except RecursionError:
        raise unreadable(_TOO_DEEP) from None
    _check(value, DEEPEST)
    return value


_TOO_DEEP = f"The JSON is nested more than {DEEPEST} levels deep."


def _object(pairs: Iterable[tuple[str, Json]]) -> dict[str, Json]:
    members: dict[str, Json] = {}
    for name, value in pairs:
        if name in members:
            raise unreadable(f"The key “{_printable(name)}” is given twice.")
        members[name] = value
    return members


def _no_constant(name: str) -> Json:
    raise unreadable(f"{name} is not a number in JSON.")


def _whole_number(digits: str) -> int | OddNumber:
    return int(digits) if len(digits) <= _MOST_DIGITS else OddNumber(digits[:_MOST_DIGITS])


def _check(value: Json, levels: int) -> None:
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, list | dict):
        if levels == 0:
            raise unreadable(_TOO_DEEP)
        for one in value:
            _check(one, levels - 1)
        if isinstance(value, dict):
            for one in value.values():
                _check(one, levels - 1)


def _check_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise unreadable("A text holds half a character (a lone surrogate), which no text has.") from None
    if "\x00" in text:
        raise unreadable("A text holds the character NUL, which no text has.")


def _holds_odd_number(value: Json) -> bool:
    if isinstance(value, OddNumber):
        return True
    if isinstance(value, dict):
        return any(_holds_odd_number(one) for one in value.values())
    return isinstance(value, list) and any(_holds_odd_number(one) for one in value)


def _printable(name: str) -> str:
    return name[:60].encode("ascii", "backslashreplace").decode("ascii")


def idempotency_key() -> str | None:
    """The header Idempotency-Key, where there is one."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if len(key) > LONGEST_KEY or not _KEY.fullmatch(key):
        raise unreadable(f"An Idempotency-Key is 1 to {LONGEST_KEY} printable ASCII characters.")
    return key
