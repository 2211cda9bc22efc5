"""`lms content schema`: the format for editors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from lms.cli.main import main
from lms.content.editing import schema, vscode

ROOT = Path(__file__).parents[2]


def lms(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.parametrize("kind", ["", *schema.kinds()])
def test_a_schema_is_printed_as_json(kind: str) -> None:
    result = lms("content", "schema", *([kind] if kind else []))
    assert result.exit_code == 0
    Draft202012Validator.check_schema(json.loads(result.stdout))


def test_the_kinds_are_listed_and_an_unknown_one_is_wrong_use_with_the_nearest() -> None:
    assert lms("content", "schema", "--list").stdout.split() == list(schema.kinds())
    result = lms("content", "schema", "leson")
    assert result.exit_code == 2
    assert "Did you mean `lesson`?" in result.stderr


def test_a_folder_is_set_up_and_what_somebody_wrote_is_kept(tmp_path: Path) -> None:
    assert lms("content", "schema", "--vscode", tmp_path).exit_code == 0
    assert {str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*.*") if file.is_file()} == set(vscode.files())
    own = tmp_path / ".vscode" / "settings.json"
    own.write_text("{}")
    result = lms("content", "schema", "--vscode", tmp_path)
    assert result.exit_code == 1
    assert ".vscode/settings.json" in result.stderr
    assert own.read_text() == "{}"


def test_this_checkout_is_set_up_as_the_command_does_it() -> None:
    for path, text in vscode.files("${workspaceFolder}/.venv/bin/lms").items():
        assert (ROOT / path).read_text(encoding="utf-8") == text, "Run: lms content schema --vscode ."


def test_the_tasks_call_the_check_with_the_form_that_their_matcher_reads() -> None:
    tasks = json.loads(vscode.files()[".vscode/tasks.json"])["tasks"]
    for task in tasks:
        assert task["args"][:5] == ["content", "check", "${workspaceFolder}", "--format", "line"]
        assert task["problemMatcher"] == [vscode.matcher()]
