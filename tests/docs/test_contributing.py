"""What CONTRIBUTING says of the house is so: its floors, its tests, and where a kind of question stands."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from lms.questions.kinds import KINDS
from tests.docs.pages import DOCS, ROOT

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
# Words of everyday language and of programs too, by which a kind would be found where none is meant.
EVERYDAY = {name for name in KINDS if "-" not in name}


def section(title: str) -> str:
    return PAGE.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def paths(text: str) -> set[str]:
    return {found for found in re.findall(r"`([\w./-]+/[\w./-]*)`", text) if "<" not in found}


def layers() -> list[str]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    found: list[str] = next(one["layers"] for one in contracts if one["id"] == "floors")
    return found


def test_the_floors_are_told_as_they_are_held() -> None:
    told = ", ".join(f"`{layer}`" for layer in reversed(layers()))
    assert told in " ".join(section("The floors").split())
    for page in ("decisions/0001-floors.md", "explanation/the-road-to-a-certificate.md"):
        drawn = re.findall(r"^```text\n(cli\b.*?)^```", (DOCS / page).read_text("utf-8"), re.MULTILINE | re.DOTALL)
        rows = [line.split("  ")[0].rstrip() for line in drawn[0].splitlines()]
        assert [row for row in rows if row] == layers()


def test_the_tests_of_a_floor_are_where_it_is_said() -> None:
    folders = {
        one.name for one in (ROOT / "tests").iterdir() if (one / "__init__.py").exists() or any(one.glob("*.py"))
    }
    floors = {name for layer in layers() for name in layer.split(" | ")} - {"settings"}
    others = {
        one.removeprefix("tests/").rstrip("/") for one in paths(section("Set up")) if one.startswith("tests/")
    } - {""}
    assert floors <= folders
    assert folders - floors == others


def names(file: Path) -> Iterator[str]:
    """The kinds of question that a file of the program names."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".py":
        constants = (node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
        yield from (one for one in constants if isinstance(one, str) and one in KINDS)
    else:
        yield from re.findall(rf"(?<![\w-])(?:{'|'.join(KINDS)})(?![\w-])", text)


def that_name_a_kind() -> set[str]:
    files = [*(ROOT / "lms").rglob("*.py"), *(ROOT / "lms").rglob("*.yaml"), *(ROOT / "templates").rglob("*.html")]
    return {str(file.relative_to(ROOT)) for file in files if set(names(file)) - EVERYDAY}


def test_whatever_names_a_kind_of_question_is_told() -> None:
    told, found = (*paths(section("A kind of question")), "lms/questions/kinds/"), that_name_a_kind()
    assert "lms/questions/kinds/number.py" in found or "lms/questions/kinds/fill_in.py" in found
    assert not [file for file in sorted(found) if not file.startswith(told)]


def typed() -> set[str]:
    """The files and folders of tests in the commands that are shown."""
    return set(re.findall(r"^\.venv/bin/pytest (tests/[\w/.]+)", PAGE, re.MULTILINE))


@pytest.mark.parametrize("path", sorted(paths(PAGE) | typed()))
def test_each_path_that_is_named_leads_somewhere(path: str) -> None:
    assert path == "docs/decisions/NNNN-title.md" or (ROOT / path).exists()
