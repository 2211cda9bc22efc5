"""The second step on the pages: asked for where there is one, and needed by staff on a site that others reach."""

from __future__ import annotations

import re
from dataclasses import replace

import pyotp
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from lms.web.app import create_app
from tests.services.accounts.post import PASSWORD
from tests.services.factors.people import joined
from tests.support.site import House
from tests.support.web import SECRET_KEY, Caller, stranger

EMAIL = "amal@example.org"
PUBLIC = "https://learn.example.org"


def post(visitor: Caller, page: str, path: str, **fields: str) -> TestResponse:
    """Send a form as it stands on a page, with what is hidden in it."""
    form = re.search(rf'<form[^>]*action="{re.escape(path)}"[^>]*>.*?</form>', visitor.get(page).text, re.S)
    assert form, visitor.get(page).text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0]))
    return visitor.client.post(path, data=hidden | fields)


def sign_in(visitor: Caller, email: str = EMAIL) -> TestResponse:
    return post(visitor, "/login", "/login", email=email, password=PASSWORD)


def set_up_app(visitor: Caller, house: House) -> tuple[pyotp.TOTP, TestResponse]:
    page = visitor.get("/account/second-factor/app").text
    letters = re.search(r'class="serial"[^>]*><bdi>([A-Z2-7 ]+)</bdi>', page)
    assert letters, page
    app = pyotp.TOTP(letters[1].replace(" ", ""))
    state = re.search(r'name="state" value="([^"]+)"', page)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert state
    assert token
    sent = {"state": state[1], "csrf_token": token[1], "code": app.at(house.clock())}
    return app, visitor.client.post("/account/second-factor/app", data=sent)


@pytest.fixture
def visitor(app: Flask, house: House) -> Caller:
    joined(house, EMAIL)
    return stranger(app)


def test_an_app_is_set_up_asked_for_and_its_recovery_codes_shown_once(
    visitor: Caller, app: Flask, house: House
) -> None:
    assert sign_in(visitor).headers["Location"] == "/learn"
    shown, page = set_up_app(visitor, house)
    codes = re.findall(r">([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})<", page.text)
    assert len(codes) == 10
    assert not any(code in visitor.get("/account/second-factor").text for code in codes)
    other = stranger(app)
    first = sign_in(other)
    assert first.headers["Location"] == "/login/second"
    assert other.get("/account").status_code == 303
    refused = post(other, "/login/second", "/login/second", code="000000")
    assert refused.status_code == 422
    assert "000000" not in refused.text
    again = post(other, "/login/second", "/login/second", code=codes[0])
    assert again.headers["Location"] == "/learn"
    assert other.get("/account").status_code == 200
    assert shown.secret not in other.get("/account").text


def test_between_the_steps_the_cookie_opens_nothing(visitor: Caller, app: Flask, house: House) -> None:
    sign_in(visitor)
    set_up_app(visitor, house)
    waiting = stranger(app)
    sign_in(waiting)
    for path in ("/account", "/learn", "/account/second-factor", "/account/again"):
        assert waiting.get(path).headers["Location"].startswith("/login?next=")


def test_removing_leads_to_showing_once_more_who_one_is(visitor: Caller, house: House) -> None:
    sign_in(visitor)
    set_up_app(visitor, house)
    path = "/account/second-factor/app/end"
    asked = post(visitor, "/account/second-factor", path)
    assert asked.headers["Location"].startswith("/account/again")
    assert "Set up" in visitor.get("/account/second-factor").text
    house.clock.at = house.clock.at.replace(second=1)
    assert post(visitor, "/account/again", "/account/again", password="not that one at all").status_code == 422
    assert post(visitor, "/account/again", "/account/again", password=PASSWORD).status_code == 303
    post(visitor, "/account/second-factor", path)
    assert "Recovery codes" not in visitor.get("/account/second-factor").text


def test_where_the_host_is_an_address_of_numbers_pages_lead_to_its_name(app: Flask, house: House) -> None:
    client = app.test_client()
    page = client.get("/login", headers={"Host": "127.0.0.1:8000"}).text
    assert "data-passkey" not in page
    assert "http://localhost:8000/login" in page
    assert "data-passkey" in client.get("/login", headers={"Host": "localhost:8000"}).text
    assert "data-passkey" not in client.get("/login", headers={"Host": "evil.example"}).text


@pytest.mark.parametrize("role", ["author", "reviewer", "staff", "admin"])
def test_on_a_site_that_others_reach_staff_pages_wait_for_a_second_factor(house: House, role: str) -> None:
    settings = replace(house.context.settings, secret_key=SECRET_KEY, base_url=PUBLIC)
    house.context = replace(house.context, settings=settings)
    joined(house, EMAIL, role)
    client = create_app(context=house.context).test_client()
    page = client.get("/login", base_url=PUBLIC).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    sent = {"csrf_token": token[1], "email": EMAIL, "password": PASSWORD}
    answer = client.post("/login", data=sent, base_url=PUBLIC)
    assert answer.headers["Location"] == "/account/second-factor?next=/learn"
    staff = client.get("/staff", base_url=PUBLIC)
    assert staff.headers["Location"] == "/account/again?what=factor&next=/staff"
    enrol = client.get(staff.headers["Location"], base_url=PUBLIC)
    assert enrol.headers["Location"] == "/account/second-factor?next=/staff"
    assert client.get("/learn", base_url=PUBLIC).status_code == 200
    assert "your account needs a second step" in client.get("/account/second-factor", base_url=PUBLIC).text


def test_on_this_machine_alone_staff_are_invited_and_nothing_waits(app: Flask, house: House) -> None:
    joined(house, EMAIL, "staff")
    visitor = stranger(app)
    assert sign_in(visitor).headers["Location"] == "/learn"
    assert "second step" in visitor.get("/staff").text


@pytest.mark.parametrize("sent", ["", "0000-0000-0000"])
def test_what_is_wrong_with_a_recovery_code_stands_beside_its_field(
    visitor: Caller, app: Flask, house: House, sent: str
) -> None:
    sign_in(visitor)
    set_up_app(visitor, house)
    waiting = stranger(app)
    sign_in(waiting)
    form = re.search(r'<form(?:(?!</form>).)*id="recovery".*?</form>', waiting.get("/login/second").text, re.S)
    assert form
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0]))
    page = waiting.client.post("/login/second", data=hidden | {"code": sent}).text
    assert "<title>Error: One step more" in page
    assert '<a href="#recovery">' in page
    assert 'id="recovery-complaint"' in page
    assert 'id="code-complaint"' not in page
    assert '<details class="sheet" open>' in page


def test_a_browser_keeps_nothing_of_somebody_else_who_was_signed_in_there(visitor: Caller, house: House) -> None:
    joined(house, "bo@example.org")
    sign_in(visitor)
    again = visitor.form("/login", {"email": EMAIL, "password": PASSWORD})
    assert (again.status_code, "Clear-Site-Data" in again.headers) == (303, False)
    other = visitor.form("/login", {"email": "bo@example.org", "password": PASSWORD})
    assert other.headers["Clear-Site-Data"] == '"storage"'
    assert "bo@example.org" in visitor.get("/account").text
