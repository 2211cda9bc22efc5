"""The glossary: words that are explained once, and can be led to."""

from __future__ import annotations

import pytest

from lms.content.kinds.glossary import Explained, Glossary
from tests.content.sites import SECOND, clean, compiled, lesson

PATH = "content/glossary.md"
TEXT = """---
title: Words we use
terms:
  IRB: The *group* that looks at [studies](courses/bees/01-first.md).
  Calm hands: Hands that move slowly.
  健康: Health.
---
All of them, in our own words.
"""


def test_its_terms_come_in_the_authors_order_with_an_address_each() -> None:
    assert clean({PATH: TEXT}).one("glossary") == Glossary(
        "Words we use",
        "en",
        (
            Explained("IRB", "irb", 'The <em>group</em> that looks at <a href="/courses/bees/first">studies</a>.'),
            Explained("Calm hands", "calm-hands", "Hands that move slowly."),
            Explained("健康", "", "Health."),
        ),
        "<p>All of them, in our own words.</p>\n",
    )


def test_a_site_needs_none() -> None:
    assert clean({}).one("glossary") is None


def test_a_lesson_can_lead_to_it_and_to_a_term() -> None:
    body = "See [our words](../../glossary.md), or [calm hands](../../glossary.md#calm-hands)."
    catalog = clean({PATH: TEXT, SECOND: lesson(body)})
    html = catalog.courses["bees"].lessons["second"].passages[0].html
    assert 'href="/glossary"' in html
    assert 'href="/glossary#calm-hands"' in html


def test_a_link_to_a_term_that_is_not_there_is_found() -> None:
    _, findings = compiled({PATH: TEXT, SECOND: lesson("[Calm hands](../../glossary.md#calm-hand)")})
    assert [(one.code, one.help) for one in findings] == [("M108", "Did you mean `#calm-hands`?")]


@pytest.mark.parametrize(
    ("front", "found"),
    [
        ("title: x", [("S202", 1)]),
        ("terms:", [("S202", 2)]),
        ("terms: [a, b]", [("S203", 2)]),
        ("terms:\n  a:", [("S202", 3)]),
        ("terms:\n  a: [b]", [("S202", 3)]),
        ("terms:\n  a: b\n  a: c", [("S102", 4)]),
        ("terms: {a: b}\ntems: x", [("S201", 3)]),
    ],
)
def test_every_fault_in_it_has_its_place(front: str, found: list[tuple[str, int]]) -> None:
    assert [(one.code, one.place.line) for one in compiled({PATH: f"---\n{front}\n---\n"})[1]] == found
