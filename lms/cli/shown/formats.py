"""Findings as programs read them: JSON, the notes of GitHub and GitLab, SARIF, and one line for each in an editor."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from urllib.parse import quote

from lms import __version__
from lms.content.codes.register import BY_CODE
from lms.sources.diagnostics import Diagnostic, Edit, Place, Severity

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT = "SITE"


def as_json(findings: Sequence[Diagnostic]) -> str:
    return json.dumps([finding.to_json() for finding in findings], ensure_ascii=False, indent=2)


def as_github(findings: Sequence[Diagnostic]) -> str:
    """One line of a workflow's log for each finding, which GitHub shows beside the line of the file."""
    return "\n".join(_annotation(finding) for finding in findings)


def as_lines(findings: Sequence[Diagnostic]) -> str:
    """`file:line:column-end_line:end_column: severity CODE: message`, each finding on one line, for editors."""
    return "\n".join(_line(finding) for finding in findings)


def as_gitlab(findings: Sequence[Diagnostic]) -> str:
    """GitLab's report of code quality: a fingerprint tells a finding that moved from a new one."""
    seen: Counter[str] = Counter()
    issues = []
    for finding in findings:
        what = f"{finding.place.file}\0{finding.code}\0{finding.message}"
        seen[what] += 1
        issues.append(
            {
                "description": _text(finding),
                "check_name": finding.code,
                "fingerprint": sha256(f"{what}\0{seen[what]}".encode("utf-8", "replace")).hexdigest(),
                "severity": "major" if finding.severity is Severity.ERROR else "minor",
                "location": {"path": finding.place.file, "lines": {"begin": finding.place.line}},
            }
        )
    return json.dumps(issues, ensure_ascii=False, indent=2)


def as_sarif(findings: Sequence[Diagnostic]) -> str:
    used = sorted({finding.code for finding in findings})
    rules = [
        {
            "id": code,
            "shortDescription": {"text": BY_CODE[code].title},
            "fullDescription": {"text": BY_CODE[code].meaning},
            "help": {"text": BY_CODE[code].cure},
            "defaultConfiguration": {"level": BY_CODE[code].severity.value},
        }
        for code in used
    ]
    driver = {"name": "lms", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that holds content/ and certificates/."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, used.index(finding.code)) for finding in findings],
    }
    return json.dumps({"$schema": _SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


AS: Mapping[str, Callable[[Sequence[Diagnostic]], str]] = {
    "json": as_json,
    "github": as_github,
    "gitlab": as_gitlab,
    "sarif": as_sarif,
    "line": as_lines,
}
"""Every form but the one for people, by its name."""


def _text(finding: Diagnostic) -> str:
    return f"{finding.message} {finding.help}".strip()


def _line(finding: Diagnostic) -> str:
    place = finding.place
    end = finding.to_json()
    where = f"{place.file}:{place.line}:{place.column}-{end['end_line']}:{end['end_column']}"
    line = f"{where}: {finding.severity.value} {finding.code}: {_text(finding)}"
    # One finding is one line, whatever an author's file is called or says.
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in line)


def _annotation(finding: Diagnostic) -> str:
    place = finding.place
    where = {"file": place.file, "line": str(place.line), "col": str(place.column), "title": finding.code}
    if place.end_line == place.line and place.end_column > place.column:
        where["endColumn"] = str(place.end_column)
    elif place.end_line > place.line:
        where["endLine"] = str(place.end_line)
    properties = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in where.items())
    return f"::{finding.severity.value} {properties}::{_escaped(_text(finding), '')}"


def _escaped(text: str, more: str) -> str:
    """A text as a workflow command takes it."""
    return "".join(f"%{ord(sign):02X}" if sign in "%\r\n" + more else sign for sign in text)


def _result(finding: Diagnostic, rule: int) -> dict[str, object]:
    file = {"uri": quote(finding.place.file), "uriBaseId": _ROOT}
    result: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity.value,
        "message": {"text": _text(finding)},
        "locations": [{"physicalLocation": {"artifactLocation": file, "region": _region(finding.place)}}],
    }
    if finding.edits:
        changes = {"artifactLocation": file, "replacements": [_replacement(edit) for edit in finding.edits]}
        result["fixes"] = [{"description": {"text": finding.help}, "artifactChanges": [changes]}]
    return result


def _replacement(edit: Edit) -> dict[str, object]:
    place = edit.place
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": max(place.end_line, place.line),
        "endColumn": place.end_column or place.column,
    }
    return {"deletedRegion": region, "insertedContent": {"text": edit.text}}


def _region(place: Place) -> dict[str, int]:
    region = {"startLine": place.line, "startColumn": place.column}
    if (place.end_line, place.end_column) > (place.line, place.column):
        region |= {"endLine": place.end_line, "endColumn": place.end_column}
    return region
