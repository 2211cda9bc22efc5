"""A question to somebody else's server, whose answer is bounded in time and size, whatever it does."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

SECONDS = 10.0
MOST = 64 * 1024


class Unanswered(Exception):
    """Nothing came that can be used; its words say why."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    kind: str
    content: bytes


def post(address: str, content: bytes, kind: str) -> Answer:
    """What is answered to this. Redirects are not followed, and an answer that drips is cut off."""
    return ask("POST", address, {"Content-Type": kind}, content)


def ask(method: str, address: str, headers: Mapping[str, str], content: bytes = b"") -> Answer:
    """The same by any method, with these headers."""
    url = urlsplit(address)
    late = threading.Event()
    try:
        with _connected(url, late) as connection:
            connection.sendall(_request(method, url, headers, content))
            response = http.client.HTTPResponse(connection, method=method)
            response.begin()
            answer = Answer(response.status, response.headers.get_content_type(), response.read(MOST + 1))
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unanswered("it does not answer in time" if late.is_set() else _why(error)) from error
    if late.is_set():
        raise Unanswered("it does not answer in time")
    if len(answer.content) > MOST:
        raise Unanswered("its answer is far too long")
    return answer


@contextmanager
def _connected(url: SplitResult, late: threading.Event) -> Iterator[socket.socket]:
    """A connection that is cut when the time is over, in whatever it is at then."""
    port = url.port or (443 if url.scheme == "https" else 80)
    with socket.create_connection((url.hostname or "", port), timeout=SECONDS) as plain, plain.dup() as same:
        cutting = threading.Timer(SECONDS, _cut, (same, late))
        cutting.daemon = True
        cutting.start()
        try:
            if url.scheme == "https":
                with ssl.create_default_context().wrap_socket(plain, server_hostname=url.hostname) as secured:
                    yield secured
            else:
                yield plain
        finally:
            cutting.cancel()


def _cut(connection: socket.socket, late: threading.Event) -> None:
    late.set()
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _request(method: str, url: SplitResult, headers: Mapping[str, str], content: bytes) -> bytes:
    path = (url.path or "/") + (f"?{url.query}" if url.query else "")
    own = {"Host": url.netloc.rpartition("@")[2], "User-Agent": "lms", "Connection": "close"}
    length = {"Content-Length": str(len(content))} if content or method == "POST" else {}
    lines = [
        f"{method} {path} HTTP/1.1",
        *(f"{name}: {value}" for name, value in (own | dict(headers) | length).items()),
    ]
    if any("\r" in line or "\n" in line for line in lines):
        raise ValueError("A line of a request holds a line break.")
    return "\r\n".join([*lines, "", ""]).encode("ascii") + content


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "it does not answer in time"
    if isinstance(error, ssl.SSLError):
        return f"its certificate or its encryption is not in order ({error.reason or type(error).__name__})"
    if isinstance(error, OSError):
        return f"it cannot be reached ({error.strerror or type(error).__name__})"
    return f"its answer is no HTTP ({type(error).__name__})"
