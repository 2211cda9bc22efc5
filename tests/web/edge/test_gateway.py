"""Only a request that is there as a whole is given to the site; what long work waits for, pages do not."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from flask import Flask, request

from lms.web.edge import bodies, gateway
from lms.web.edge.gateway import Gateway, environ_of
from lms.web.edge.lanes import Full, Lane
from tests.support.loop import run
from tests.support.site import house_at
from tests.support.web import app_of

Headers = Sequence[tuple[bytes, bytes]]
FORM = (b"content-type", b"application/x-www-form-urlencoded")


def scope(method: str, path: str, headers: Headers = ()) -> dict[str, Any]:
    return {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "scheme": "http",
        "server": ("127.0.0.1", "8000"),
        "client": ("192.0.2.1", "50000"),
        "headers": headers,
    }


class Called:
    """One call of a gateway, and all that it sent."""

    def __init__(self, messages: Sequence[dict[str, Any]]) -> None:
        self._messages = list(messages)
        self.sent: list[dict[str, Any]] = []

    async def receive(self) -> dict[str, Any]:
        if not self._messages:
            await asyncio.Event().wait()
        return self._messages.pop(0)

    async def send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)

    @property
    def status(self) -> int:
        status: int = self.sent[0]["status"]
        return status

    @property
    def headers(self) -> dict[bytes, bytes]:
        return dict(self.sent[0]["headers"])

    @property
    def body(self) -> bytes:
        return b"".join(message["body"] for message in self.sent[1:])


def body(*parts: bytes) -> list[dict[str, Any]]:
    return [
        {"type": "http.request", "body": part, "more_body": place < len(parts)} for place, part in enumerate(parts, 1)
    ]


def call(site: Gateway, asked: dict[str, Any], messages: Sequence[dict[str, Any]] = ()) -> Called:
    called = Called(messages)
    run(site(asked, called.receive, called.send))
    return called


@pytest.fixture
def calls() -> list[str]:
    return []


@pytest.fixture
def echo(calls: list[str]) -> Gateway:
    """It answers with what it was sent."""
    app = Flask("echo")

    @app.route("/", methods=["GET", "POST"])
    def answer() -> bytes:
        calls.append(request.method)
        return request.get_data()

    @app.get("/large")
    def large() -> bytes:
        return b"x" * 300_000

    return Gateway(app)


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    home = tmp_path_factory.mktemp("house")
    with house_at(f"sqlite:///{home / 'lms.sqlite'}", home) as house:
        yield Gateway(app_of(house))


def test_the_site_gets_a_body_of_unknown_length_whole_with_its_length(echo: Gateway) -> None:
    called = call(echo, scope("POST", "/", [(b"transfer-encoding", b"chunked")]), body(b"a", b"b", b"c"))
    assert (called.status, called.body) == (200, b"abc")


def test_the_site_hears_nothing_of_a_request_whose_body_never_ends(
    echo: Gateway, calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "PATIENCE", 0.05)
    unfinished = [{"type": "http.request", "body": b"a", "more_body": True}]
    called = call(echo, scope("POST", "/", [(b"content-length", b"5000")]), unfinished)
    assert called.headers[b"connection"] == b"close"
    gone = call(echo, scope("POST", "/", [(b"content-length", b"50")]), [{"type": "http.disconnect"}])
    assert gone.sent == []


def test_too_slow_too_large_and_too_much_are_told_in_the_words_of_the_site(
    ours: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "PATIENCE", 0.05)
    monkeypatch.setattr(bodies, "SECONDS_TO_LET_END", 0.05)
    slow = call(ours, scope("POST", "/login", [FORM, (b"content-length", b"50")]))
    large = call(ours, scope("POST", "/login", [FORM, (b"content-length", b"262145")]))
    chunks = body(b"x" * 200_000, b"x" * 100_000, b"x")
    chunked = call(ours, scope("POST", "/api/v1/me", [(b"transfer-encoding", b"chunked")]), chunks)
    assert (slow.status, large.status, chunked.status) == (408, 413, 413)
    assert b"came in too slowly" in slow.body
    assert b"X-Request-Id".lower() in slow.headers
    assert b"larger than this page can take" in large.body
    assert chunked.headers[b"content-type"] == b"application/problem+json"


def test_where_there_is_room_for_no_more_it_says_when_to_come_back(
    ours: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_given: object) -> None:
        raise Full

    monkeypatch.setattr(ours._lanes["files"], "run", full)
    called = call(ours, scope("POST", "/verify", [FORM, (b"content-length", b"3")]), body(b"a=b"))
    assert (called.status, called.headers[b"retry-after"]) == (503, b"60")
    assert b"try again in a minute" in called.body


def test_an_upload_may_be_larger_and_has_a_lane_of_its_own(ours: Gateway) -> None:
    upload, page = ours._terms.of("POST", "/verify"), ours._terms.of("POST", "/verify/AB-1")
    assert (upload.lane, upload.body > 10 * 1024 * 1024) == ("files", True)
    assert (page.lane, page.body) == ("pages", 256 * 1024)
    assert ours._terms.of("POST", "/login").lane == "passwords"
    assert ours._terms.of("POST", "/reset/any").lane == "passwords"
    assert ours._terms.of("GET", "/login").lane == "pages"


def test_a_page_is_answered_while_a_password_is_looked_at(echo: Gateway) -> None:
    going_on, done = threading.Event(), threading.Event()

    def long_work() -> bool:
        going_on.set()
        return done.wait(30)

    async def both() -> tuple[int, bool]:
        long = asyncio.create_task(echo._lanes["passwords"].run(long_work))
        await asyncio.to_thread(going_on.wait, 30)
        called = Called(())
        await echo(scope("GET", "/"), called.receive, called.send)
        done.set()
        return called.status, await long

    assert run(both()) == (200, True)


def test_a_lane_has_an_end() -> None:
    lane, done = Lane("short", 1, 2), threading.Event()

    async def three() -> list[object]:
        waiting = [asyncio.create_task(lane.run(done.wait, 30)) for _ in range(3)]
        await asyncio.sleep(0)
        asyncio.get_running_loop().call_later(0.05, done.set)
        return await asyncio.gather(*waiting, return_exceptions=True)

    first, second, third = run(three())
    assert (first, second, type(third)) == (True, True, Full)


def test_whoever_takes_no_piece_of_an_answer_is_left(echo: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "SECONDS_FOR_A_PIECE", 0.05)
    sent = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)
        if len(sent) == 3:
            await asyncio.Event().wait()

    run(echo(scope("GET", "/large"), Called(()).receive, send))
    assert len(sent) == 3
    assert len(call(echo, scope("GET", "/large")).body) == 300_000


def test_names_with_an_underscore_do_not_pass_for_what_a_proxy_says() -> None:
    given = [
        (b"x_forwarded_for", b"198.51.100.7"),
        (b"x-forwarded-for", b"192.0.2.9"),
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
    ]
    environ = environ_of(scope("GET", "/caf\u00e9", [*given, (b"accept", b"a/b"), (b"accept", b"c/d")]))
    assert environ["HTTP_X_FORWARDED_FOR"] == "192.0.2.9"
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["HTTP_ACCEPT"] == "a/b,c/d"
    assert environ["PATH_INFO"] == "/caf\u00c3\u00a9"
