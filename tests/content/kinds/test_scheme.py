"""A scheme: what it says, where it stands in the catalog, and what a check finds in it."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from lms.content.comparing.change import State
from lms.content.comparing.schemes import scheme_changes
from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import compile_catalog, world_of
from lms.content.editing.starters import NotPossible, start
from lms.content.reading.model import Catalog
from lms.content.reading.schemes import Analysis, Body, Domain, Renewal, Results, Retake, Route, Scheme
from lms.sources.diagnostics import Diagnostic
from tests.content.sites import CREDENTIAL, TODAY, clean, compiled, site_with

SCHEME = "certificates/keeper/scheme.md"
CERTIFICATION = """---
title: Beekeeper
kind: certification
requires: [courses/bees, assessments/exam]
agree_to: oath.md
valid_for: 3 years
---
The holder has stood beside a hive.
"""
SILENCE = "silence:\n  P109: The bees may read them.\n  P110: The pass mark is a policy.\n"
REST = """examination: assessments/exam
routes:
  - id: course
    requires: [courses/bees]
  - id: experience
    statement: I have kept bees for two years.
domains:
  - id: hives
    title: At the hive
    weight: 100%
    objectives: [calm-hands]
"""
MORE = """practice_analysis: {date: 2026-09-01, review_by: 2031-09-01, report: analysis.pdf}
decision: {within: 5 days, by: person}
results: {hold_first: 30, hold_at_most: 21 days, scale: [200, 500, 800]}
retake: {wait: [24 hours, 7 days], per_year: 3}
renewal: {late: 90 days, by: [examination]}
code: oath.md
governance:
  - role: Committee
    members: [The Chair, The Director]
"""


def text(more: str = "", *, rest: str = REST, body: str = "What a candidate should know.") -> str:
    return f"---\nversion: 2\nscope: Stands beside a hive.\n{rest}{more}{SILENCE}---\n{body}\n"


def files(scheme: str) -> dict[str, str | bytes | None]:
    return {CREDENTIAL: CERTIFICATION, SCHEME: scheme, "certificates/keeper/analysis.pdf": b"%PDF-1.7\n%%EOF\n"}


def scheme_of(catalog: Catalog) -> Scheme:
    return catalog.schemes["keeper"]


def found(scheme: str) -> list[tuple[str, int]]:
    return [(one.code, one.place.line) for one in compiled(files(scheme))[1]]


def test_it_says_what_its_front_matter_says() -> None:
    scheme = scheme_of(clean(files(text(MORE))))
    assert scheme == Scheme(
        id="keeper",
        version=2,
        hash=site_with(files(text(MORE))).files[SCHEME].hash,
        scope="Stands beside a hive.",
        examination="assessments/exam",
        routes=(Route("course", ("courses/bees",)), Route("experience", (), "I have kept bees for two years.")),
        domains=(Domain("hives", "At the hive", Fraction(1), ("calm-hands",)),),
        within=timedelta(days=5),
        html="<p>What a candidate should know.</p>\n",
        analysis=Analysis(date(2026, 9, 1), date(2031, 9, 1), "analysis.pdf"),
        results=Results(30, timedelta(days=21), (200, 500, 800)),
        retake=Retake((timedelta(hours=24), timedelta(days=7)), 3),
        renewal=Renewal(timedelta(days=90)),
        code="oath.md",
        governance=(Body("Committee", ("The Chair", "The Director")),),
    )
    assert [route.by_registrar for route in scheme.routes] == [False, True]


def test_what_it_leaves_out_is_what_a_careful_programme_would_say() -> None:
    scheme = scheme_of(clean(files(text())))
    assert (scheme.within, scheme.retake, scheme.renewal.by) == (timedelta(days=10), Retake(), ("examination",))
    assert (scheme.analysis.day, scheme.results.hold_first, scheme.code) == (None, 0, "")


def test_it_goes_by_the_id_of_its_credential() -> None:
    changes = files(text())
    changes[CREDENTIAL] = CERTIFICATION.replace("kind:", "id: bee-person\nkind:")
    catalog = clean(changes)
    assert [(id, scheme.id) for id, scheme in catalog.schemes.items()] == [("bee-person", "bee-person")]


def test_another_byte_is_another_hash() -> None:
    first, second = (scheme_of(clean(files(text(body=body)))) for body in ("Read it.", "Read it!"))
    assert first.hash != second.hash


def test_a_wait_is_repeated_by_the_last_one() -> None:
    retake = Retake((timedelta(hours=1), timedelta(days=7)))
    assert [retake.wait_after(tries) for tries in (0, 1, 2, 3)] == [
        None,
        timedelta(hours=1),
        timedelta(days=7),
        timedelta(days=7),
    ]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("rouds: 1\n", [("S201", 15)]),
        ("decision: {within: 10 days, who: me}\n", [("S201", 15)]),
        ("decision: {within: soon}\n", [("S209", 15)]),
        ("decision: {by: nobody}\n", [("S205", 15)]),
        ("results: {scale: [500, 200, 800]}\n", [("S204", 15)]),
        ("results: {scale: [500, two]}\n", [("S204", 15)]),
        ("results: {hold_first: -1}\n", [("S204", 15)]),
        ("retake: {per_year: 0}\n", [("S204", 15)]),
        ("retake: [1 day]\n", [("S203", 15)]),
        ("renewal: {by: [prayer]}\n", [("S205", 15)]),
        ("practice_analysis: {review_by: 2031-09-01}\n", [("S202", 15)]),
        ("governance:\n  - members: [The Chair]\n", [("S202", 16)]),
        ("governance:\n  - nothing\n", [("S203", 16)]),
    ],
)
def test_each_key_is_checked(more: str, expected: list[tuple[str, int]]) -> None:
    assert found(text(more)) == expected


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ("version: 2", "version: two", [("S204", 2)]),
        ("version: 2\n", "", [("S202", 1)]),
        ("scope: Stands beside a hive.\n", "", [("S202", 1)]),
        ("id: hives", "id: The hives", [("I001", 11)]),
        ("weight: 100%", "weight: all", [("S208", 13)]),
        ("weight: 100%", "weight: 99.99%", [("P101", 10)]),
        ("[calm-hands]", "[calm-hand]", [("P102", 10), ("R105", 14)]),
        ("[calm-hands]", "[]", [("P102", 10), ("S202", 14)]),
        ("[courses/bees]", "[courses/bee]", [("R101", 7)]),
        ("assessments/exam", "courses/bees", [("P103", 4)]),
        ("    statement: I have kept bees for two years.\n", "", [("P111", 8)]),
        ("id: experience", "id: course", [("I003", 8)]),
    ],
)
def test_what_must_be_there_is_asked_for(was: str, now: str, expected: list[tuple[str, int]]) -> None:
    assert found(text().replace(was, now, 1)) == expected


def test_weights_are_added_exactly() -> None:
    thirds = REST.replace("weight: 100%", "weight: 33.3%") + "".join(
        f"  - {{id: {id}, weight: {weight}, objectives: [calm-hands]}}\n"
        for id, weight in (("a", "33.3%"), ("b", "33.4%"))
    )
    assert "P101" not in {code for code, _ in found(text(rest=thirds))}


def test_a_review_day_is_a_warning_with_a_code_of_its_own() -> None:
    past = compile_catalog(site_with(files(text(MORE))), today=date(2031, 9, 2))[1]
    assert [(one.code, one.severity.value) for one in past] == [("P105", "warning")]


def test_its_scope_and_body_can_be_translated_and_nothing_that_decides() -> None:
    spanish = "---\nscope: Se queda junto a la colmena.\n---\nLo que hay que saber.\n"
    changes = {**files(text()), "certificates/keeper/scheme.es.md": spanish}
    catalog, findings = compiled(changes)
    edition = scheme_of(catalog.editions["es"])
    assert (edition.scope, edition.html, edition.language) == (
        "Se queda junto a la colmena.",
        "<p>Lo que hay que saber.</p>\n",
        "es",
    )
    assert (edition.hash, edition.domains) == (scheme_of(catalog).hash, scheme_of(catalog).domains)
    assert {one.code for one in findings} == {"T107", "T109"}
    changes["certificates/keeper/scheme.es.md"] = spanish.replace("---\nLo", "version: 3\n---\nLo")
    assert "version" in " ".join(one.message for one in compiled(changes)[1])


def test_a_starter_begins_one_that_has_nothing_but_words_to_write() -> None:
    world = world_of(site_with({CREDENTIAL: CERTIFICATION}), Cache())
    begun = start("scheme", world, "keeper")
    assert codes(compiled({CREDENTIAL: CERTIFICATION, **begun})[1]) == {"S014", "P109", "P110"}
    with pytest.raises(NotPossible, match=r"no credential|none called"):
        start("scheme", world, "nobody")


def codes(findings: tuple[Diagnostic, ...]) -> set[str]:
    return {one.code for one in findings}


def test_a_difference_says_what_changed_and_that_applications_keep_theirs() -> None:
    def changes(before: str, after: str) -> list[str]:
        states = [
            State(world_of(site_with(files(one)), Cache()), compile_catalog(site_with(files(one)), today=TODAY)[0])  # type: ignore[arg-type]
            for one in (before, after)
        ]
        return [change.says for change in scheme_changes(*states)]

    assert changes(text(), text()) == []
    assert changes(text(), text("retake: {per_year: 2}\n")) == ["attempts in a year: none → 2"]
    assert changes(text(), text("decision: {within: 3 days}\n")) == ["decided within: 10 days → 3 days"]
    assert changes(text(), text().replace("version: 2", "version: 3")) == ["version: 2 → 3"]
    assert changes(text(), text("code: oath.md\n")) == ["what else the scheme says changed"]
    assert any("domains" in one for one in changes(text(), text().replace("At the hive", "Beside it")))


def test_a_scheme_that_comes_or_goes_is_told_with_who_decides_from_then_on() -> None:
    alone: dict[str, str | bytes | None] = {CREDENTIAL: CERTIFICATION}
    without, with_one = (
        State(world_of(site_with(one), Cache()), compile_catalog(site_with(one), today=TODAY)[0])  # type: ignore[arg-type]
        for one in (alone, files(text()))
    )
    assert [change.says for change in scheme_changes(without, with_one)] == [
        "a new scheme: a person decides from now on"
    ]
    assert [change.says for change in scheme_changes(with_one, without)] == [
        "the scheme is gone: the machine alone decides from now on"
    ]
