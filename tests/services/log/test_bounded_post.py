"""Whatever somebody else's server does, an answer comes, or a word that there is none; and never late."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from lms.services.log import bounded_post
from lms.services.log.bounded_post import Unanswered, post

Behave = Callable[[socket.socket, threading.Event], None]


@contextmanager
def listening(behave: Behave) -> Iterator[str]:
    """A server that behaves so to whoever connects, until it is over."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):
                connection, _ = server.accept()
                with connection:
                    behave(connection, over)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}"
        finally:
            over.set()
            thread.join()


def drip(start: bytes, dripped: bytes) -> Behave:
    def behave(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(start)
        while not over.wait(0.02):
            connection.sendall(dripped)

    return behave


def silent(_connection: socket.socket, over: threading.Event) -> None:
    over.wait()


def say(content: bytes) -> Behave:
    def behave(connection: socket.socket, _over: threading.Event) -> None:
        connection.recv(65_536)
        connection.sendall(content)

    return behave


OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    "behave",
    [
        silent,
        drip(b"", b"H"),
        drip(OK, b"a: b\r\n"),
        drip(OK, b"a"),
        drip(OK + b"Content-Length: 60000\r\n\r\n", b"x"),
        drip(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
)
def test_an_answer_that_never_ends_is_cut(behave: Behave, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_post, "SECONDS", 0.3)
    with listening(behave) as address, pytest.raises(Unanswered, match="does not answer in time"):
        post(address, b"", "text/plain")


def test_a_handshake_that_never_ends_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_post, "SECONDS", 0.3)
    hello = b"\x16\x03\x03\x40\x00"
    with listening(drip(hello, b"\x02")) as address, pytest.raises(Unanswered):
        post(address.replace("http:", "https:"), b"", "text/plain")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "."),
        (b"junk\r\n\r\n", "is no HTTP"),
        (b"\x00" * 70_000, "."),
        (OK + b"Content-Length: -1\r\n\r\n", None),
        (OK + b"\r\n" + b"x" * 200_000, "far too long"),
        (OK + b"Content-Length: 99999999999\r\n\r\n" + b"x" * 200_000, "far too long"),
        (OK + b"a: " + b"x" * 70_000, "is no HTTP"),
    ],
)
def test_what_is_no_answer_has_a_word(content: bytes, words: str | None) -> None:
    with listening(say(content)) as address:
        if words is None:
            assert post(address, b"", "text/plain").content == b""
        else:
            with pytest.raises(Unanswered, match=words):
                post(address, b"", "text/plain")


def test_nobody_there_has_a_word() -> None:
    for address in ("http://127.0.0.1:9/", "https://127.0.0.1:9/", "http://name.invalid/"):
        with pytest.raises(Unanswered, match="cannot be reached"):
            post(address, b"", "text/plain")


def test_an_answer_is_given_as_it_came_and_no_redirect_is_followed() -> None:
    moved = b"HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:9/\r\nContent-Type: text/x.a; b=c\r\n\r\nthere"
    with listening(say(moved)) as address:
        answer = post(f"{address}/a/b?c=d", b"asked", "text/plain")
    assert (answer.status, answer.kind, answer.content) == (307, "text/x.a", b"there")
