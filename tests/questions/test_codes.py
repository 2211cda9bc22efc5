from __future__ import annotations

import re
from pathlib import Path

import pytest

from lms.questions.codes import CODES
from lms.questions.codes_of_asks import ASKS
from lms.sources.codes import Code
from lms.sources.diagnostics import Severity
from tests.questions.making import Read, read

OF_WHOLE_FORMS = {"Q405", "Q406"}
"""What only the floor above finds, which has the whole form."""

SCENARIOS = {"rosa-talk": "<p>Rosa.</p>"}


def with_lines(fragment: str) -> Read:
    """The lines of a fragment inside a block that is complete without them."""
    keys = set(re.findall(r"^([a-z_]+):", fragment, flags=re.MULTILINE))
    if "text" in keys or "blanks" in keys:
        usual = {"type": "fill-in", "text": "We ask for [[1]].", "blanks": "{1: {accept: [consent]}}"}
    elif "from" in keys:
        usual = {"type": "scale", "question": "Q?", "from": "1", "to": "5"}
    elif "accept" in keys or "ignore_differences" in keys:
        usual = {"type": "short-answer", "question": "Q?", "accept": "[consent]"}
    elif "within" in keys:
        usual = {"type": "number", "question": "Q?", "answer": "5"}
    else:
        usual = {"type": _type(fragment), "question": "Q?", "answer": "a"}
        usual["options"] = "{a: Ask., b: Write., c: Wait., d: Speak.}"
    usual |= {"id": "one", "why": "Because."}
    lines = [f"{key}: {value}" for key, value in usual.items() if key not in keys]
    return read("\n".join([*lines, fragment]), SCENARIOS)


def _type(fragment: str) -> str:
    if "c: Write.}" in fragment:
        return "put-in-order"
    return (
        "choose-many" if re.search(r"^(ignore:|answer: \[a, b, [ac])", fragment, flags=re.MULTILINE) else "choose-one"
    )


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.code)
def test_the_wrong_example_of_a_code_is_found_wrong_and_the_right_one_clean(code: Code) -> None:
    wrong, right = with_lines(code.wrong), with_lines(code.right)
    severities = {one.severity for one in wrong.findings if one.code == code.code}
    assert severities == {code.severity}, wrong.told
    assert right.told == []


def test_every_code_that_is_found_is_explained() -> None:
    modules = Path(__file__).parents[2].joinpath("lms", "questions").rglob("*.py")
    found = {
        code
        for module in modules
        if module.name not in ("codes.py", "codes_of_asks.py")
        for code in re.findall(r'"(Q\d{3})"', module.read_text())
    }
    assert found | OF_WHOLE_FORMS == {code.code for code in (*CODES, *ASKS)}
    assert len({code.code for code in CODES}) == len(CODES)
    assert {code.severity for code in CODES} == {Severity.ERROR, Severity.WARNING}
