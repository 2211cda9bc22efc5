"""What we write ourselves keeps our own rules: the content, the manual's examples, and starting files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lms.content.codes.writing import WRITING
from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import compile_catalog, world_of
from lms.content.editing import starters
from lms.sources.files import read_tree, tree_of
from tests.content.sites import TODAY, site_with
from tests.content.writing.corpus import found_in, lesson_of

ROOT = Path(__file__).parents[3]
QUIZ = re.compile(r"^(`{3,})quiz\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
DOCS = sorted((ROOT / "docs").rglob("*.md"))
EXAMPLES = [
    (page.relative_to(ROOT), number, found[2])
    for page in DOCS
    for number, found in enumerate(QUIZ.finditer(page.read_text(encoding="utf-8")), start=1)
    if "\ntype: " in f"\n{found[2]}"
]


def test_the_shipped_content_is_well_written() -> None:
    tree, unreadable = read_tree(ROOT)
    cache = Cache()
    found = [one for one in compile_catalog(tree, today=TODAY, cache=cache, writing=True)[1] if one.code[0] == "W"]
    assert (unreadable, found) == ([], [])


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{page}-{number}" for page, number, _ in EXAMPLES])
def test_an_example_of_the_manual_is_well_written(example: tuple[Path, int, str]) -> None:
    _, _, text = example
    assert [one for one in found_in(lesson_of(f"```quiz\n{text}```")) if one.code[0] == "W"] == []


def test_starting_files_are_well_written() -> None:
    tree = site_with({})
    world = world_of(tree, Cache())
    files = {path: file.content for path, file in tree.files.items()}
    for more in (
        starters.start("course", world, "ants"),
        starters.start("lesson", world, "bees/third"),
        starters.start("bank", world, "ants"),
        starters.start("assessment", world, "ants"),
        starters.start("credential", world, "ants"),
    ):
        new = tree_of(files | {path: text.encode() for path, text in more.items()})
        found = compile_catalog(new, today=TODAY, writing=True)[1]
        # Every sentence of a starting file is there to be replaced, and nothing else is found in one.
        assert {one.code for one in found} == {"S014"}
        assert {one.place.file for one in found} == {path for path in more if path.endswith(".md")}


def test_a_site_of_one_line_each_has_nothing_to_mend() -> None:
    files = {
        "content/courses/one/course.md": "---\ntitle: One\nobjectives:\n  a-b: Do it.\n  c-d: Do that.\n---\n",
        "content/courses/one/01-a.md": "---\ntitle: A\n---\nHi.\n",
        "content/courses/one/02-b.md": "---\ntitle: B\nobjectives: [a-b]\n---\nHi.\n",
        "content/courses/one/03-c.md": "---\ntitle: C\n---\n```quiz\nid: q\ntype: choose-one\nquestion: Q\noptions:\n"
        "  a: A\n  b: B\nanswer: a\nwhy: w\n```\n",
        "content/assessments/banks/one.md": "---\nobjective: a-b\n---\n```quiz\nid: q\ntype: true-or-false\n"
        "question: Yes.\nanswer: yes\nwhy: Yes.\n```\n",
        "content/assessments/one.md": "---\npass_mark: 50%\ndraw:\n  - {take: 1, from: banks/one}\n---\n",
    }
    found = compile_catalog(tree_of({path: text.encode() for path, text in files.items()}), today=TODAY, writing=True)[
        1
    ]
    assert found == ()


@pytest.mark.parametrize("code", [code for code in WRITING if code.code > "W1"], ids=lambda code: code.code)
def test_every_rule_of_writing_says_where_it_comes_from_or_why(code: object) -> None:
    meaning = code.meaning  # type: ignore[attr-defined]
    assert "Source: " in meaning or len(meaning) > 80
