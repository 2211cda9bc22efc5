"""The workshop is for this machine alone, and in no other app is there an address of it."""

from __future__ import annotations

import pytest
from flask import Flask

from lms.settings import load, may_be_shown
from lms.web.workshop import Workshop
from tests.support.drafts import BY_NAME, LESSON, Drafts
from tests.support.site import FILES
from tests.support.web import Caller, signed_in, stranger
from tests.web.policy_table import TABLE, WORKSHOP

PAGES = ["/workshop", "/workshop/findings", "/workshop/courses/listening/quiet", "/workshop/banks/listening"]


def addresses(app: Flask) -> dict[tuple[str, str], str]:
    return {
        (rule.endpoint, method): rule.rule
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD"}
    }


def test_without_a_workshop_there_is_no_address_of_it(drafts: Drafts) -> None:
    production = drafts.app(None)
    assert not [rule for rule in addresses(production).values() if "workshop" in rule]
    for path in PAGES:
        assert stranger(production).get(path).status_code == 404


def test_the_table_has_a_row_for_each_address_of_the_workshop_and_no_other(drafts: Drafts) -> None:
    whole = addresses(drafts.app(Workshop(preview=True)))
    rows = {(endpoint, row.method) for endpoint, row in {**TABLE, **WORKSHOP}.items()}
    assert set(whole) == rows
    assert all("/workshop" in whole[endpoint, row.method] for endpoint, row in WORKSHOP.items())


def test_nobody_is_pretended_but_in_a_preview(app: Flask) -> None:
    assert not [rule for rule in addresses(app).values() if "learners" in rule]


@pytest.mark.parametrize("path", [*PAGES, "/", "/courses/listening/quiet", "/static/any/icon.svg"])
@pytest.mark.parametrize(
    "host",
    ["rebound.example", "127.0.0.1.rebound.example", "localhost.example:8000", "", "127.0.0.1@rebound.example", "[::1"],
)
def test_a_name_that_is_not_of_this_machine_is_answered_with_nothing(app: Flask, path: str, host: str) -> None:
    answer = app.test_client().get(path, headers={"Host": host})
    assert answer.status_code == 421
    assert "CANARY" not in answer.text
    assert "<" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "LOCALHOST:9", "[::1]:8000"])
def test_the_names_of_this_machine_open_it(app: Flask, host: str) -> None:
    assert app.test_client().get("/workshop", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-IP", "Via"])
def test_what_came_through_a_proxy_is_refused(app: Flask, header: str) -> None:
    assert app.test_client().get("/workshop", headers={**BY_NAME, header: "192.0.2.7"}).status_code == 421


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_no_other_site_may_load_or_open_its_pages(app: Flask, site: str) -> None:
    for path in [*PAGES, "/workshop/state"]:
        assert app.test_client().get(path, headers={**BY_NAME, "Sec-Fetch-Site": site}).status_code == 421
    assert app.test_client().get("/courses", headers={**BY_NAME, "Sec-Fetch-Site": site}).status_code == 200


def test_its_pages_are_never_kept_and_may_stand_in_no_frame(app: Flask) -> None:
    for path in PAGES:
        headers = app.test_client().get(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"] == "noindex"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_its_pages_have_no_script_or_style_of_their_own(app: Flask) -> None:
    for path in [*PAGES, "/courses/listening/quiet"]:
        page = app.test_client().get(path).text
        assert "<script>" not in page
        assert "<style" not in page
        assert " style=" not in page


@pytest.mark.parametrize("endpoint", [name for name, row in WORKSHOP.items() if row.method != "GET"])
def test_an_act_needs_the_token_of_a_page_of_ours(preview: Caller, endpoint: str) -> None:
    answer = preview.client.post(WORKSHOP[endpoint].path)
    assert answer.status_code == 400
    assert "could not tell whether this came from a page" in answer.text


def test_only_on_loopback_and_behind_no_proxy_may_drafts_be_shown() -> None:
    here = load({})
    assert may_be_shown(here, "127.0.0.1")
    assert may_be_shown(here, "::1")
    assert not may_be_shown(here, "0.0.0.0")
    assert not may_be_shown(here, "192.0.2.7")
    assert not may_be_shown(load({"LMS_TRUSTED_PROXIES": "1"}), "127.0.0.1")
    assert not may_be_shown(load({"LMS_BASE_URL": "https://learn.example.org"}), "127.0.0.1")


def test_a_preview_keeps_its_sign_in_apart_from_the_sites(drafts: Drafts) -> None:
    app = drafts.app(Workshop(preview=True))
    assert app.config["SESSION_COOKIE_NAME"] != drafts.app(None).config["SESSION_COOKIE_NAME"]


CANARIES = ("CANARY-why", "CANARY-hint-bank")


def test_no_learners_page_shows_a_key_even_where_there_is_a_workshop(drafts: Drafts, app: Flask) -> None:
    drafts.save({LESSON: FILES[LESSON] + "\n[x](nowhere.md)\n"})
    learner = signed_in(app, drafts.house, drafts.house.person("Rosa Lima"))
    for path in (
        "/?stay=1",
        "/courses",
        "/courses/listening",
        "/courses/listening/quiet",
        "/learn",
        "/assessments/exam",
    ):
        page = learner.get(path).text
        assert "1 error" in page
        assert not [canary for canary in CANARIES if canary in page], path
