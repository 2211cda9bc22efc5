"""Cookies: how they are set, where they are not, and when every copy of one is worth nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.services import accounts
from lms.services.accounts import administering
from lms.services.ground.person import Person
from tests.support.site import House
from tests.support.web import Caller, app_of, csrf_token, signed_in, stranger

PASSWORD = "a password that is long enough"


@pytest.fixture
def rosa(house: House) -> str:
    """An account with a password; her e-mail."""
    administering.add(house.context, "a test", "rosa@example.org", "Rosa Lima", "learner", PASSWORD)
    return "rosa@example.org"


def _token_on(page: TestResponse) -> str:
    return page.text.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD, **more: str) -> TestResponse:
    token = _token_on(client.get("/login"))
    return client.post("/login", data={"csrf_token": token, "email": email, "password": password, **more})


def _copy(app: Flask, client: FlaskClient) -> FlaskClient:
    """Another browser with the same cookie."""
    cookie = client.get_cookie("session")
    assert cookie is not None
    other = app.test_client()
    other.set_cookie("session", cookie.value)
    return other


def test_signing_in_leads_to_ones_own_page_and_sets_a_careful_cookie(app: Flask, rosa: str) -> None:
    client = app.test_client()
    answer = sign_in(client, rosa)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/learn")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("session=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert client.get("/learn").status_code == 200


def test_on_https_the_cookie_belongs_to_this_host_alone(house: House, rosa: str) -> None:
    settings = replace(house.context.settings, base_url="https://learn.example.org")
    house.context = replace(house.context, settings=settings)
    page = app_of(house).test_client().get("/login", base_url="https://learn.example.org")
    cookie = page.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_signing_in_leads_on_to_where_one_was_going_and_to_no_other_site(app: Flask, rosa: str) -> None:
    assert sign_in(app.test_client(), rosa, next="/account").headers["Location"] == "/account"
    assert sign_in(app.test_client(), rosa, next="//elsewhere.example").headers["Location"] == "/learn"


def test_a_page_for_people_asks_to_sign_in_and_remembers_itself(anyone: Caller) -> None:
    assert anyone.get("/account?x=1").headers["Location"] == "/login?next=/account%3Fx%3D1"


def test_a_wrong_password_keeps_the_address_and_never_the_password(app: Flask, rosa: str) -> None:
    answer = sign_in(app.test_client(), rosa, "not the password at all")
    assert answer.status_code == 422
    assert f'value="{rosa}"' in answer.text
    assert "not the password" not in answer.text


def test_known_and_unknown_addresses_are_answered_alike(app: Flask, rosa: str) -> None:
    known = sign_in(app.test_client(), rosa, "not the password at all")
    unknown = sign_in(app.test_client(), "nobody@example.org", "not the password at all")
    assert known.status_code == unknown.status_code
    assert _body(known, rosa) == _body(unknown, "nobody@example.org")


def _body(page: TestResponse, email: str) -> str:
    return page.text.replace(_token_on(page), "").replace(email, "")


ENDINGS: dict[str, Callable[[House, Caller, Person], object]] = {
    "signing out": lambda _house, caller, _person: caller.form("/logout"),
    "ending all sessions": lambda _house, caller, _person: caller.form("/account/sessions"),
    "disabling": lambda house, _caller, person: administering.disable(house.context, "test", person.email, "a test"),
    "ending it elsewhere": lambda house, _caller, person: accounts.end_all(house.context, person),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_copy_of_a_cookie_is_dead_at_the_next_request(
    app: Flask, house: House, amal: Person, browser: Caller, ending: str
) -> None:
    copy = _copy(app, browser.client)
    assert copy.get("/account").status_code == 200
    ENDINGS[ending](house, browser, amal)
    assert copy.get("/account").status_code == 303
    assert browser.get("/account").status_code == 303


def test_a_new_password_ends_every_other_session_and_keeps_this_one(app: Flask, house: House, rosa: str) -> None:
    here, there = app.test_client(), app.test_client()
    sign_in(here, rosa)
    sign_in(there, rosa)
    copy = _copy(app, here)
    form = {"csrf_token": csrf_token(here), "old": PASSWORD, "new": "another password of mine"}
    assert here.post("/account/password", data=form).status_code == 303
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303
    assert copy.get("/account").status_code == 303


def test_signing_in_changes_the_session_and_the_tokens_of_its_forms(app: Flask, rosa: str) -> None:
    client = app.test_client()
    before = _token_on(client.get("/login"))
    sign_in(client, rosa)
    assert client.post("/account/name", data={"csrf_token": before, "name": "X"}).status_code == 400
    with client.session_transaction() as first:
        one = first["_user_id"]
    client.post("/logout", data={"csrf_token": csrf_token(client)})
    sign_in(client, rosa)
    with client.session_transaction() as second:
        assert second["_user_id"] != one


@pytest.mark.parametrize(
    "path", ["/", "/courses", "/courses/listening", "/courses/listening/quiet", "/verify", "/healthz"]
)
def test_reading_sets_no_cookie(anyone: Caller, path: str) -> None:
    assert "Set-Cookie" not in anyone.get(path).headers


@pytest.mark.parametrize("path", ["/verify", "/healthz", "/readyz", "/static/x/quiz.js", "/robots.txt"])
def test_what_is_the_same_for_all_reads_no_cookie(browser: Caller, path: str) -> None:
    answer = browser.get(path)
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_pages_that_one_reads_again_set_their_cookie_once(browser: Caller) -> None:
    browser.get("/learn")
    assert "Set-Cookie" not in browser.get("/learn").headers


def test_a_cookie_with_another_signature_is_nobodys(app: Flask, browser: Caller) -> None:
    copy = _copy(app, browser.client)
    cookie = copy.get_cookie("session")
    assert cookie is not None
    signed, _, signature = cookie.value.rpartition(".")
    other = ("A" if signature[0] != "A" else "B") + signature[1:]  # the last character holds bits that mean nothing
    copy.set_cookie("session", f"{signed}.{other}")
    assert copy.get("/account").status_code == 303


def test_an_act_that_another_site_sends_is_refused_even_with_its_token(browser: Caller) -> None:
    form = {"csrf_token": csrf_token(browser.client), "name": "Somebody else"}
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert browser.client.post("/account/name", data=form, headers=headers).status_code == 400
    assert "Amal Haddad" in browser.get("/account").text


def test_a_message_is_said_once(browser: Caller) -> None:
    browser.form("/account/name", {"name": "Amal H."})
    assert "Your name is changed." in browser.get("/account").text
    assert "Your name is changed." not in browser.get("/account").text


def test_two_tabs_with_one_cookie_do_not_see_each_others_messages(app: Flask, browser: Caller) -> None:
    browser.get("/account")
    copy = _copy(app, browser.client)
    browser.form("/account/name", {"name": "Amal H."})
    assert "Your name is changed." not in copy.get("/account").text


def test_a_forwarded_address_counts_only_behind_a_proxy_that_is_known(house: House) -> None:
    seen: list[str] = []

    def address_of(proxies: int) -> str:
        settings = replace(house.context.settings, trusted_proxies=proxies)
        house.context = replace(house.context, settings=settings)
        app = app_of(house)
        with app.app_context():
            app.before_request_funcs[None].insert(0, lambda: seen.append(request.remote_addr or ""))
        stranger(app).get("/healthz", x_forwarded_for="203.0.113.9, 198.51.100.7")
        return seen[-1]

    assert address_of(0) == "127.0.0.1"
    assert address_of(1) == "198.51.100.7"


def test_a_session_of_somebody_else_is_not_ended(app: Flask, house: House, browser: Caller, amal: Person) -> None:
    rosa = signed_in(app, house, house.person("Rosa Lima"))
    mine = accounts.list_sessions(house.context, amal)[0].id
    rosa.form(f"/account/sessions/{mine}")
    assert browser.get("/account").status_code == 200
    browser.form(f"/account/sessions/{mine}")
    assert browser.get("/account").status_code == 303


def test_a_cookie_of_another_site_in_another_encoding_ends_no_page_and_no_session(app: Flask, rosa: str) -> None:
    client = app.test_client()
    sign_in(client, rosa)
    cookie = client.get_cookie("session")
    assert cookie is not None
    strangers = app.test_client(use_cookies=False)
    alone = strangers.get("/courses", environ_overrides={"HTTP_COOKIE": "theirs=caf\xe9"})
    beside = strangers.get("/learn", environ_overrides={"HTTP_COOKIE": f"theirs=caf\xe9; session={cookie.value}"})
    assert (alone.status_code, beside.status_code) == (200, 200)
