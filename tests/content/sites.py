"""The good site as a tree that tests change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lms.content.compiling.compiler import compile_catalog
from lms.content.reading.model import Catalog
from lms.sources.diagnostics import Diagnostic
from lms.sources.files import SourceTree, read_tree, tree_of
from tests.content.casefiles import GOOD_SITE

TODAY = date(2026, 11, 22)
COURSE = "content/courses/bees/course.md"
LESSON = "content/courses/bees/01-first.md"
SECOND = "content/courses/bees/02-second.md"
BANK = "content/assessments/banks/bees.md"
EXAM = "content/assessments/exam.md"
CREDENTIAL = "certificates/keeper/credential.md"


def good_files() -> dict[str, bytes]:
    return {path: file.content for path, file in read_tree(GOOD_SITE)[0].files.items()}


def site_with(changes: Mapping[str, str | bytes | None]) -> SourceTree:
    """The good site with other contents; None takes a file away."""
    files = good_files()
    for path, content in changes.items():
        if content is None:
            del files[path]
        else:
            files[path] = content.encode() if isinstance(content, str) else content
    return tree_of(files)


def compiled(changes: Mapping[str, str | bytes | None]) -> tuple[Catalog, tuple[Diagnostic, ...]]:
    catalog, findings = compile_catalog(site_with(changes), today=TODAY)
    assert catalog is not None
    return catalog, findings


def clean(changes: Mapping[str, str | bytes | None]) -> Catalog:
    catalog, findings = compiled(changes)
    assert findings == ()
    return catalog


def lesson(body: str, front: str = "title: The second day") -> str:
    return f"---\n{front}\n---\n{body}"


def quiz(id: str, more: str = "") -> str:
    return f"```quiz\nid: {id}\ntype: true-or-false\nquestion: Is it so?\nanswer: yes\nwhy: It is.\n{more}```\n"
