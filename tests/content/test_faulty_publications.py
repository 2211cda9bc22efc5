"""Sixty publications with a fault each, over all kinds: every one is found, at its place, with its cure."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from lms.content.compiling.compiler import compile_catalog
from tests.content.sites import TODAY, site_with

PAGE, PATH, RESOURCE = "content/pages/about.md", "content/paths/keepers.md", "content/resources/visit.md"
ALL = (PAGE, PATH, RESOURCE)
SEVENTY = "\n".join("The bees went out and they came home again today." for _ in range(70))


class Case(NamedTuple):
    """Lines of a front matter after its title, or a whole text; what is found, where, and a word of the cure."""

    file: str
    text: str
    code: str
    line: int
    column: int
    cure: str


def front(lines: str, code: str, line: int, column: int, cure: str, *files: str) -> list[Case]:
    """One fault, in files of each of some kinds."""
    return [Case(file, f"---\ntitle: A title\n{lines}\n---\nA text.\n", code, line, column, cure) for file in files]


def body(text: str, code: str, line: int, column: int, cure: str, *files: str) -> list[Case]:
    return [Case(file, f"---\ntitle: A title\n---\n{text}\n", code, line, column, cure) for file in files]


CASES = [
    # What all have
    *front("titel: x", "S201", 3, 1, "`title` is there already", *ALL),
    *front("sumary: x", "S201", 3, 1, "`summary`", PATH),
    *front("tags: [x]", "S201", 3, 1, "`topics`", RESOURCE),
    *front("topics: {a: b}", "S203", 3, 9, "[one, two]", *ALL),
    *front("topics: [my diagnosis]", "P204", 3, 10, "helps to do", *ALL),
    *front("topics: [visits, enfermedades]", "P204", 3, 18, "helps to do", RESOURCE),
    *front("level: expert", "S205", 3, 8, "", PAGE, RESOURCE),
    *front("language: english", "C107", 3, 11, "`en`", PATH),
    *front("date: yesterday", "S207", 3, 7, "2027-09-01", *ALL),
    *front("review_by: 2026-02-30", "S207", 3, 12, "", RESOURCE),
    *front("review_by: 2026-11-01", "C108", 3, 12, "next review", *ALL),
    *front("draft: perhaps", "S206", 3, 8, "yes or no", *ALL),
    *front("was: courses/bees", "I010", 3, 6, "its-former-id", PATH, RESOURCE),
    *front("was: Visit", "I010", 3, 6, "former id", RESOURCE),
    *front("id: Not An Id", "I001", 3, 5, "not-an-id", *ALL),
    *front("summary: By {issuer.name}.", "P201", 3, 10, "gaps stand in the text", *ALL),
    *front("silence: {X999: because}", "W003", 3, 11, "", PATH),
    *front("paths: [kepers]", "S205", 3, 9, "`keepers`", PAGE, RESOURCE),
    *front("paths: [creator]", "S205", 3, 9, "`keepers`", PAGE),
    *body("{issuer.fax}", "P201", 4, 1, "{issuer.email}", *ALL),
    *body("```quiz\nid: x\n```", "M203", 4, 1, "lesson", PATH, RESOURCE),
    *body("[a](../courses/bees/99-none.md)", "M107", 4, 5, "Check the name", PAGE, PATH),
    *body("<b>bold</b>", "M101", 4, 1, "", RESOURCE),
    *body("![](media/none.png)", "M107", 4, 5, "", PATH),
    *body("[x](http://example.org)", "M102", 4, 5, "https", RESOURCE),
    Case(PATH, "title: no dashes\n---\nA text.\n", "S007", 1, 1, "three dashes"),
    Case(RESOURCE, "---\nsummary: x\n---\nA text.\n", "S202", 1, 1, "`title: …`"),
    Case(PATH, "---\ntitle: A: b\n---\nA text.\n", "S101", 2, 9, '"A: b"'),
    # A page
    *front("order: first", "S204", 3, 8, "", PAGE),
    *front("footer: below", "S206", 3, 9, "yes or no", PAGE),
    *body("| how | checked |\n| --- | --- |\n| call | never |", "S207", 6, 10, "year first", PAGE),
    # A path
    *front("steps: [courses/beez]", "R101", 3, 9, "`courses/bees`", PATH),
    *front("steps: [corses/bees]", "R101", 3, 9, "`courses/bees`", PATH),
    *front("steps: [gatherings/bees]", "R101", 3, 9, "A path begins with", PATH),
    *front("steps: [paths/keepers]", "P205", 3, 9, "Take this step out", PATH),
    *front("steps: [certificates/keeper]", "R102", 3, 9, "Name a course", PATH),
    *front("steps: [courses/bees, courses/bees]", "R107", 3, 23, "once", PATH),
    *front("endorsement: courses/bees", "R102", 3, 14, "credential", PATH),
    *front("endorsement: [certificates/keeper]", "S203", 3, 14, "", PATH),
    *front("order: 0", "S204", 3, 8, "", PATH),
    # A resource
    *front("kind: gide", "S205", 3, 7, "`guide`", RESOURCE),
    *front("kind: link", "P207", 3, 7, "`address: https://…`", RESOURCE),
    *front("kind: link\naddress: http://example.org", "P207", 4, 10, "https", RESOURCE),
    *front("address: https://example.org", "P207", 3, 1, "`kind: link`", RESOURCE),
    *front("month: 2027-3", "S207", 3, 8, "`2027-03`", RESOURCE),
    *front("month: March", "S207", 3, 8, "2027-03", RESOURCE),
    *front("id: 2027-03", "P206", 3, 5, "words", RESOURCE),
    *front("print: maybe", "S206", 3, 8, "yes or no", RESOURCE),
    *front("file: media/none.pdf", "M107", 3, 7, "Check the name", RESOURCE),
    *front("file: https://example.org/a.pdf", "P208", 3, 7, "`media`", RESOURCE),
    *front("file: ../pages/contact.md", "P208", 3, 7, "media", RESOURCE),
    Case(RESOURCE, f"---\ntitle: A title\nprint: yes\n---\n{SEVENTY}\n", "P209", 3, 8, "shorter"),
    Case(
        "content/resources/2027-03-a.md",
        "---\ntitle: A\nmonth: 2027-04\n---\nA text.\n",
        "P206",
        3,
        8,
        "Keep one",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[f"{one.file.split('/')[1]}-{one.code}-{n}" for n, one in enumerate(CASES)])
def test_the_fault_is_found_at_its_place_with_its_cure(case: Case) -> None:
    keepers = {} if case.file == PATH else {PATH: "---\ntitle: Keepers\n---\nWho walks here.\n"}
    findings = compile_catalog(site_with({**keepers, case.file: case.text}), today=TODAY, writing=True)[1]
    at_place = [one for one in findings if one.code == case.code and one.place.file == case.file]
    assert [(one.place.line, one.place.column) for one in at_place] == [(case.line, case.column)], findings
    cured = at_place[0].help + "".join(edit.text for edit in at_place[0].edits)
    assert at_place[0].help
    assert case.cure in cured


def test_there_are_sixty_of_them() -> None:
    assert len(CASES) >= 60
    assert len({one.code for one in CASES}) >= 20
