"""The first page, and what machines ask of a site."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lms.services.served import EMPTY
from lms.store.engine import open_database
from tests.support.site import House
from tests.support.web import Caller, app_of, stranger


def test_the_first_page_says_what_this_is_and_where_to_begin(anyone: Caller) -> None:
    page = anyone.get("/").text
    assert "Look at the courses" in page
    assert "Listening" in page
    assert "The Test Programme" in page
    assert "Nobody will ask you for a diagnosis." in page


def test_who_is_signed_in_goes_on_with_their_own_page(browser: Caller) -> None:
    assert browser.get("/").headers["Location"] == "/learn"


def test_a_site_without_content_says_what_will_be_here(house: House) -> None:
    house.context = replace(house.context, catalog=lambda: EMPTY)
    empty = stranger(app_of(house))
    assert "The first courses are on their way" in empty.get("/").text
    assert "There are no courses yet" in empty.get("/courses").text


def test_a_process_that_lives_says_so(anyone: Caller) -> None:
    assert anyone.get("/healthz").status_code == 200


def test_a_site_is_ready_when_database_and_content_are(anyone: Caller) -> None:
    assert anyone.get("/readyz").text == "ready\n"


def test_a_site_without_content_is_not_ready(house: House) -> None:
    house.context = replace(house.context, catalog=lambda: EMPTY)
    answer = stranger(app_of(house)).get("/readyz")
    assert (answer.status_code, answer.text) == (503, "not ready: content\n")


def test_a_site_without_its_tables_is_not_ready(house: House, tmp_path: Path) -> None:
    house.context = replace(house.context, database=open_database(f"sqlite:///{tmp_path / 'empty.sqlite'}"))
    answer = stranger(app_of(house)).get("/readyz")
    assert (answer.status_code, answer.text) == (503, "not ready: database\n")


def test_robots_are_kept_from_what_concerns_one_person(anyone: Caller) -> None:
    assert "Disallow: /account" in anyone.get("/robots.txt").text
