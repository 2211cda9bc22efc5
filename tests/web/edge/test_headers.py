"""What every response tells the browser."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.site import House
from tests.support.web import Caller, app_of, stranger

PAGES = ["/", "/courses/listening/quiet", "/login", "/verify", "/nowhere", "/api/v1/courses", "/static/x/quiz.js"]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_may_load_anything_from_elsewhere_or_stand_in_a_frame(anyone: Caller, path: str) -> None:
    headers = anyone.get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert all(source in ("'none'", "'self'") for source in policy.values())
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Request-Id"]


@pytest.mark.parametrize("path", ["/learn", "/account", "/courses/listening/quiet", "/api/v1/me"])
def test_what_is_private_is_never_kept(browser: Caller, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/verify", "/reset", "/reset/a-token", "/confirm/a-token", "/assessments/open"])
def test_addresses_that_tell_something_are_not_passed_on(anyone: Caller, path: str) -> None:
    assert anyone.get(path).headers["Referrer-Policy"] == "no-referrer"


def test_search_engines_keep_away_from_what_concerns_one_person(browser: Caller) -> None:
    for path in ("/account", "/learn", "/verify"):
        assert browser.get(path).headers["X-Robots-Tag"] == "noindex"


def test_a_site_on_https_asks_to_stay_there(house: House, anyone: Caller) -> None:
    assert "Strict-Transport-Security" not in anyone.get("/").headers
    settings = replace(house.context.settings, base_url="https://learn.example.org")
    house.context = replace(house.context, settings=settings)
    assert "max-age=31536000" in stranger(app_of(house)).get("/").headers["Strict-Transport-Security"]


@pytest.mark.parametrize("path", ["/", "/courses/listening/quiet", "/login", "/register", "/courses", "/nowhere"])
def test_a_page_has_no_script_or_style_of_its_own(anyone: Caller, path: str) -> None:
    page = anyone.get(path).text
    assert "<script>" not in page
    assert "<style" not in page
    assert " style=" not in page
    assert " onclick" not in page
    assert 'src="data:' not in page
