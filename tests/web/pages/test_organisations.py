"""Signing in at an organisation: a new account for a stranger, and nobody's by an e-mail claim or a forged token."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from lms.services.accounts import administering
from lms.services.ground.context import utc_now
from lms.services.organisations.asking import OrganisationAway, Organisations
from lms.services.organisations.believing import believe
from lms.settings.providers import Provider
from lms.web.app import create_app
from tests.services.accounts.post import PASSWORD, mails_to, token_in
from tests.support.organisation import BACK, knows, let_in, organisation
from tests.support.site import House
from tests.support.web import SECRET_KEY, Caller, csrf_token, stranger

RIGHT_NOW = 1_800_000_000
NOW = datetime.fromtimestamp(RIGHT_NOW, UTC)


@pytest.fixture(scope="module")
def north() -> Iterator[Provider]:
    with organisation() as provider:
        yield provider


@pytest.fixture
def app(house: House, north: Provider) -> Flask:
    """The site with one organisation, by the clock on the wall, since tokens are dated by that."""
    settings = replace(house.context.settings, secret_key=SECRET_KEY, providers=(north,))
    house.context = replace(house.context, settings=settings, now=utc_now)
    return create_app(context=house.context)


def come_in(visitor: Caller, subject: str, start: str = "/login/with/north") -> str:
    """Go to the organisation, sign in there, and come back; the page that one is led to."""
    there = visitor.get(start)
    assert there.status_code == 303, there.text
    back = urlsplit(let_in(there.headers["Location"], subject))
    answer = visitor.get(f"{back.path}?{back.query}")
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def test_a_stranger_gets_a_new_account_without_an_address_until_our_mail_is_answered(
    app: Flask, north: Provider, house: House
) -> None:
    knows(north, "rosa", name="Rosa Lima", email="rosa@north.example.org")
    visitor = stranger(app)
    assert come_in(visitor, "rosa") == "/learn"
    account = visitor.get("/account").text
    assert "Rosa Lima" in account
    assert "none that is yours yet" in account
    token = token_in(mails_to(house.context, "rosa@north.example.org")[-1])
    visitor.form(f"/email/{token}")
    assert "Confirmed" in visitor.get("/account").text
    again = stranger(app)
    come_in(again, "rosa")
    assert "rosa@north.example.org" in again.get("/account").text


def test_an_e_mail_that_is_known_here_opens_nobodys_account(app: Flask, north: Provider, house: House) -> None:
    administering.add(house.context, "operator:test", "amal@example.org", "Amal Haddad", "admin", PASSWORD)
    knows(north, "mallory", name="Mallory", email="amal@example.org")
    visitor = stranger(app)
    come_in(visitor, "mallory")
    account = visitor.get("/account").text
    assert "Mallory" in account
    assert "Amal Haddad" not in account
    assert visitor.get("/staff").status_code == 404
    told = mails_to(house.context, "amal@example.org")[-1]
    assert "/email/" not in told.body


def test_known_and_unknown_addresses_are_answered_alike(app: Flask, north: Provider, house: House) -> None:
    administering.add(house.context, "operator:test", "here@example.org", "Here", "learner", PASSWORD)
    pages = []
    for subject, email in (("one", "here@example.org"), ("two", "away@example.org")):
        knows(north, subject, name="The Same", email=email)
        visitor = stranger(app)
        come_in(visitor, subject)
        pages.append(visitor.get("/learn").text.replace(csrf_token(visitor.client), ""))
    assert pages[0] == pages[1]


def test_an_account_is_joined_from_inside_after_the_password_once_more(
    app: Flask, north: Provider, house: House
) -> None:
    administering.add(house.context, "operator:test", "bo@example.org", "Bo Berg", "learner", PASSWORD)
    inside = stranger(app)
    given = {"csrf_token": _token_of(inside), "email": "bo@example.org", "password": PASSWORD}
    assert inside.client.post("/login", data=given).status_code == 303
    asked = inside.get("/account/identities/north")
    assert asked.headers["Location"] == "/account/again?next=/account/identities/north"
    inside.form("/account/again", {"password": PASSWORD, "next": "/account"})
    come_in(inside, "bo-at-north", "/account/identities/north")
    outside = stranger(app)
    come_in(outside, "bo-at-north")
    assert "Bo Berg" in outside.get("/account").text


def _token_of(visitor: Caller) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get("/login").text)
    assert found
    return found[1]


def test_what_was_not_begun_in_this_browser_is_not_taken(app: Flask, house: House) -> None:
    victim, attacker = stranger(app), stranger(app)
    back = urlsplit(let_in(attacker.get("/login/with/north").headers["Location"], "mallory"))
    for visitor, query in ((victim, back.query), (attacker, back.query.replace("state=", "state=x"))):
        answer = visitor.get(f"{back.path}?{query}")
        assert answer.status_code == 410
        assert "not begun in this browser" in answer.text


def test_a_return_is_taken_once(app: Flask, north: Provider) -> None:
    visitor = stranger(app)
    back = urlsplit(let_in(visitor.get("/login/with/north").headers["Location"], "rosa"))
    assert visitor.get(f"{back.path}?{back.query}").status_code == 303
    assert visitor.get(f"{back.path}?{back.query}").status_code == 410


def test_a_forged_return_does_not_use_up_the_one_under_way(app: Flask, north: Provider) -> None:
    visitor = stranger(app)
    back = urlsplit(let_in(visitor.get("/login/with/north").headers["Location"], "rosa"))
    assert visitor.get("/login/with/north/back?state=forged&code=1").status_code == 410
    assert visitor.get(f"{back.path}?{back.query}").status_code == 303


def test_who_has_neither_address_nor_password_is_asked_for_none(app: Flask, north: Provider, house: House) -> None:
    visitor = stranger(app)
    come_in(visitor, "nura")
    assert 'type="password"' not in visitor.get("/account").text
    assert 'type="password"' not in visitor.get("/account/erase").text
    refused = visitor.form("/account/erase", {})
    assert refused.status_code == 422
    assert "Tick this box if you are sure." in refused.text
    assert visitor.form("/account/erase", {"sure": "y"}).status_code == 303
    assert visitor.get("/account").status_code == 303


def test_the_words_of_a_button_with_a_name_in_it_break_as_one_text(app: Flask, house: House) -> None:
    """A button lays its parts out side by side: three of them do not fit on a phone."""
    visitor = stranger(app)
    whole = r'<a class="btn[^>]*><span>[^<]*<bdi>North Hospital</bdi>[^<]*</span></a>'
    assert re.search(whole, visitor.get("/login").text)
    administering.add(house.context, "operator:test", "kim@example.org", "Kim", "learner", PASSWORD)
    given = {"csrf_token": _token_of(visitor), "email": "kim@example.org", "password": PASSWORD}
    visitor.client.post("/login", data=given)
    assert re.search(whole, visitor.get("/account").text)


def test_where_the_organisation_is_away_a_plain_page_says_so(house: House) -> None:
    gone = Provider("north", "North Hospital", "http://127.0.0.1:9", "patient-leadership")
    settings = replace(house.context.settings, secret_key=SECRET_KEY, providers=(gone,))
    house.context = replace(house.context, settings=settings)
    visitor = stranger(create_app(context=house.context))
    answer = visitor.get("/login/with/north")
    assert answer.status_code == 502
    assert "North Hospital does not answer just now" in answer.text
    assert 'name="password"' in answer.text


def test_the_way_there_has_pkce_state_and_nonce(app: Flask) -> None:
    asked = parse_qs(urlsplit(stranger(app).get("/login/with/north").headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert all(len(asked[name][0]) > 20 for name in ("code_challenge", "state", "nonce"))
    assert asked["redirect_uri"] == [BACK]


class _Said(Organisations):
    """An organisation whose keys are ours."""

    def keys(self, provider: Provider, *, again: bool = False) -> dict[str, object]:
        return {"keys": [KEY.as_dict(private=False)]}


KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"}, private=True)
OTHER = RSAKey.generate_key(2048, {"kid": "one"}, private=True)
NORTH = Provider("north", "North Hospital", "https://north.example", "patient-leadership")
GOOD = {
    "iss": NORTH.issuer,
    "aud": NORTH.client_id,
    "sub": "rosa",
    "nonce": "n",
    "iat": RIGHT_NOW,
    "exp": RIGHT_NOW + 300,
}


def _believed(claims: dict[str, object], key: object = KEY, alg: str = "RS256", nonce: str = "n") -> str:
    token = jwt.encode({"alg": alg, "kid": "one"}, claims, key, algorithms=[alg])  # type: ignore[arg-type]
    return believe(_Said((NORTH,)), NORTH, token, nonce, NOW).subject


def test_a_token_in_order_is_believed() -> None:
    assert _believed(GOOD) == "rosa"


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another site"},
        {"aud": [NORTH.client_id, "another site"]},
        {"azp": "another site"},
        {"exp": RIGHT_NOW - 600},
        {"exp": "soon"},
        {"exp": True},
        {"iat": RIGHT_NOW - 3600},
        {"iat": RIGHT_NOW + 3600},
        {"nbf": RIGHT_NOW + 3600},
        {"nonce": "another"},
        {"nonce": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 300},
    ],
    ids=str,
)
def test_a_token_with_anything_that_does_not_fit_is_not_believed(wrong: dict[str, object]) -> None:
    with pytest.raises(OrganisationAway):
        _believed({**GOOD, **wrong})


def test_a_token_by_another_key_or_none_is_not_believed() -> None:
    with pytest.raises(OrganisationAway):
        _believed(GOOD, OTHER)
    secret = OctKey.import_key("a secret of both", {"kid": "one"})
    with pytest.raises(OrganisationAway):
        _believed(GOOD, secret, "HS256")
    for forged in ("", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJyb3NhIn0."):
        with pytest.raises(OrganisationAway):
            believe(_Said((NORTH,)), NORTH, forged, "n", NOW)
