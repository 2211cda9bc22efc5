"""The first page, and what machines ask of a site."""

from __future__ import annotations

from dataclasses import replace

from lms.services.publishing.served import EMPTY
from tests.support.site import House
from tests.support.web import Caller, app_of, stranger
from tests.web.site import FILES


def test_the_first_page_says_what_this_is_and_where_to_begin(anyone: Caller) -> None:
    page = anyone.get("/").text
    assert "Look at the courses" in page
    assert "Listening" in page
    assert "The Test Programme" in page
    assert "Nobody will ask you for a diagnosis." in page
    assert "You care for somebody" in page


def test_the_first_page_leads_to_who_stands_behind_it_where_that_is_told(house: House, anyone: Caller) -> None:
    led = 'Whose programme this is, and where to write: <a href="/about"><bdi lang="en-GB">About</bdi></a>'
    assert "Whose programme" not in anyone.get("/").text
    house.serve(FILES | {"content/pages/about.md": "---\ntitle: About\nlanguage: en-GB\n---\nWe are the ones.\n"})
    assert led in anyone.get("/").text


def test_who_is_signed_in_goes_on_with_their_own_page(browser: Caller) -> None:
    assert browser.get("/").headers["Location"] == "/learn"


def test_a_site_without_content_says_what_will_be_here(house: House) -> None:
    house.context = replace(house.context, catalog=lambda: EMPTY)
    empty = stranger(app_of(house))
    assert "The first courses are on their way" in empty.get("/").text
    assert "There are no courses yet" in empty.get("/courses").text


def test_a_process_that_lives_says_so(anyone: Caller) -> None:
    assert anyone.get("/healthz").status_code == 200


def test_robots_are_kept_from_what_concerns_one_person(anyone: Caller) -> None:
    assert "Disallow: /account" in anyone.get("/robots.txt").text
