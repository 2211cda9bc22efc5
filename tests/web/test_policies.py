"""Every view says who may call it, and is tried by every kind of caller."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Blueprint, Flask
from werkzeug.test import TestResponse

from lms.services.accounts import administering
from lms.services.appointing.asking import FactorAsked
from lms.services.assessing import beginning
from lms.services.ground.refusals import Forbidden
from lms.web.edge import policies, sessions
from lms.web.edge.policies import ScopeNeeded
from tests.support.site import House, house_at
from tests.support.web import Caller, app_of, by_token, signed_in, stranger
from tests.web.policy_table import TABLE, Row

ROLES = ("learner", "author", "reviewer", "staff", "admin")
CALLERS = (
    "anonymous",
    "owner",
    "other learner",
    "disabled",
    "expired session",
    "author",
    "reviewer",
    "staff",
    "admin",
    "token",
    "token of another",
    "token to read alone",
    "token to learn alone",
    "token for staff alone",
    "made-up token",
)
LET_IN: dict[str, frozenset[str]] = {
    "signed in": frozenset({"owner", "other learner", "author", "reviewer", "staff", "admin"}),
    "authors": frozenset({"author", "reviewer", "staff", "admin"}),
    "staff": frozenset({"staff", "admin"}),
    "authors or duty": frozenset({"author", "reviewer", "staff", "admin"}),
    "staff or duty": frozenset({"staff", "admin"}),
}
BY_DUTY = frozenset({"admin", "duty"})
WITH_TOKENS = frozenset({"token", "token of another"})
OF_ONE_SCOPE = {"token to read alone": "read", "token to learn alone": "learn", "token for staff alone": "staff"}


class World:
    """One house, one app, and somebody of each kind."""

    def __init__(self, house: House) -> None:
        self.app = app_of(house)
        amal, rosa = house.person("Amal Haddad"), house.person("Rosa Lima")
        self.attempt = beginning.start(house.context, amal, "open", False, None).attempt.id
        self.callers = {
            "anonymous": stranger(self.app),
            "owner": signed_in(self.app, house, amal),
            "other learner": signed_in(self.app, house, rosa),
            "disabled": signed_in(self.app, house, house.person("Dis Abled")),
            "expired session": self._expired(house),
            "token": by_token(self.app, house, amal),
            "token of another": by_token(self.app, house, rosa),
            **{name: by_token(self.app, house, amal, (scope,)) for name, scope in OF_ONE_SCOPE.items()},
            "made-up token": Caller(self.app.test_client(), {"Authorization": "Bearer made-up"}),
        }
        for role in ROLES[1:]:
            self.callers[role] = signed_in(self.app, house, house.person(f"Some {role}", role=role))
        administering.disable(house.context, "a test", "dis.abled@example.org", "a test")

    def _expired(self, house: House) -> Caller:
        now = house.clock.at
        house.clock.at = now - timedelta(days=60)
        try:
            return signed_in(self.app, house, house.person("Ex Pired"))
        finally:
            house.clock.at = now

    def call(self, who: str, row: Row, attempt: str = "") -> TestResponse:
        caller = self.callers[who]
        with caller.client.session_transaction() as cookie:
            before = dict(cookie)
        headers = dict(caller.headers)
        if row.method != "GET" and "Authorization" not in headers:
            headers["X-CSRFToken"] = self._token(caller)
        if row.body:
            headers["Content-Type"] = "application/json"
        path = row.path.format(attempt=attempt or self.attempt)
        answer = caller.client.open(path, method=row.method, headers=headers, data=row.body.encode())
        with caller.client.session_transaction() as cookie:
            cookie.clear()
            cookie.update(before)
        return answer

    def _token(self, caller: Caller) -> str:
        """A token of the forms in this browser, whoever it belongs to."""
        caller.client.get("/reset")
        with self.app.test_request_context(headers={"Cookie": _cookie(caller)}):
            return sessions.csrf_token()


def _cookie(caller: Caller) -> str:
    cookie = caller.client.get_cookie("session")
    return f"session={cookie.value}" if cookie else ""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    home = tmp_path_factory.mktemp("world")
    with house_at(f"sqlite:///{home / 'lms.sqlite'}", home) as house:
        yield World(house)


def test_the_table_has_a_row_for_each_endpoint_and_method_and_no_other(world: World) -> None:
    methods = {
        (rule.endpoint, method)
        for rule in world.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD"}
    }
    assert methods == {(endpoint, row.method) for endpoint, row in TABLE.items()}


@pytest.mark.parametrize("endpoint", TABLE)
def test_each_address_of_the_table_leads_to_its_endpoint(world: World, endpoint: str) -> None:
    row = TABLE[endpoint]
    with world.app.test_request_context(_path(world, row), method=row.method) as request:
        assert request.request.endpoint == endpoint


def _path(world: World, row: Row) -> str:
    return row.path.format(attempt=world.attempt)


# What a caller does may end sessions and accounts: those that do are tried with forms that they refuse.
ENDS_SESSIONS = frozenset({"accounts.end_all_sessions", "accounts.logout"})


@pytest.mark.parametrize("who", CALLERS)
@pytest.mark.parametrize("endpoint", [name for name in TABLE if name not in ENDS_SESSIONS])
def test_a_view_lets_in_whom_its_row_names_and_nobody_else(world: World, endpoint: str, who: str) -> None:
    row = TABLE[endpoint]
    answer = world.call(who, row)
    in_api = row.path.startswith("/api/")
    by_token = in_api or row.by_token
    if row.asks == "public":
        assert not _turned_away(answer, in_api)
        assert "Set-Cookie" not in answer.headers
    elif who == "made-up token" and by_token:
        assert answer.status_code == 401
    elif row.asks in BY_DUTY and (who in LET_IN["signed in"] or (by_token and who in WITH_TOKENS | set(OF_ONE_SCOPE))):
        assert _asks_for_factor(answer) if who == "admin" and row.opens_to_admin else answer.status_code == 404
    elif who in OF_ONE_SCOPE and by_token:
        assert (answer.status_code == 403 and ScopeNeeded.title in answer.text) == (row.scope != OF_ONE_SCOPE[who])
    elif row.asks == "anyone" or who in LET_IN.get(row.asks, ()) or (by_token and who in WITH_TOKENS):
        assert not _turned_away(answer, in_api)
    elif who in LET_IN["signed in"]:
        assert answer.status_code == 404 if row.asks.endswith(" or duty") else _forbidden(answer)
    else:
        assert _turned_away(answer, in_api)


def _turned_away(answer: TestResponse, in_api: bool) -> bool:
    """Sent to sign in, told to, or told that this is not for them; a closed door is another thing."""
    to_login = answer.status_code == 303 and answer.headers["Location"].startswith("/login?")
    return to_login or answer.status_code == 401 or (_forbidden(answer) and not in_api)


def _asks_for_factor(answer: TestResponse) -> bool:
    """Whoever holds it is let no further without a second factor."""
    to_factor = answer.status_code == 303 and answer.headers["Location"].startswith("/account/again?what=factor")
    return to_factor or (answer.status_code == 403 and FactorAsked.title in answer.text)


def _forbidden(answer: TestResponse) -> bool:
    return answer.status_code == 403 and Forbidden.title in answer.text


@pytest.mark.parametrize("endpoint", [name for name, row in TABLE.items() if row.owned])
@pytest.mark.parametrize("who", ["other learner", "staff", "admin"])
def test_what_is_somebody_elses_answers_as_if_it_were_not_there(world: World, endpoint: str, who: str) -> None:
    row = TABLE[endpoint]
    foreign, unknown = world.call(who, row), world.call(who, row, attempt="there-is-none")
    assert foreign.status_code == unknown.status_code == 404
    assert _words(foreign) == _words(unknown)


def _words(answer: TestResponse) -> str:
    """The answer without what is another each time: its number, and the token of its forms."""
    return re.sub(r'value="[^"]*"', "", answer.text.replace(answer.headers["X-Request-Id"], ""))


@pytest.mark.parametrize("endpoint", [name for name, row in TABLE.items() if not row.acts])
def test_what_changes_nothing_is_taken_without_a_token_and_from_no_other_site(world: World, endpoint: str) -> None:
    row = TABLE[endpoint]
    client = world.callers["admin"].client
    from_elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert client.open(_path(world, row), method=row.method).status_code != 400
    assert client.open(_path(world, row), method=row.method, headers=from_elsewhere).status_code == 400


@pytest.mark.parametrize(
    "endpoint", [name for name, row in TABLE.items() if row.method != "GET" and row.asks != "public" and row.acts]
)
def test_an_act_without_its_token_is_refused(world: World, endpoint: str) -> None:
    row = TABLE[endpoint]
    answer = world.callers["admin"].client.open(_path(world, row), method=row.method, data=b"")
    assert answer.status_code == 400


def test_an_app_with_a_view_that_says_nothing_is_not_made(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    silent = Blueprint("silent", __name__)
    silent.get("/silent")(lambda: "Nobody said who may read this.")
    others = policies.install

    def with_one_more(app: Flask) -> None:
        app.register_blueprint(silent)
        others(app)

    monkeypatch.setattr(policies, "install", with_one_more)
    with pytest.raises(policies.UndeclaredView, match=r"silent\.<lambda>|silent"):
        app_of(house)


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PATCH", "DELETE"])
def test_no_view_answers_to_methods_that_it_did_not_name(world: World, method: str) -> None:
    assert world.callers["admin"].client.open("/account", method=method).status_code == 405
