"""People who call the site over HTTP: with a bearer token, with the pages' own session, or as a stranger."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.services.accounts import signing_in
from lms.services.accounts.bearers import SCOPES
from lms.services.ground.person import Person
from lms.services.ground.tokens import hash_of, new_token
from lms.store import bearers
from lms.web.app import create_app
from tests.support.rules import rules_written_once
from tests.support.site import House
from tests.support.templates import compiled_once

API = "/api/v1"
SECRET_KEY = "a key for tests that is long enough"


def app_of(house: House) -> Flask:
    """The application over this house. The house's own context gets the key that cookies are signed with."""
    house.context = replace(house.context, settings=replace(house.context.settings, secret_key=SECRET_KEY))
    with rules_written_once():
        return compiled_once(create_app(context=house.context))


@dataclass(slots=True)
class Caller:
    """Someone who calls the API, or its pages, and how they say who they are."""

    client: FlaskClient
    headers: dict[str, str]

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers=self.headers | _named(headers))

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """A request with a JSON body, or with none; a body of bytes goes as it is."""
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        kind = {} if data is None else {"Content-Type": "application/json"}
        return self.client.open(path, method=method, data=data, headers=kind | self.headers | _named(headers))

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        return self.send("POST", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        return self.send("PUT", path, body, **headers)

    def form(self, path: str, fields: dict[str, Any] | None = None) -> TestResponse:
        """Post a form of a page, with the token that the page would carry."""
        return self.client.post(path, data={"csrf_token": csrf_token(self.client), **(fields or {})})


def _named(headers: dict[str, str]) -> dict[str, str]:
    """`idempotency_key` is the header Idempotency-Key."""
    return {name.replace("_", "-"): value for name, value in headers.items()}


def stranger(app: Flask) -> Caller:
    return Caller(app.test_client(), {})


def by_token(app: Flask, house: House, person: Person, scopes: tuple[str, ...] = SCOPES) -> Caller:
    """The person as a program of theirs calls, not for the first time in this hour."""
    token, now = new_token(), house.clock()
    with house.context.database.writing() as session:
        ends_at = now + timedelta(days=365)
        bearers.add(session, hash_of(token), person.id, now=now, ends_at=ends_at, name="a test", scopes=scopes)
        bearers.used(session, hash_of(token), now)
    return Caller(app.test_client(), {"Authorization": f"Bearer {token}"})


def signed_in(app: Flask, house: House, person: Person, *, factor: str = "") -> Caller:
    """The person in a browser, with a session as signing in makes one; a `factor` is one that was given just now."""
    token = new_token()
    now = house.clock()
    with house.context.database.writing() as session:
        signing_in.open_session(session, person.id, token, now=now, device="a test", factor=factor, proved=True)
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return Caller(client, {})


def csrf_token(client: FlaskClient) -> str:
    """The token of the forms on the pages of this browser."""
    page = client.get("/account").get_data(as_text=True)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page
    return found[1]
