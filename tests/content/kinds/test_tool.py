"""A tool: what it asks, what it gives, what a check finds in it, and how it is translated."""

from __future__ import annotations

from datetime import date

import pytest

from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import compile_catalog, world_of
from lms.content.editing.starters import start
from lms.content.kinds.tool import Tool
from lms.content.translations.texts import texts_of
from lms.content.translations.writing import NOTHING, brought_up_to_date
from lms.sources.files import tree_of
from tests.content.sites import clean, compiled, site_with

HONEY = "content/tools/honey.md"
SPANISH = "content/tools/honey.es.md"
ASK = "```ask\nid: kind\ntype: choose-one\nquestion: Which honey?\noptions: {a: Lime, b: Heather}\n```\n"
MUCH = "```ask\nid: much\ntype: number\nquestion: How much?\nunit: jars\nshow_if: {kind: a}\n```\n"
FRONT = "---\ntitle: Say what honey it is\nsummary: In a sentence.\ngives: It is {kind}, {much}.\n---\n"
TEXT = f"{FRONT}First, [read](honey.md).\n\n{ASK}\nThen more.\n\n{MUCH}"
TRANSLATED = """---
title: Di qué miel es
summary: En una frase.
gives: Es {kind}, {much}.
---
Primero, lee.

```ask
id: kind
question: ¿Qué miel?
options: {a: Tilo, b: Brezo}
```

Luego más.

```ask
id: much
question: ¿Cuánta?
unit: tarros
```
"""


def tool(catalog: object) -> Tool:
    found = catalog.others["tool"]["honey"]  # type: ignore[attr-defined]
    assert isinstance(found, Tool)
    return found


def test_it_has_prose_asks_between_it_and_the_text_that_it_gives() -> None:
    honey = tool(clean({HONEY: TEXT}))
    assert [one.html or one.quiz for one in honey.passages] == [
        '<p>First, <a href="/tools/honey">read</a>.</p>\n', "kind", "<p>Then more.</p>\n", "much",
    ]  # fmt: skip
    assert [(one.id, one.question.type, one.show_if) for one in honey.asks] == [
        ("kind", "choose-one", ()),
        ("much", "number", (("kind", ("a",)),)),
    ]
    assert honey.gives == "It is {kind}, {much}."


def test_it_is_read_in_another_language_ask_by_ask_and_the_rest_stays_marked() -> None:
    spanish = tool(compiled({HONEY: TEXT, SPANISH: TRANSLATED})[0].editions["es"])
    assert (spanish.title, spanish.gives, spanish.language) == ("Di qué miel es", "Es {kind}, {much}.", "es")
    assert spanish.html == "<p>Primero, lee.</p>\n<p>Luego más.</p>\n"
    assert [one.html for one in spanish.asks[0].question.body.options] == ["Tilo", "Brezo"]
    assert spanish.asks[1].question.body.unit == "tarros"
    partly = TRANSLATED.replace("question: ¿Qué miel?\n", "")
    spanish = tool(compiled({HONEY: TEXT, SPANISH: partly})[0].editions["es"])
    assert spanish.asks[0].question.html == '<div lang="en" dir="ltr"><p>Which honey?</p>\n</div>'


def test_a_translation_is_begun_and_brought_up_to_date() -> None:
    original = texts_of(tree_of({HONEY: TEXT.encode()}).files[HONEY], "tool")
    begun = brought_up_to_date(original, "tool", NOTHING)
    assert "(untranslated)\n  Which honey?" in begun
    assert "gives: (untranslated) It is {kind}, {much}." in begun
    findings = compiled({HONEY: TEXT, SPANISH: begun})[1]
    assert {one.code for one in findings} == {"T107"}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (("gives: Es {kind}", "gives: Es {tipo}"), ("Q404", 4)),
        (("options: {a: Tilo, b: Brezo}", "options: {a: Tilo, c: Brezo}"), ("T105", 11)),
        (("id: much", "id: many"), ("T105", 17)),
        (("unit: tarros", "needed: yes"), ("T106", 19)),
        (("```ask\nid: kind", "```quiz\nid: kind"), ("M203", 8)),
    ],
)
def test_a_translation_that_does_not_fit_is_found(change: tuple[str, str], found: tuple[str, int]) -> None:
    findings = compiled({HONEY: TEXT, SPANISH: TRANSLATED.replace(*change)})[1]
    assert found in [(one.code, one.place.line) for one in findings if one.severity.value == "error"]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (("gives: It is {kind}, {much}.\n", ""), [("S202", 1)]),
        (("question: Which honey?\n", ""), [("S202", 8)]),
        (("question: Which honey?", "question: Which honey?\nanswer: a"), [("S201", 12)]),
        (("question: Which honey?", "question: Which honey?\nneeded: perhaps"), [("S206", 12)]),
        (("type: choose-one", "type: choose"), [("Q401", 10)]),
        (("type: choose-one", "type: match"), [("Q401", 10)]),
        (("show_if: {kind: a}", "show_if: {kind: {a: b}}"), [("S203", 22)]),
        (("show_if: {kind: a}", "show_if: kind"), [("S203", 22)]),
        (("show_if: {kind: a}", "show_if: {much: a}"), [("Q403", 22)]),
        ((f"{ASK}\nThen more.\n\n{MUCH}", f"{MUCH}\nThen more.\n\n{ASK}"), [("Q403", 13)]),
        (("id: much", "id: Much it was"), [("Q101", 18), ]),
        (("```ask\nid: kind", "```asks\nid: kind"), [("M201", 8)]),
        (("show_if: {kind: a}\n```", "show_if: {kind: a}"), [("M202", 17)]),
    ],
)  # fmt: skip
def test_every_fault_in_it_has_its_place(change: tuple[str, str], found: list[tuple[str, int]]) -> None:
    findings = compiled({HONEY: TEXT.replace(*change)})[1]
    assert sorted((one.code, one.place.line) for one in findings) == found


def test_more_asks_than_people_answer_in_one_go_are_found() -> None:
    many = "".join(ASK.replace("kind", f"kind-{n}") for n in range(41))
    findings = compiled({HONEY: f"---\ntitle: x\ngives: y\n---\n{many}"})[1]
    assert [one.code for one in findings] == ["Q406"]


def test_its_start_checks_without_errors_and_is_there() -> None:
    files = start("tool", world_of(site_with({}), Cache()), "honey")
    catalog, findings = compile_catalog(site_with(files), today=date(2026, 11, 22))
    assert {one.code for one in findings} == {"S014"}
    assert [one.id for one in tool(catalog).asks] == ["first"]


def test_a_draft_of_it_is_there_for_its_authors_alone() -> None:
    files = {HONEY: TEXT.replace("gives:", "draft: yes\ngives:", 1)}
    assert "honey" not in clean(files).others.get("tool", {})
    assert "honey" in compile_catalog(site_with(files), today=date(2026, 11, 22), drafts=True)[0].others["tool"]  # type: ignore[union-attr]
