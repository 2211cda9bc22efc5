"""A scheme in another language: all that a candidate reads of it, or none of its tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from lms.content.compiling.compiler import compile_catalog
from lms.content.reading.schemes import Body, Scheme
from lms.content.translations.texts import texts_of
from lms.practice.handbook import Handbook, Said, from_json, handbook
from lms.services.publishing import handbooks
from lms.sources.diagnostics import Severity
from lms.sources.files import SourceTree, tree_of
from tests.content.sites import TODAY
from tests.support import spanish as spanish_site
from tests.support.schemed import SCHEME_FILE, SCHEMED
from tests.support.site import FILES, catalog_of

SPANISH = "certificates/guide/scheme.es.md"
TEXT = """---
scope: Escucha donde hace falta.
routes:
  experience: Llevo dos años escuchando a la gente.
domains: {listening: Escuchar hasta el final}
governance:
  the-committee: El comité
  the-chair: La presidencia
---
Descansa bien antes de venir.
"""


def tree_with(files: Mapping[str, str]) -> SourceTree:
    return tree_of({path: text.encode() for path, text in {**FILES, **SCHEMED, **files}.items()})


def spanish(text: str) -> tuple[Scheme, Handbook]:
    catalog = catalog_of({**SCHEMED, SPANISH: text}).editions["es"]
    made = handbook(catalog, catalog.credentials["guide"], catalog.schemes["guide"], lambda path: Said(path, "es"))
    assert made is not None
    return catalog.schemes["guide"], made


def test_everything_that_a_candidate_reads_of_it_is_in_their_language() -> None:
    scheme, book = spanish(TEXT)
    assert (scheme.language, scheme.spoken, scheme.scope) == ("es", "es", "Escucha donde hace falta.")
    assert [route.statement for route in scheme.routes] == ["", "Llevo dos años escuchando a la gente."]
    assert [domain.title for domain in scheme.domains] == ["Escuchar hasta el final"]
    assert scheme.governance == (Body("El comité", ("La presidencia",)),)
    assert (book.written, book.spoken, book.html) == ("es", "es", "<p>Descansa bien antes de venir.</p>\n")


def test_what_decides_anything_stays_and_so_does_the_hash_that_is_quoted() -> None:
    original = catalog_of(SCHEMED).schemes["guide"]
    scheme, _ = spanish(TEXT)
    for field in ("hash", "version", "examination", "within", "retake", "code"):
        assert getattr(scheme, field) == getattr(original, field)
    assert [route.requires for route in scheme.routes] == [route.requires for route in original.routes]
    assert [domain.weight for domain in scheme.domains] == [domain.weight for domain in original.domains]


@pytest.mark.parametrize(
    "line",
    [
        "  experience: Llevo dos años escuchando a la gente.\n",
        "domains: {listening: Escuchar hasta el final}\n",
        "  the-committee: El comité\n",
        "  the-chair: La presidencia\n",
    ],
)
def test_tables_of_which_a_word_is_missing_are_in_the_original_and_say_so(line: str) -> None:
    scheme, book = spanish(TEXT.replace(line, "").replace("routes:\ndomains", "domains"))
    assert (scheme.spoken, book.spoken) == ("en", "en")
    assert [domain.title for domain in scheme.domains] == ["Listening to the end"]
    assert scheme.governance == (Body("The committee", ("The Chair",)),)
    assert (scheme.language, book.written) == ("es", "es")


def test_a_check_names_each_text_that_is_missing() -> None:
    tree = tree_with({SPANISH: TEXT.replace("  the-chair: La presidencia\n", "")})
    found = [one for one in compile_catalog(tree, today=TODAY)[1] if one.place.file == SPANISH]
    assert any("governance.the-chair" in one.message for one in found), found
    assert all(one.severity is not Severity.ERROR for one in found)


def test_each_text_of_an_original_has_an_address() -> None:
    texts = texts_of(tree_with({}).files[SCHEME_FILE], "scheme").texts
    assert [address.part for address in texts] == [
        "scope",
        "routes.experience",
        "domains.listening",
        "governance.the-committee",
        "governance.the-chair",
        "body",
    ]


def test_an_edition_that_was_kept_before_is_read_as_being_in_one_language() -> None:
    catalog = catalog_of(SCHEMED)
    book = handbook(catalog, catalog.credentials["guide"], catalog.schemes["guide"], lambda path: Said(path, "en"))
    assert book is not None
    kept = {name: texts_alone(value) for name, value in book.to_json().items() if name != "written"}
    assert from_json(kept) == book


def texts_alone(value: Any) -> Any:
    """As an edition was kept before each text had its language."""
    if isinstance(value, Said):
        return value.text
    return [texts_alone(one) for one in value] if isinstance(value, list | tuple) else value


def test_each_title_and_objective_of_it_is_told_with_its_own_language() -> None:
    course = "content/courses/listening/course.es.md"
    translated = {course: spanish_site.FILES[course]}
    catalog = catalog_of({**SCHEMED, **translated}).editions["es"]
    made = handbooks.handbook_of(catalog, "guide")
    assert made is not None
    assert made.ways[0].asks == (Said("Escuchar", "es"),)
    assert made.parts[0].objectives == (Said("Escuchar a alguien hasta el final.", "es"),)
    assert (made.examination.language, made.renewed_by[0].language) == ("en", "en")
