"""Whoever starts a credential, or leaves its design out, gets a certificate that reads as it should."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import compile_catalog, world_of
from lms.content.editing import starters
from lms.content.kinds.design.template import NAMES
from lms.content.reading.model import Catalog, Credential, Design, Signatory, Term
from lms.credentials.design import page
from lms.credentials.model import Claims
from lms.credentials.render import draw
from lms.services.certifying.specimens import claims_of
from lms.sources.files import read_tree, tree_of
from tests.support.site import FILES, TODAY

CHECKOUT = Path(__file__).parents[3]
DAY = date(2026, 11, 22)
BASE = "https://certificates.example"
AS_AN_OBJECT = re.compile(r"\w+\(\w*=|\bNone\b|\[['\"&]|\('|\{\{|\}\}|&\w+;|<\w+")


def catalog_of(files: dict[str, str]) -> Catalog:
    catalog, _ = compile_catalog(tree_of({path: text.encode() for path, text in files.items()}), today=DAY)
    assert catalog is not None
    return catalog


def started() -> dict[str, str]:
    """A site without any credential, and what `lms content new credential c` writes into it."""
    site = {path: text for path, text in FILES.items() if path.startswith("content/")}
    world = world_of(tree_of({path: text.encode() for path, text in site.items()}), Cache())
    return {**site, **starters.start("credential", world, "c")}


def without_design() -> dict[str, str]:
    return {path: text for path, text in started().items() if not path.startswith("certificates/c/certificate.")}


def starting_designs() -> dict[str, Credential]:
    shipped, _ = compile_catalog(read_tree(CHECKOUT)[0], today=DAY)
    assert shipped is not None
    return {
        "starter": catalog_of(started()).credentials["c"],
        "default": catalog_of(without_design()).credentials["c"],
        **shipped.credentials,
    }


DESIGNS = starting_designs()


def claims(credential: Credential, kind: str) -> Claims:
    catalog = catalog_of(started())
    asked = replace(
        credential,
        kind=kind,
        objectives=("listening",),
        requires=("courses/listening",),
        valid_for=Term(years=3) if kind == "certification" else None,
        signed_by=(Signatory("The Chair", "Council"), Signatory("The Director", "")),
        says_not="It is not a clinical qualification.",
    )
    return claims_of(replace(catalog, credentials={asked.id: asked}), asked, "Li Wu", BASE, TODAY)


def text_of(pdf: bytes) -> str:
    drawn = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(drawn.stdout.decode().split())


@pytest.mark.parametrize("kind", ["certification", "course-certificate"])
@pytest.mark.parametrize("name", DESIGNS)
def test_every_starting_design_says_each_fact_in_words(name: str, kind: str) -> None:
    made = claims(DESIGNS[name], kind)
    text = text_of(draw(made, DESIGNS[name].design))
    for fact in (made.issuer.name, "Li Wu", made.title, "22 November 2026", "The Chair", "The Director", made.says_not):
        assert fact in text
    assert ("22 November 2029" in text) is ("Valid until" in text) is (kind == "certification")
    assert made.serial in text
    assert not AS_AN_OBJECT.search(text), text
    assert made.issuer.url not in text


@pytest.mark.parametrize("kind", ["certification", "course-certificate"])
@pytest.mark.parametrize("name", sorted(NAMES - {"criteria"}))
def test_each_name_of_a_design_is_words_where_it_stands_alone_or_within_a_sentence(name: str, kind: str) -> None:
    made = claims(DESIGNS["starter"], kind)
    for template in ("{{ %s }}", "{{ 'of ' ~ %s ~ '.' }}", "{{ '%%s.'|format(%s) }}", "{{ %s|upper }}"):
        seen = page(made, Design(template % name, ""))
        assert not AS_AN_OBJECT.search(seen), seen
        assert "NONE" not in seen


def test_the_parts_of_issuer_signatories_and_lists_can_be_taken_one_by_one() -> None:
    made = claims(DESIGNS["starter"], "course-certificate")

    def says(template: str) -> str:
        return page(made, Design(template, ""))

    assert says("{{ issuer }} {{ issuer.name }}") == "Your organisation Your organisation"
    assert (
        says("{{ issuer.url }} {{ issuer.email }}")
        == "https://your-organisation.example certificates@your-organisation.example"
    )
    assert says("{% for one in signed_by %}{{ one }}|{{ one.name }}|{{ one.role }};{% endfor %}") == (
        "The Chair, Council|The Chair|Council;The Director|The Director|;"
    )
    assert says("{{ signed_by }} {{ signed_by[:1] }} {{ signed_by|list }}").count("The Chair, Council") == 3
    assert says("{{ objectives }}") == "Listen to somebody to the end"
    assert says("{{ expires is none }} {{ expires is not none }} {{ expires == none }}") == "True False True"
    assert says("{% if expires %}until{% endif %}{{ criteria }}").startswith("<p>What the holder did")
