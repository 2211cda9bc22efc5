"""A specimen looks like the certificate, and can be taken for none."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lms.content.compiling.compiler import compile_catalog
from lms.content.reading.model import Catalog, Credential
from lms.credentials.life import Status
from lms.credentials.serial import Malformed, parse
from lms.services.certifying import specimens, verifying
from lms.services.ground.refusals import Conflict, Invalid, NotFound
from lms.sources.files import read_tree
from tests.support.site import TODAY, House, catalog_of

CHECKOUT = Path(__file__).parents[3]
PAGE = "<html><body><p>{{ holder }}</p></body></html>"
BROKEN = ("{{ nobody }}", "{% if %}", "{{ 1 / 0 }}", "{{ holder.missing.more }}", "{{ [][3] + 1 }}")
BASE = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def shipped() -> Catalog:
    catalog, _ = compile_catalog(read_tree(CHECKOUT)[0], today=date(2026, 11, 22))
    assert catalog is not None
    return catalog


def draw(catalog: Catalog, id: str, name: str = "Li Wu") -> bytes:
    return specimens.specimen(catalog, id, name, BASE, TODAY)


def text_of(pdf: bytes) -> str:
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def with_design(html: str, css: str = "") -> Catalog:
    catalog = catalog_of()
    credential: Credential = catalog.credentials["listener"]
    design = replace(credential.design, html=html, css=css)
    return replace(catalog, credentials={"listener": replace(credential, design=design)})


@pytest.mark.parametrize("word", specimens.NAMES)
@pytest.mark.parametrize("id", ["foundations", "foundations-course"])
def test_each_trying_name_can_be_drawn_and_is_marked(shipped: Catalog, id: str, word: str) -> None:
    text = text_of(draw(shipped, id, specimens.NAMES[word]))
    assert "It certifies nothing" in text
    assert shipped.credentials[id].title.split(",")[0] in text


def test_its_number_is_none_that_could_ever_verify(house: House) -> None:
    assert isinstance(parse(specimens.NUMBER), Malformed)
    report = verifying.report(house.context, specimens.NUMBER)
    assert report.claims is None
    assert report.status is Status.UNKNOWN


def test_it_has_no_seal_and_no_credential_in_it(shipped: Catalog) -> None:
    pdf = draw(shipped, "foundations")
    assert b"/ByteRange" not in pdf
    assert b"openbadgecredential" not in pdf
    assert b"/EmbeddedFile" not in pdf


@pytest.mark.parametrize(
    ("html", "css"),
    [
        (
            PAGE,
            "body > * { display: none !important; opacity: 0 !important }",
        ),
        (PAGE, ".lms-specimen { visibility: hidden !important }"),
        ("<p>{{ holder }}</p>", ""),
    ],
)
def test_a_careless_design_does_not_hide_the_mark(html: str, css: str) -> None:
    text = text_of(draw(with_design(html, css), "listener"))
    assert "It certifies nothing" in text
    # It stands askew, so its letters come out one by one.
    letters = text.partition("earned it.")[2].replace("Li Wu", "")
    assert sorted("".join(letters.split())) == sorted("SPECIMEN")


@pytest.mark.parametrize("html", BROKEN)
def test_a_design_that_breaks_is_refused_in_words(html: str) -> None:
    with pytest.raises(Conflict, match="cannot be drawn yet"):
        draw(with_design(html), "listener")


def test_what_stands_against_a_name_is_said(shipped: Catalog) -> None:
    with pytest.raises(Invalid, match="invisible"):
        draw(shipped, "foundations", "Li\u202eWu")
    with pytest.raises(NotFound):
        draw(shipped, "none")
    with pytest.raises(Conflict, match=r"issuer\.md"):
        draw(replace(shipped, issuer=None), "foundations")


def test_without_the_program_for_pictures_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = draw(catalog_of(), "listener")
    drawn = specimens.picture(pdf)
    assert drawn is not None
    assert drawn.startswith(b"\x89PNG")
    assert specimens.picture(b"no pdf") is None
    monkeypatch.setattr("lms.services.certifying.specimens.shutil.which", lambda _name: None)
    assert specimens.picture(pdf) is None
