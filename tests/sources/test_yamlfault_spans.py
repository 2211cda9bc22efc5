"""What YAML cannot read is underlined where an author would look, and no further."""

from __future__ import annotations

import pytest

from lms.sources.diagnostics import Findings
from lms.sources.yamltext import compose


@pytest.mark.parametrize(
    ("text", "underlined"),
    [
        ("title: Bees: a start", ":"),
        ("title: x\nminutes", "minutes"),
        ("title: x\nminutes:8\nid: y", ":"),
        ("title: x\n  deeper: y", "deeper: y"),
        ('title: "Second" day', "day"),
        ("title: [a, b", "["),
        ("title: 'open", "'"),
        ("title: !important x", "!important"),
        ("title: *same", "*same"),
        ("title: &same x", "&same"),
        ("a: 1\na: 2", "a"),
        ("a:\t1", "\t"),
        ("蜜蜂: x: y", ":"),
    ],
)
def test_a_fault_underlines_its_own_characters(text: str, underlined: str) -> None:
    findings = Findings()
    compose(text, "a.md", 1, 0, findings)
    place = findings.items[0].place
    line = text.split("\n")[place.line - 1]
    assert place.end_line == place.line
    assert line[place.column - 1 : place.end_column - 1] == underlined
