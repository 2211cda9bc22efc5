"""A title in another language, inside of a sentence of ours, says which language it is in."""

from __future__ import annotations

from tests.support import spanish
from tests.support.site import House
from tests.support.web import Caller

GERMAN = {"Accept-Language": "de"}


def test_a_reason_and_a_step_mark_the_titles_that_are_translated(house: House, browser: Caller) -> None:
    house.serve(spanish.under("de"))
    page = browser.get("/learn", **GERMAN).text
    assert 'First finish the course “<bdi lang="de">Escuchar</bdi>”.' in page
    assert '<bdi lang="de">Estar en silencio</bdi>' in page
    assert 'Go to “<bdi lang="de">Escuchar</bdi>”' in browser.get("/assessments/exam", **GERMAN).text


def test_titles_of_the_original_are_not_taken_for_their_translations(house: House, browser: Caller) -> None:
    house.serve(spanish.under("de"))
    browser.get("/courses/listening?language=de")
    refused = browser.form("/certificates/claim/listener", {"name": "Amal Haddad", "agree": "yes"})
    assert "First finish the course “Listening”." in refused.text


def test_what_a_certificate_still_asks_for_is_named_as_its_own_page_names_it(house: House, browser: Caller) -> None:
    house.serve(spanish.under("de"))
    page = browser.get("/certificates", **GERMAN).text
    assert 'First finish the course “<bdi lang="de">Escuchar</bdi>”.' in page
    assert 'Go to “<bdi lang="de">Escuchar</bdi>”' in page
    assert (
        'First finish the course “<bdi lang="de">Escuchar</bdi>”.'
        in browser.get("/certificates/claim/listener", **GERMAN).text
    )


def test_english_titles_need_no_mark(browser: Caller) -> None:
    assert "First finish the course “Listening”." in browser.get("/learn").text
