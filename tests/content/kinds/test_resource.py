"""A resource: what it is, its month, its file, and where a link leads."""

from __future__ import annotations

import jsonschema
import pytest

from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import world_of
from lms.content.editing import schema
from lms.content.editing.starters import start
from lms.content.kinds.resource import KIND, Resource
from lms.content.reading.model import Catalog
from tests.content.sites import SECOND, clean, compiled, lesson, site_with

VISIT = "content/resources/2027-03-visit.md"
PDF = "content/resources/media/one.pdf"
TEXT = """---
title: A visit
summary: What to ask.
kind: template
print: yes
file: media/one.pdf
topics: [visits]
was: [call]
---
Ask, and write it down. By {issuer.name}.
"""
FILES: dict[str, str | bytes | None] = {VISIT: TEXT, PDF: b"%PDF-1.4\n%%EOF\n"}


def resource(catalog: Catalog, id: str = "visit") -> Resource:
    found = catalog.others["resource"][id]
    assert isinstance(found, Resource)
    return found


def test_it_says_what_its_front_matter_says_and_its_file_gives_the_month() -> None:
    found = resource(clean(FILES))
    assert (found.id, found.month, found.kind, found.one_page) == ("visit", "2027-03", "template", True)
    assert found.file == "/resources/media/one.pdf"
    assert "{issuer" not in found.html
    assert (found.download, found.head.file) == (None, "")


def test_its_former_address_leads_on() -> None:
    assert clean(FILES).former.now("resources/call") == "resources/visit"


def test_others_lead_to_it_by_its_file() -> None:
    catalog = clean({**FILES, SECOND: lesson("See [what to ask](../../resources/2027-03-visit.md).")})
    assert '<a href="/resources/visit">' in catalog.courses["bees"].lessons["second"].passages[0].html


def test_a_link_leads_elsewhere() -> None:
    text = "---\ntitle: Elsewhere\nkind: link\naddress: https://example.org/a?b=c&d=e\n---\nGo.\n"
    assert resource(clean({"content/resources/there.md": text}), "there").address == "https://example.org/a?b=c&d=e"


def test_it_is_translated_beside_its_month() -> None:
    spanish = "---\ntitle: Una visita\nsummary: Qué preguntar.\n---\nPregunta. De {issuer.name}.\n"
    catalog = compiled({**FILES, "content/resources/2027-03-visit.es.md": spanish})[0]
    found = resource(catalog.editions["es"])
    assert (found.title, found.month, found.file) == ("Una visita", "2027-03", "/resources/media/one.pdf")


@pytest.mark.parametrize(
    ("name", "front", "found"),
    [
        ("a", "kind: link", [("P207", 3, 7)]),
        ("a", "kind: link\naddress:", [("S202", 4, 1)]),
        ("a", "kind: link\naddress: http://example.org", [("P207", 4, 10)]),
        ("a", "kind: link\naddress: https:///nowhere", [("P207", 4, 10)]),
        ("a", "kind: link\naddress: mailto:a@example.org", [("P207", 4, 10)]),
        ("a", "kind: link\naddress: javascript:alert(1)", [("P207", 4, 10)]),
        ("a", "kind: link\nurl: https://example.org", [("S201", 4, 1)]),
        ("a", "address: https://example.org", [("P207", 3, 1)]),
        ("a", "kind: guid", [("S205", 3, 7)]),
        ("a", "month: March 2027", [("S207", 3, 8)]),
        ("a", "month: 2027-13", [("S207", 3, 8)]),
        ("2027-03-a", "month: 2027-04", [("P206", 3, 8)]),
        ("2027-03-a", "month: 2027-03", []),
        ("a", "id: 2027-03", [("P206", 3, 5)]),
        ("a", "print: perhaps", [("S206", 3, 8)]),
        ("a", "file: https://example.org/a.pdf", [("P208", 3, 7)]),
        ("a", "file: a.md", [("P208", 3, 7)]),
        ("a", "file: media/none.pdf", [("M107", 3, 7)]),
        ("a", "file: ../../../etc/passwd", [("M103", 3, 7)]),
        ("a", "topics: [diagnosis]", [("P204", 3, 10)]),
    ],
)
def test_every_fault_in_it_has_its_place(name: str, front: str, found: list[tuple[str, int, int]]) -> None:
    path = f"content/resources/{name}.md"
    findings = compiled({path: f"---\ntitle: A visit\n{front}\n---\nAsk.\n"})[1]
    assert [(one.code, one.place.line, one.place.column) for one in findings] == found
    assert all(one.help for one in findings)


def test_a_month_written_otherwise_is_mended_by_the_check() -> None:
    (found,) = compiled({"content/resources/a.md": "---\ntitle: A visit\nmonth: 2027/3\n---\nAsk.\n"})[1]
    assert [edit.text for edit in found.edits] == ["2027-03"]


def test_lists_have_the_latest_month_first_and_those_of_none_last() -> None:
    def of(id: str, month: str) -> Resource:
        return Resource(id, id.capitalize(), "", "en", "", month=month)

    there = [of("b", ""), of("a", "2027-03"), of("d", "2027-04"), of("c", "2027-04")]
    assert [one.id for one in KIND.in_order(there)] == ["c", "d", "a", "b"]


def test_its_start_checks_without_errors() -> None:
    files = start("resource", world_of(site_with({}), Cache()), "visit")
    catalog, findings = compiled(files)
    assert {one.code for one in findings} == {"S014"}
    assert resource(catalog).kind == "guide"


def test_its_schema_asks_a_link_alone_for_an_address() -> None:
    validator = jsonschema.Draft202012Validator(schema.schema("resource"))
    assert validator.is_valid({"title": "A visit", "month": "2027-03"})
    assert validator.is_valid({"title": "A visit", "kind": "link", "address": "https://example.org"})
    assert not validator.is_valid({"title": "A visit", "kind": "link"})
    assert not validator.is_valid({"title": "A visit", "address": "https://example.org"})
    assert not validator.is_valid({"title": "A visit", "month": "March"})
