"""Whoever comes before the site can answer is met at the porch, told how far it is, and sent on when it is there."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lms.cli.process.porch import Porch
from tests.cli.serving import until
from tests.support.ports import free_port

HOST = "127.0.0.1"


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def porch(port: int) -> Iterator[Porch]:
    opened = Porch.opened(HOST, port)
    try:
        until(lambda: ask(port) is not None or opened.has_gone())
        yield opened
    finally:
        opened.close()


def ask(port: int, method: str = "GET", path: str = "/courses") -> http.client.HTTPResponse | None:
    """The answer, its text read as `text`; None where nobody listens."""
    try:
        connection = http.client.HTTPConnection(HOST, port, timeout=20)
        connection.request(method, path, body=b"answer=b" if method == "POST" else None)
        answer = connection.getresponse()
        answer.text = answer.read().decode()  # type: ignore[attr-defined]
    except ConnectionRefusedError:
        return None
    return answer


def text(answer: http.client.HTTPResponse | None) -> str:
    assert answer is not None
    return str(answer.text)  # type: ignore[attr-defined]


class _Site(ThreadingHTTPServer):
    allow_reuse_port = True
    daemon_threads = True


class _Fine(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"the site")

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is written down."""


def test_who_comes_early_is_told_that_the_site_starts_and_the_page_looks_again(porch: Porch, port: int) -> None:
    answer = ask(port)
    assert answer is not None
    assert answer.status == 503
    assert (answer.headers["Refresh"], answer.headers["Retry-After"]) == ("1", "1")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "The site is starting" in text(answer)
    assert not porch.has_gone()


def test_the_page_says_how_many_files_are_read(porch: Porch, port: int) -> None:
    porch.tell(340, 1021)
    until(lambda: "The courses are being read: 340 of 1,021 files." in text(ask(port)))
    assert '<progress max="1021" value="340">' in text(ask(port))


def test_its_page_has_no_script_and_no_style_of_its_own(porch: Porch, port: int) -> None:
    answer = ask(port)
    assert answer is not None
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
    assert "<script" not in text(answer)
    assert "style=" not in text(answer)
    style = ask(port, path="/porch.css")
    assert style is not None
    assert (style.status, style.headers["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert "--ground" in text(style)


def test_what_is_sent_is_not_taken_and_never_sent_again_by_itself(porch: Porch, port: int) -> None:
    answer = ask(port, "POST")
    assert answer is not None
    assert answer.status == 503
    assert answer.headers["Refresh"] is None
    assert "Go back, and send it again" in text(answer)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_machines_do_not_take_it_for_the_site(porch: Porch, port: int, path: str) -> None:
    answer = ask(port, path=path)
    assert answer is not None
    assert answer.status == 503


def test_as_soon_as_the_site_answers_nobody_is_kept_at_the_porch(porch: Porch, port: int) -> None:
    with _Site((HOST, port), _Fine) as site:
        threading.Thread(target=site.serve_forever, args=(0.02,), daemon=True).start()
        for _ in range(40):
            answer = ask(port)
            assert answer is not None
            assert answer.status == 307 or text(answer) == "the site"
            if answer.status == 307:
                assert answer.headers["Location"] == "/courses"
                assert text(ask(port)) == "the site"
        until(porch.has_gone)
        site.shutdown()


def test_it_ends_with_whoever_opened_it(porch: Porch, port: int) -> None:
    assert porch.process is not None
    assert porch.process.stdin is not None
    porch.process.stdin.close()
    until(porch.has_gone)
    assert ask(port) is None


def test_told_something_after_it_has_gone_nobody_minds(porch: Porch) -> None:
    porch.close()
    porch.tell(1, 2)
    assert porch.has_gone()


def test_where_another_listens_there_is_no_porch(port: int) -> None:
    with socket.socket() as other:
        other.bind((HOST, port))
        other.listen()
        opened = Porch.opened(HOST, port)
        until(opened.has_gone)
