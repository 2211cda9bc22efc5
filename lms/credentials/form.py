"""The form of a document, member by member, looked at before it is worked on: what has another form is none of ours.

This is also what keeps a hostile document from being spelt out, which can take for ever, and what tells apart the many
ways of writing that say the same once they are spelt out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lms.questions.quiz import Json

LONGEST_LIST = 100
LONGEST_TEXT = 100_000


@dataclass(frozen=True, slots=True)
class Exactly:
    """This very value."""

    value: Json


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of these texts."""

    texts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Each:
    """A list of one or more, all of this form, no two alike."""

    form: Form


Form = type | Exactly | OneOf | Each | Mapping[str, "Form"]
"""`str`, `bool` or `int`; one value, or one of several texts; a list; or an object, where a name with `?` at its end
may be missing."""


def fits(value: Json, form: Form) -> bool:
    if isinstance(form, Exactly):
        return type(value) is type(form.value) and bool(value == form.value)
    if isinstance(form, OneOf):
        return isinstance(value, str) and value in form.texts
    if isinstance(form, Each):
        return isinstance(value, list) and _fit(value, form.form)
    if isinstance(form, Mapping):
        return isinstance(value, dict) and _members_fit(value, form)
    if isinstance(value, str) and (len(value) > LONGEST_TEXT or value.startswith("_:")):
        return False
    return type(value) is form


def _fit(values: list[Json], form: Form) -> bool:
    if not 1 <= len(values) <= LONGEST_LIST or not all(fits(one, form) for one in values):
        return False
    return all(one not in values[:place] for place, one in enumerate(values))


def _members_fit(value: Mapping[str, Json], form: Mapping[str, Form]) -> bool:
    known = {name.removesuffix("?"): inner for name, inner in form.items()}
    needed = {name for name in form if not name.endswith("?")}
    return needed <= value.keys() <= known.keys() and all(fits(inner, known[name]) for name, inner in value.items())
