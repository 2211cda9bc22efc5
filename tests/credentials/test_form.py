"""The form of a document is exact: no member more or less, no other type, no list too long, no two alike."""

from __future__ import annotations

import pytest

from lms.credentials.form import LONGEST_LIST, LONGEST_TEXT, Each, Exactly, Form, OneOf, fits
from lms.questions.quiz import Json

FORM: Form = {
    "name": str,
    "signed": bool,
    "kind": Exactly(["A"]),
    "parts?": Each({"id": str}),
    "side?": OneOf(frozenset({"left", "right"})),
}
GOOD: dict[str, Json] = {"name": "n", "signed": False, "kind": ["A"]}


@pytest.mark.parametrize("value", [GOOD, {**GOOD, "parts": [{"id": "1"}, {"id": "2"}]}, {**GOOD, "side": "left"}])
def test_what_has_the_form_fits(value: Json) -> None:
    assert fits(value, FORM)


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        [GOOD],
        {},
        {"name": "n", "signed": False},
        {**GOOD, "more": "x"},
        {**GOOD, "parts?": [{"id": "1"}]},
        {**GOOD, "name": 1},
        {**GOOD, "name": None},
        {**GOOD, "name": "_:b0"},
        {**GOOD, "name": "x" * (LONGEST_TEXT + 1)},
        {**GOOD, "signed": 0},
        {**GOOD, "signed": "false"},
        {**GOOD, "kind": "A"},
        {**GOOD, "kind": ["A", "A"]},
        {**GOOD, "side": "middle"},
        {**GOOD, "side": ["left"]},
        {**GOOD, "parts": []},
        {**GOOD, "parts": {"id": "1"}},
        {**GOOD, "parts": [{"id": "1"}, {"id": "1"}]},
        {**GOOD, "parts": [{"id": "1", "more": "x"}]},
        {**GOOD, "parts": [{"id": str(n)} for n in range(LONGEST_LIST + 1)]},
    ],
)
def test_what_has_another_form_does_not(value: Json) -> None:
    assert not fits(value, FORM)


def test_true_is_not_one() -> None:
    assert not fits(1, Exactly(True))
    assert not fits(True, int)
