"""Findings as programs read them: JSON, the annotations of GitHub's checks, and SARIF."""

from __future__ import annotations

import json
from collections.abc import Sequence

from lms import __version__
from lms.content.codes import BY_CODE
from lms.sources.diagnostics import Diagnostic

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def as_json(findings: Sequence[Diagnostic]) -> str:
    return json.dumps([finding.to_json() for finding in findings], ensure_ascii=False, indent=2)


def as_github(findings: Sequence[Diagnostic]) -> str:
    """One line of a workflow's log for each finding, which GitHub shows beside the line of the file."""
    return "\n".join(_annotation(finding) for finding in findings)


def as_sarif(findings: Sequence[Diagnostic]) -> str:
    used = sorted({finding.code for finding in findings})
    rules = [
        {
            "id": code,
            "shortDescription": {"text": BY_CODE[code].title},
            "fullDescription": {"text": BY_CODE[code].meaning},
            "help": {"text": BY_CODE[code].cure},
        }
        for code in used
    ]
    driver = {"name": "lms", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, used.index(finding.code)) for finding in findings],
    }
    return json.dumps({"$schema": _SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _annotation(finding: Diagnostic) -> str:
    place = finding.place
    where = {"file": place.file, "line": str(place.line), "col": str(place.column), "title": finding.code}
    if place.end_line == place.line and place.end_column > place.column:
        where["endColumn"] = str(place.end_column)
    properties = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in where.items())
    text = f"{finding.message} {finding.help}".strip()
    return f"::{finding.severity.value} {properties}::{_escaped(text, '')}"


def _escaped(text: str, more: str) -> str:
    """A text as a workflow command takes it."""
    return "".join(f"%{ord(sign):02X}" if sign in "%\r\n" + more else sign for sign in text)


def _result(finding: Diagnostic, rule: int) -> dict[str, object]:
    place = finding.place
    region = {"startLine": place.line, "startColumn": place.column}
    if (place.end_line, place.end_column) > (place.line, place.column):
        region |= {"endLine": place.end_line, "endColumn": place.end_column}
    where = {"physicalLocation": {"artifactLocation": {"uri": place.file}, "region": region}}
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity.value,
        "message": {"text": f"{finding.message} {finding.help}".strip()},
        "locations": [where],
    }
