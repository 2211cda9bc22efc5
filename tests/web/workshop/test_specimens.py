"""A certificate's design, with names that try it."""

from __future__ import annotations

import re

from flask import Flask
from sqlalchemy import func, select

from lms.services.certifying.specimens import NAMES
from lms.store.tables import CertificateRow, LeafRow
from tests.support.drafts import DESIGN, Drafts
from tests.support.site import FILES

PAGE = "/workshop/certificates/listener"


def test_the_page_shows_every_trying_name_and_one_of_the_authors_own(app: Flask) -> None:
    page = app.test_client().get(PAGE, query_string={"name": "Zoë Ångström"}).text
    for name in (*NAMES.values(), "Zoë Ångström"):
        assert f"<bdi>{name}</bdi>" in page
    assert len(re.findall(r'src="/workshop/certificates/listener/specimen\.png', page)) == len(NAMES) + 1


def test_pictures_and_pdfs_are_drawn_and_nothing_is_issued(drafts: Drafts, app: Flask) -> None:
    pdf = app.test_client().get(f"{PAGE}/specimen.pdf", query_string={"name": "arabic"})
    assert pdf.content_type == "application/pdf"
    assert pdf.data.startswith(b"%PDF-")
    assert b"/Sig" not in pdf.data
    picture = app.test_client().get(f"{PAGE}/specimen.png", query_string={"name": "arabic"})
    assert picture.data.startswith(b"\x89PNG")
    with drafts.house.context.database.reading() as session:
        for table in (CertificateRow, LeafRow):
            assert session.scalar(select(func.count()).select_from(table)) == 0


def test_a_design_or_a_name_that_cannot_be_drawn_is_told_in_words(drafts: Drafts, app: Flask) -> None:
    name = app.test_client().get(f"{PAGE}/specimen.pdf", query_string={"name": "no\u202eone"})
    assert name.status_code == 422
    assert "invisible character" in name.text
    drafts.save({DESIGN: FILES[DESIGN].replace("{{ holder }}", "{{ holdr }}")})
    faulty = app.test_client().get(f"{PAGE}/specimen.pdf")
    assert faulty.status_code == 409
    assert "cannot be drawn yet" in faulty.text
    assert "holdr" in faulty.text
