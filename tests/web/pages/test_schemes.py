"""The candidate handbook, on its page, on paper, and from where it is led to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from tests.support.schemed import SCHEMED
from tests.support.site import House, house_at
from tests.support.web import app_of, signed_in, stranger


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home: Path = tmp_path_factory.mktemp("schemes")
    with house_at(f"sqlite:///{home / 'lms.sqlite'}", home, SCHEMED) as made:
        yield made


@pytest.fixture(scope="module")
def app(house: House) -> Flask:
    return app_of(house)


def test_anybody_reads_what_is_examined_who_decides_and_what_is_promised(app: Flask) -> None:
    page = stranger(app).get("/schemes/guide")
    assert page.status_code == 200
    for words in (
        "Listens where others need to be heard.",
        "It is not a clinical qualification.",
        "It has 4 questions that count.",
        "100% of the examination: 4 questions",
        "within 10 days",
        "Within a year you may begin 2 tries.",
        "No panel of judges has set this mark",
        "Nobody has studied yet",
        "I will guide.",
        "Rest well before you come.",
    ):
        assert words in page.text, words


def test_it_is_there_on_paper_tagged_for_everybody(app: Flask) -> None:
    answer = stranger(app).get("/schemes/guide.pdf")
    assert answer.content_type == "application/pdf"
    pdf = PdfReader(BytesIO(answer.data))
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "Listens where others need to be heard." in " ".join(
        "".join(one.extract_text() for one in pdf.pages).split()
    )


@pytest.mark.parametrize("address", ["/schemes/listener", "/schemes/nothing.pdf", "/schemes/guide?version=%00abc12345"])
def test_what_has_no_handbook_has_no_page(app: Flask, address: str) -> None:
    assert stranger(app).get(address).status_code == 404


def test_a_learners_certificates_lead_to_it(app: Flask, house: House) -> None:
    page = signed_in(app, house, house.person("Amal Haddad")).get("/certificates").text
    assert 'href="/schemes/guide"' in page
    assert 'href="/schemes/listener"' not in page


def test_each_part_of_it_is_marked_with_the_language_that_it_is_in(tmp_path: Path) -> None:
    files = {**SCHEMED, "certificates/guide/credential.es.md": "---\ntitle: Guía\n---\nSabe escuchar.\n"}
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path, files) as house:
        page = stranger(app_of(house)).get("/schemes/guide?language=es").text
    assert '<p lang="en" dir="ltr">Listens where others need to be heard.</p>' in page
    assert '<bdi lang="en" dir="ltr">The committee: The Chair</bdi>' in page


def test_no_heading_of_it_is_more_than_a_step_below_the_one_before(app: Flask) -> None:
    found = [int(level) for level in re.findall(r"<h([1-6])", stranger(app).get("/schemes/guide").text)]
    assert all(after - before <= 1 for before, after in pairwise(found)), found
