"""Findings for programs: each form is read by something that is not ours, and says the same as the others."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from pydantic import BaseModel
from sarif_pydantic import Sarif  # type: ignore[import-untyped]

from lms.cli.main import main
from lms.content.codes.register import BY_CODE
from lms.content.editing import vscode
from tests.content.casefiles import GOOD_SITE
from tests.content.sites import SECOND, lesson, quiz


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    site = tmp_path / "a site"
    shutil.copytree(GOOD_SITE, site)
    monkeypatch.setenv("LMS_SITE", str(site))
    monkeypatch.setenv("LMS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return site


def lms(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def faulty(site: Path) -> None:
    """Findings with and without an end, an edit and a help; in a file whose name has to be escaped everywhere."""
    front = "titel: x\nopens_after: [nowhere]\nminutes: 8 min"
    body = "50% <b>\n\nAgain <b>\n\n" + quiz("q").replace("answer: yes", "answer: |\n  no such\n  thing")
    (site / SECOND).write_text(lesson(body, front), encoding="utf-8")
    odd = site / "content/courses/bees/03-50% bees, wasps: ü.md"
    odd.write_text(lesson("x\n", "title: Bees: a start"), encoding="utf-8")


def found(form: str) -> Any:
    result = lms("content", "check", "--format", form)
    assert result.exit_code == 1
    return json.loads(result.stdout) if form in ("json", "gitlab", "sarif") else result.stdout


def test_json_says_where_a_finding_ends(site: Path) -> None:
    faulty(site)
    for one in found("json"):
        assert set(one) == {
            "file", "line", "column", "code", "severity", "message", "help", "end_line", "end_column"
        }  # fmt: skip
        assert (one["end_line"], one["end_column"]) > (one["line"], one["column"])
    key = next(one for one in found("json") if one["code"] == "S201")
    assert (key["line"], key["column"], key["end_line"], key["end_column"]) == (2, 1, 2, 6)


def test_sarif_is_read_by_another_reader_and_has_nothing_that_it_does_not_know(site: Path) -> None:
    faulty(site)
    text = lms("content", "check", "--format", "sarif").stdout
    read = Sarif.model_validate_json(text)
    # The standard has it (§3.14.17); this reader's model lacks it.
    assert unknown(read) == [".runs[0].columnKind"]
    run = read.runs[0]
    assert [rule.id for rule in run.tool.driver.rules or []] == sorted({one["code"] for one in found("json")})
    for result, one in zip(run.results or [], found("json"), strict=True):
        assert result.message.text == f"{one['message']} {one['help']}".strip()


def unknown(value: object, path: str = "") -> list[str]:
    """The keys of a document that its model has no place for."""
    if isinstance(value, BaseModel):
        extra = [f"{path}.{key}" for key in value.model_extra or {}]
        inner = [(name, getattr(value, name)) for name in type(value).model_fields]
        return extra + [fault for name, one in inner for fault in unknown(one, f"{path}.{name}")]
    if isinstance(value, list):
        return [fault for n, one in enumerate(value) for fault in unknown(one, f"{path}[{n}]")]
    return []


def test_sarif_gives_regions_relative_addresses_rules_with_help_and_fixes(site: Path) -> None:
    faulty(site)
    run = found("sarif")["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    for rule in run["tool"]["driver"]["rules"]:
        assert rule["help"]["text"] == BY_CODE[rule["id"]].cure
        assert rule["defaultConfiguration"]["level"] == BY_CODE[rule["id"]].severity
    uris = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]}
    assert "content/courses/bees/03-50%25%20bees%2C%20wasps%3A%20%C3%BC.md" in uris
    assert all(one["ruleId"] == run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] for one in run["results"])
    spelling = next(one for one in run["results"] if one["ruleId"] == "S201")
    change = spelling["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert change["insertedContent"]["text"] == "title"
    assert change["deletedRegion"] == {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 6}


GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "required": ["path", "lines"],
                "properties": {"lines": {"properties": {"begin": {"type": "integer", "minimum": 1}}}},
            },
        },
    },
}


def test_gitlab_gets_its_report_with_a_fingerprint_for_each_finding(site: Path) -> None:
    faulty(site)
    report = found("gitlab")
    Draft202012Validator(GITLAB).validate(report)
    assert len({one["fingerprint"] for one in report}) == len(report) == len(found("json"))


def test_a_finding_that_moved_keeps_its_fingerprint(site: Path) -> None:
    faulty(site)
    before = {one["fingerprint"] for one in found("gitlab")}
    file = site / SECOND
    file.write_text(file.read_text().replace("---\n50%", "---\n\n\n50%"))
    assert {one["fingerprint"] for one in found("gitlab")} == before


def test_github_reads_each_command_back_as_it_was_meant(site: Path) -> None:
    faulty(site)
    lines = found("github").splitlines()
    for line, one in zip(lines, found("json"), strict=True):
        command, properties, text = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line).groups()  # type: ignore[union-attr]
        given = dict(part.split("=", 1) for part in properties.split(","))
        assert command == one["severity"]
        assert unescaped(given["file"]) == one["file"]
        assert (given["line"], given["col"]) == (str(one["line"]), str(one["column"]))
        assert unescaped(text) == f"{one['message']} {one['help']}".strip()


def unescaped(text: str) -> str:
    return re.sub("%(25|0D|0A|3A|2C)", lambda code: chr(int(code[1], 16)), text)


def test_an_editor_reads_each_line_by_the_matcher_that_is_set_up_for_it(site: Path) -> None:
    faulty(site)
    pattern = vscode.matcher()["pattern"]
    for line, one in zip(found("line").splitlines(), found("json"), strict=True):
        matched = re.fullmatch(pattern["regexp"], line)
        assert matched is not None, line
        for key, name in (("file", "file"), ("line", "line"), ("column", "column"), ("endLine", "end_line")):
            assert matched[pattern[key]] == str(one[name])
        assert matched[pattern["severity"]] == one["severity"]
        assert matched[pattern["code"]] == one["code"]
        assert matched[pattern["message"]] == f"{one['message']} {one['help']}".strip()


@pytest.mark.parametrize("form", ["json", "gitlab", "sarif", "github", "line"])
def test_a_good_site_gives_an_empty_report_in_every_form(site: Path, form: str) -> None:
    result = lms("content", "check", "--format", form)
    assert result.exit_code == 0
    if form in ("json", "gitlab"):
        assert json.loads(result.stdout) == []
    elif form == "sarif":
        assert json.loads(result.stdout)["runs"][0]["results"] == []
    else:
        assert result.stdout == ""
