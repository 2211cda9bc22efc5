"""A title in another language, inside of a sentence of ours, says which language it is in."""

from __future__ import annotations

from tests.support import spanish
from tests.support.site import House
from tests.support.web import Caller

SPANISH = {"Accept-Language": "es"}


def test_a_reason_and_a_step_mark_the_titles_that_are_translated(house: House, browser: Caller) -> None:
    house.serve(spanish.FILES)
    page = browser.get("/learn", **SPANISH).text
    assert 'First finish the course “<bdi lang="es">Escuchar</bdi>”.' in page
    assert '<bdi lang="es">Estar en silencio</bdi>' in page
    assert 'Go to “<bdi lang="es">Escuchar</bdi>”' in browser.get("/assessments/exam", **SPANISH).text


def test_titles_of_the_original_are_not_taken_for_their_translations(house: House, browser: Caller) -> None:
    house.serve(spanish.FILES)
    browser.get("/courses/listening?language=es")
    refused = browser.form("/certificates/claim/listener", {"name": "Amal Haddad", "agree": "yes"})
    assert "First finish the course “Listening”." in refused.text


def test_what_a_certificate_still_asks_for_is_named_as_its_own_page_names_it(house: House, browser: Caller) -> None:
    house.serve(spanish.FILES)
    page = browser.get("/certificates", **SPANISH).text
    assert 'First finish the course “<bdi lang="es">Escuchar</bdi>”.' in page
    assert 'Go to “<bdi lang="es">Escuchar</bdi>”' in page
    assert (
        'First finish the course “<bdi lang="es">Escuchar</bdi>”.'
        in browser.get("/certificates/claim/listener", **SPANISH).text
    )


def test_english_titles_need_no_mark(browser: Caller) -> None:
    assert "First finish the course “Listening”." in browser.get("/learn").text
