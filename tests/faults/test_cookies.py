"""Invariant “Sessions” 1: a copied cookie is dead at the next request, in every process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from lms.services.accounts import administering, hashing
from tests.faults.callers import API, Browser
from tests.faults.premises import Premises, Server, laid_out, serving

PASSWORD = "quiet rivers carry small boats"
NEW_PASSWORD = "small boats carry quiet rivers"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Premises]:
    with laid_out(tmp_path_factory.mktemp("premises")) as made:
        yield made


@pytest.fixture(scope="module")
def servers(shared: Premises) -> Iterator[tuple[Server, Server]]:
    with serving(shared, workers=1) as first, serving(shared, workers=1) as second:
        yield first, second


_numbers = count(1)


@pytest.fixture
def email(shared: Premises) -> str:
    """The e-mail of a new account, which has PASSWORD."""
    return shared.person(f"Amal Haddad {next(_numbers)}", password_hash=hashing.hashed(PASSWORD)).email


def sign_in(port: int, email: str) -> Browser:
    browser = Browser(port)
    browser.get("/login")
    stranger = dict(browser.cookies)
    answer = browser.post("/login", {"email": email, "password": PASSWORD})
    assert answer.status == 303, answer.text
    assert browser.cookies != stranger, "signing in gives a new session"
    assert is_signed_in(browser)
    return browser


def is_signed_in(browser: Browser) -> bool:
    """Whether pages and API take this browser for somebody."""
    page, api = browser.get("/account").status, browser.get(f"{API}/me").status
    assert (page, api) in ((200, 200), (303, 401))
    return page == 200


def log_out(browser: Browser) -> None:
    assert browser.post("/logout", {}).status == 303


def change_password(browser: Browser) -> None:
    answer = browser.post("/account/password", {"old": PASSWORD, "new": NEW_PASSWORD})
    assert answer.status == 303, answer.text


def end_all(browser: Browser) -> None:
    assert browser.post("/account/sessions", {}).status == 303


@pytest.mark.parametrize("end", [log_out, change_password, end_all])
def test_a_copied_cookie_is_dead_in_every_process(
    servers: tuple[Server, Server], email: str, end: Callable[[Browser], None]
) -> None:
    browser = sign_in(servers[0].port, email)
    copies = [browser.copy(server.port) for server in servers]
    assert [is_signed_in(copy) for copy in copies] == [True, True]
    browser.get("/account")
    end(browser)
    assert [is_signed_in(copy) for copy in copies] == [False, False]


def test_disabling_an_account_ends_its_sessions_in_every_process(
    shared: Premises, servers: tuple[Server, Server], email: str
) -> None:
    copies = [sign_in(servers[0].port, email).copy(server.port) for server in servers]
    administering.disable(shared.context, "a test", email, "because it is tried")
    assert [is_signed_in(copy) for copy in copies] == [False, False]


def test_ending_all_sessions_ends_those_on_other_devices(servers: tuple[Server, Server], email: str) -> None:
    phone, laptop = sign_in(servers[0].port, email), sign_in(servers[1].port, email)
    phone.get("/account")
    end_all(phone)
    assert not is_signed_in(laptop)
