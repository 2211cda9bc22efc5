"""Courses, examinations and credentials stand in the order in which one comes to them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from lms.content.compiling.compiler import compile_catalog
from lms.content.reading.model import Catalog
from lms.sources.files import read_tree, tree_of

SHIPPED = Path(__file__).parents[3]
LESSON = "---\ntitle: One\nminutes: 8\n---\nWords.\n"


def compiled(**courses: str) -> Catalog:
    files = {}
    for name, more in courses.items():
        files[f"content/courses/{name}/course.md"] = f"---\ntitle: {name}\nsummary: S.\n{more}---\nWords.\n".encode()
        files[f"content/courses/{name}/01-one.md"] = LESSON.encode()
    catalog, _ = compile_catalog(tree_of(files), today=date(2026, 11, 1))
    assert catalog is not None
    return catalog


def test_what_must_be_done_first_stands_first_and_the_easier_before_the_harder() -> None:
    catalog = compiled(
        a="opens_after: [courses/b/one]\n",
        b="opens_after: [courses/z]\n",
        c="level: experienced\n",
        d="level: practising\n",
        z="level: new\n",
    )
    assert list(catalog.courses) == ["z", "d", "c", "b", "a"]


def test_courses_that_ask_for_one_another_are_all_there() -> None:
    catalog = compiled(a="opens_after: [courses/b]\n", b="opens_after: [courses/a]\n", c="")
    assert sorted(catalog.courses) == ["a", "b", "c"]


def test_the_shipped_road_leads_from_foundations_over_the_leader_to_the_paths() -> None:
    catalog, _ = compile_catalog(read_tree(SHIPPED)[0], today=date(2026, 11, 1))
    assert catalog is not None
    assert list(catalog.courses)[:4] == ["foundations", "social-health", "ethics", "privacy-and-safety"]
    exams = list(catalog.assessments)
    assert exams[:3] == ["foundations-check", "foundations-exam", "social-health-check"]
    assert exams.index("privacy-and-safety-check") < exams.index("leader-exam") < exams.index("awareness-check")
    credentials = list(catalog.credentials)
    assert credentials[:2] == ["foundations-course", "foundations"]
    assert credentials.index("privacy-and-safety-course") < credentials.index("leader")
    assert list(catalog.editions["es"].courses) == list(catalog.courses)
