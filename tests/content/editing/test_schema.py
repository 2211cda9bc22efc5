"""The schemas say what the reader says: good files fit them, and what they can know to be wrong does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from lms.content.editing import schema, vscode
from lms.content.editing.key_tables import front_matters, quizzes
from lms.content.kinds import KINDS as CONTENT
from lms.content.reading.documents import Body
from lms.sources.diagnostics import Findings
from lms.sources.drawnpage import Page
from lms.sources.files import read_tree
from lms.sources.markdown import render
from lms.sources.tables import Entry, Text
from tests.content.casefiles import CASES, GOOD_SITE, read_case

ROOT = Path(__file__).parents[3]
_BLOCK = re.compile(r"^[ >]*```(quiz|scenario)\n(.*?)^[ >]*```$", re.MULTILINE | re.DOTALL)
_FRONT = re.compile(r"\A---\n(.*?)^---$", re.MULTILINE | re.DOTALL)

# What a schema sees of a case's fault. The others are faults of YAML, of Markdown, of names that lead nowhere, of
# letters that do not fit together, or of a whole site.
SEEN = (
    "A104-", "A105-", "C107-", "K101-", "K102-", "K103-", "K110-", "Q101-", "Q102-type", "Q201-", "Q202-", "Q304-",
    "S201-", "S203-", "S204-", "S205-", "S206-", "S207-", "S208-", "S209-", "S210-",
)  # fmt: skip
NOT_SEEN = {
    "S207-no-day": "which days a month has",
}


class TypedLoader(yaml.SafeLoader):
    """YAML as editors read it (its core schema): numbers and true are such, and dates, yes and no are texts."""


TypedLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", r"null|Null|NULL|~|", ["n", "N", "~", ""]),
):
    TypedLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), list(first))


def with_text_keys(value: Any) -> Any:
    """As JSON has it: every key is a text."""
    if isinstance(value, dict):
        return {str(key): with_text_keys(one) for key, one in value.items()}
    return [with_text_keys(one) for one in value] if isinstance(value, list) else value


def mappings(path: str, text: str) -> Iterator[tuple[str, str]]:
    """Every front matter and block of a file, with the kind of schema that judges it."""
    kind = CONTENT.of_file(path)
    if kind == "translation":
        return
    front = _FRONT.match(text)
    if kind in front_matters() and front:
        yield kind, front[1]
    for found in _BLOCK.finditer(text):
        yield found[1], re.sub(r"^> ?", "", found[2], flags=re.MULTILINE)


def faults(kind: str, text: str, loader: Any = TypedLoader) -> list[str]:
    value = with_text_keys(yaml.load(text, loader))
    return [error.message for error in Draft202012Validator(schema.schema(kind)).iter_errors(value)]


@pytest.mark.parametrize("kind", schema.kinds())
def test_a_schema_is_one_of_its_dialect(kind: str) -> None:
    Draft202012Validator.check_schema(schema.schema(kind))


@pytest.mark.parametrize("loader", [TypedLoader, yaml.BaseLoader], ids=["typed", "as text"])
@pytest.mark.parametrize("site", [ROOT, GOOD_SITE], ids=["shipped", "good site"])
def test_every_good_file_fits_its_schema(site: Path, loader: Any) -> None:
    seen = set()
    for path, file in read_tree(site)[0].files.items():
        if path.endswith(".md"):
            for kind, text in mappings(path, file.content.decode()):
                assert faults(kind, text, loader) == [], f"{path}: {kind}"
                seen.add(kind)
    assert {"course", "lesson", "bank", "assessment", "credential", "issuer", "quiz"} <= seen


def test_the_examples_of_the_manual_fit_their_schema() -> None:
    text = (ROOT / "docs" / "reference" / "question-types.md").read_text(encoding="utf-8")
    blocks = [found[2] for found in _BLOCK.finditer(text)]
    assert len(blocks) >= len(quizzes())
    for block in blocks:
        assert faults("quiz", block) == []


@pytest.mark.parametrize(
    "path",
    [path for path in CASES if path.stem.startswith(SEEN) and path.stem not in NOT_SEEN],
    ids=lambda path: path.stem,
)
def test_a_wrong_file_that_a_schema_can_know_does_not_fit_it(path: Path) -> None:
    case = read_case(path)
    expected = {line.split(":")[0] for line in case.expected}
    found = []
    for kind, name, text in case.blocks:
        if kind == "file" and name in expected:
            found += [fault for of, part in mappings(name, text) for fault in faults(of, part)]
    assert found


def test_a_schema_holds_every_key_with_its_description_and_what_is_needed() -> None:
    for kind, table in {**front_matters(), **quizzes()}.items():
        drawn = schema.schema(kind)
        assert list(drawn["properties"]) == list(table)
        assert drawn.get("required", []) == [entry.key for entry in table.entries.values() if entry.needed]
        assert all(drawn["properties"][entry.key]["description"] == entry.says for entry in table.entries.values())


def test_one_document_holds_them_all() -> None:
    whole = schema.whole()
    Draft202012Validator.check_schema(whole)
    assert tuple(whole["$defs"]) == schema.kinds()


def test_every_default_fits_its_own_shape() -> None:
    for kind, table in {**front_matters(), **quizzes()}.items():
        for entry in table.entries.values():
            if entry.default:
                part = schema.schema(kind)["properties"][entry.key]
                assert Draft202012Validator(part).is_valid(part["default"]), f"{kind}: {entry.key}"


def test_every_entry_says_what_it_is_in_one_line() -> None:
    for table in {**front_matters(), **quizzes()}.values():
        for entry in table.entries.values():
            assert entry.says
            assert "\n" not in entry.says
            assert not entry.says.endswith(".") or "." in entry.says[:-1]


def test_a_snippet_is_a_block_that_fits_its_schema() -> None:
    """With the example that stands in each place, and the first word of each choice."""
    for name, snippet in vscode.snippets().items():
        body = "\n".join(snippet["body"])
        body = re.sub(r"\$\{\d+\|((?:\\,|[^,|])*)[^|]*\|\}", lambda found: found[1].replace("\\,", ","), body)
        body = re.sub(r"\$\{\d+:((?:\\\}|[^}])*)\}", lambda found: found[1].replace("\\}", "}"), body)
        kind = snippet["prefix"].removeprefix("lms-")
        inner = body.split("\n", 1)[1].rsplit("\n", 2)[0]
        assert faults(kind, inner) == [], f"{name}: {body}"


def test_a_snippet_for_prose_is_read_without_a_finding() -> None:
    bodies = ["\n".join(one["body"]).replace("$0", "") for one in vscode.prose_snippets().values()]
    text = re.sub(r"\$\{\d+\|([^,|]*)[^|]*\|\}", r"\1", "\n\n".join(bodies))
    text = re.sub(r"\$\{\d+:((?:\\\}|[^}])*)\}", lambda found: found[1].replace("\\}", "}").replace("\\\\", "\\"), text)
    findings = Findings()
    html = render(Page(Body(text, "content/courses/bees/01-one.md", 1), findings))
    assert not findings.items
    assert all(sign in html for sign in ("callout-note", "note_1_0", "<mfrac>", "media/name.mp4"))


def test_a_key_that_is_added_to_a_table_is_in_its_schema() -> None:
    table = front_matters()["lesson"]
    table.entries["colour"] = Entry("colour", Text(), "x", needed=True)
    try:
        assert "colour" in schema.schema("lesson")["required"]
    finally:
        del table.entries["colour"]
