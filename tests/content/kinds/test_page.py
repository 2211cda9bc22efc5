"""A page of the site's own: what it says, what fills its gaps, and what a check finds in it."""

from __future__ import annotations

from datetime import date

import pytest

from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import compile_catalog, world_of
from lms.content.editing.starters import start
from lms.content.kinds.page import SitePage
from lms.content.reading.model import Issuer
from lms.content.reading.publication import filled
from tests.content.sites import SECOND, clean, compiled, lesson, site_with

ABOUT = "content/pages/about.md"
ISSUER = "certificates/issuer.md"
WHO = "---\nname: Bees & <friends>\nurl: https://bees.example\nemail: hello@bees.example\ndescription: We keep.\n---\n"
TEXT = """---
title: About us
summary: Who we are.
paths: [creator]
level: practising
topics: [bees, us]
date: 2026-11-20
author: Amal
footer: yes
order: 3
---
We are {issuer.name}: { issuer.description } See [privacy](privacy.md).
"""


def page(catalog: object, id: str = "about") -> SitePage:
    found = catalog.others["page"][id]  # type: ignore[attr-defined]
    assert isinstance(found, SitePage)
    return found


def test_it_says_what_its_front_matter_says_and_the_issuers_facts_fill_its_gaps() -> None:
    assert page(clean({ABOUT: TEXT, ISSUER: WHO})) == SitePage(
        "about",
        "About us",
        "Who we are.",
        "en",
        '<p>We are Bees &amp; &lt;friends&gt;: We keep. See <a href="/privacy">privacy</a>.</p>\n',
        ("creator",),
        "practising",
        ("bees", "us"),
        date(2026, 11, 20),
        True,
        3,
    )


def test_addresses_of_the_issuer_are_links() -> None:
    html = filled("{issuer.email} {issuer.url}", Issuer("Bees", "https://bees.example", "hello@bees.example"))
    assert html == (
        '<a class="address" href="mailto:hello@bees.example">hello@bees.example</a> '
        '<a class="address" href="https://bees.example">https://bees.example</a>'
    )


def test_a_lesson_can_lead_to_it_where_its_page_is() -> None:
    more = "content/pages/partners.md"
    body = "[Us](../../pages/about.md) and [them](../../pages/partners.md)."
    catalog = clean({ABOUT: TEXT, ISSUER: WHO, more: "---\ntitle: Partners\n---\nFriends.\n", SECOND: lesson(body)})
    html = catalog.courses["bees"].lessons["second"].passages[0].html
    assert '<a href="/about">Us</a>' in html
    assert '<a href="/pages/partners">them</a>' in html


def test_a_link_to_a_draft_of_it_is_found() -> None:
    draft = TEXT.replace("footer", "draft: yes\nfooter")
    _, findings = compiled({ABOUT: draft, ISSUER: WHO, SECOND: lesson("[Us](../../pages/about.md)")})
    assert [(one.code, one.place.file) for one in findings] == [("M107", SECOND)]


def test_a_translation_has_its_gaps_filled_too() -> None:
    spanish = "---\ntitle: Quiénes somos\nsummary: Nosotros.\n---\nSomos {issuer.name}.\n"
    catalog = compiled({ABOUT: TEXT, ISSUER: WHO, "content/pages/about.es.md": spanish})[0]
    assert page(catalog.editions["es"]).html == "<p>Somos Bees &amp; &lt;friends&gt;.</p>\n"
    assert page(catalog.editions["es"]).title == "Quiénes somos"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("---\ntitel: x\n---\n", [("S201", 2)]),
        ("---\ntitle: x\norder: first\n---\n", [("S204", 3)]),
        ("---\ntitle: x\nfooter: perhaps\n---\n", [("S206", 3)]),
        ("---\ntitle: x\npaths: [creater]\n---\n", [("S205", 3)]),
        ("---\ntitle: x\ndate: soon\n---\n", [("S207", 3)]),
        ("---\ntitle: x\nreview_by: 2026-11-21\n---\n", [("C108", 3)]),
        ("---\ntitle: x\n---\n{issuer.phone}\n", [("P201", 4)]),
        ("---\ntitle: x\n---\n{who.name} and {name}\n", [("P201", 4)]),
        ("---\nsummary: x\n---\n", [("S202", 1)]),
    ],
)
def test_every_fault_in_it_has_its_place(text: str, found: list[tuple[str, int]]) -> None:
    findings = compiled({ABOUT: text})[1]
    assert sorted((one.code, one.place.line) for one in findings) == found


def test_a_line_of_help_that_nobody_looked_at_for_180_days_is_found() -> None:
    table = "| country | name | how | checked |\n| --- | --- | --- | --- |\n"
    rows = "| A | One | Call | 2026-05-25 |\n| B | Two | Call | 2026-05-26 |\n| C | Three | Call | never |\n"
    findings = compiled({"content/pages/hard-day.md": f"---\ntitle: A hard day\n---\n{table}{rows}"})[1]
    found = [(one.code, one.place.line, one.place.column) for one in findings]
    assert sorted(found) == [("C108", 6, 20), ("S207", 8, 22)]


def test_a_table_of_help_may_be_empty() -> None:
    table = "| country | name | how | checked |\n| --- | --- | --- | --- |\n"
    assert (
        "<th>checked</th>"
        in page(clean({"content/pages/hard-day.md": f"---\ntitle: Hard\n---\n{table}"}), "hard-day").html
    )


def test_what_every_site_needs_is_missed() -> None:
    found = compiled({f"content/pages/{name}.md": None for name in ("contact", "privacy", "accessibility")})[1]
    assert [(one.code, one.severity.value) for one in found] == [("P203", "warning")] * 3


def test_its_start_checks_without_errors_and_is_there() -> None:
    files = start("page", world_of(site_with({}), Cache()), "terms")
    catalog, findings = compile_catalog(site_with(files), today=date(2026, 11, 22))
    assert {one.severity.value for one in findings} <= {"warning"}
    assert page(catalog, "terms").footer


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("---\ntitle: About {issuer.name}\n---\nx\n", "P201", 2),
        ("---\ntitle: About\nsummary: Of {issuer.name}.\n---\nx\n", "P201", 3),
        ("---\ntitle: About\n---\nWe are { issuer }.\n", "P201", 4),
        ("---\ntitle: About\n---\n| how | checked |\n| --- | --- |\n| x | yesterday |\n", "S207", 6),
        ("---\ntitle: About\n---\n| how | checked |\n| :-- | --: |\n| x | 2026-02-30 |\n", "S207", 6),
        ("---\ntitle: About\n---\n| how | checked |\n| --- | --- |\n| x | |\n", "S207", 6),
    ],
)
def test_what_would_stand_there_unfilled_or_unchecked_is_found_at_its_place(text: str, code: str, line: int) -> None:
    _, findings = compiled({ABOUT: text, ISSUER: WHO})
    assert [(one.code, one.place.line) for one in findings if one.place.file == ABOUT] == [(code, line)]


def test_a_page_in_a_language_names_the_issuer_in_it_and_certificates_keep_the_original() -> None:
    about = "---\ntitle: Quiénes somos\nsummary: Quiénes.\n---\nSomos {issuer.name}: {issuer.description}\n"
    told = "---\nname: Abejas y amigas\ndescription: (untranslated) We keep.\n---\n"
    files = {ABOUT: TEXT, ISSUER: WHO, "content/pages/about.es.md": about, "certificates/issuer.es.md": told}
    catalog, _ = compiled(files)
    assert catalog.issuer is not None
    spanish = catalog.editions["es"]
    assert "Somos Abejas y amigas: We keep." in page(spanish).html
    assert spanish.issuer is not None
    assert (spanish.issuer.name, spanish.issuer.email) == ("Abejas y amigas", "hello@bees.example")
    assert catalog.issuer.name == "Bees & <friends>"
    assert "We are Bees &amp; &lt;friends&gt;" in page(catalog).html
