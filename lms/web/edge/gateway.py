"""The site as an ASGI application: each request is read whole, and only then given to a thread that answers it.

So somebody who sends a byte a second, or takes none of the answer, holds a connection, and never a thread.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from io import BytesIO
from typing import Any

from flask import Flask

from lms.web.edge import bodies
from lms.web.edge.lanes import Full, Lane
from lms.web.edge.policies import REFUSED
from lms.web.edge.policy import ELSEWHERE, FILES, PAGES, PASSWORDS, Policy
from lms.web.edge.terms import Terms

Send = Callable[[dict[str, Any]], Awaitable[None]]
Environ = dict[str, Any]

PIECE = 64 * 1024
SECONDS_FOR_A_PIECE = 20.0
"""Whoever takes no piece of an answer for so long takes none at all."""

_ALWAYS: Environ = {
    "SCRIPT_NAME": "",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "wsgi.version": (1, 0),
    "wsgi.input_terminated": True,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}


class Answer:
    """What the site answered, whole. `refused`: without the body, of which more may be on its way."""

    def __init__(self) -> None:
        self.refused = False
        self.status = 500
        self.headers: list[tuple[bytes, bytes]] = []
        self.body = b""

    def begin(self, status: str, headers: Iterable[tuple[str, str]], _error: object = None) -> Callable[[bytes], None]:
        self.status = int(status[:3])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return self._write

    def _write(self, part: bytes) -> None:
        self.body += part


class Gateway:
    """Reads requests on one thread, and has them answered in lanes."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._terms = Terms(app)
        self._store = bodies.Store()
        # One thread for pages: at two, each waits for the other's turn at the interpreter.
        self._lanes = {
            PAGES: Lane(PAGES, 1, sys.maxsize),
            PASSWORDS: Lane(PASSWORDS, 1, 400),
            FILES: Lane(FILES, 2, 8),
            ELSEWHERE: Lane(ELSEWHERE, 2, 20),
        }

    async def __call__(self, scope: dict[str, Any], receive: bodies.Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        environ = environ_of(scope)
        terms = self._terms.of(environ["REQUEST_METHOD"], scope["path"])
        with suppress(bodies.Gone, TimeoutError):
            answer = await self._answered(environ, receive, terms)
            await _send(answer, send)
            if answer.refused:
                await bodies.let_end(receive)

    async def _answered(self, environ: Environ, receive: bodies.Receive, terms: Policy) -> Answer:
        try:
            with self._store.place() as place:
                environ["wsgi.input"] = BytesIO(await _read(environ, receive, terms.body, place))
                return await self._lanes[terms.lane].run(self._call, environ)
        except bodies.Refused as refused:
            status = refused.status
        except Full:
            status = 503
        # In the site's own words, with its headers, and on its account.
        environ |= {REFUSED: status, "wsgi.input": BytesIO(), "CONTENT_LENGTH": "0"}
        answer = await self._lanes[PAGES].run(self._call, environ)
        answer.headers.append((b"connection", b"close"))
        answer.refused = True
        return answer

    def _call(self, environ: Environ) -> Answer:
        answer = Answer()
        parts = self._app(environ, answer.begin)
        try:
            answer.body += b"".join(parts)
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()
        return answer


async def _read(environ: Environ, receive: bodies.Receive, largest: int, place: bodies.Place) -> bytes:
    """The body, whose length is known from now on."""
    length, chunked = environ.get("CONTENT_LENGTH", ""), environ.pop("HTTP_TRANSFER_ENCODING", "")
    if not length and not chunked:
        return b""
    if length.isdecimal() and int(length) > largest:
        raise bodies.Refused(413)
    body = await bodies.read(receive, largest, place)
    environ["CONTENT_LENGTH"] = str(len(body))
    return body


def environ_of(scope: dict[str, Any]) -> Environ:
    """The request as WSGI has it. A name with an underscore would pass for one that a proxy vouches for."""
    server, client = scope.get("server") or ("", ""), scope.get("client") or ("", "")
    environ: Environ = {
        **_ALWAYS,
        "REQUEST_METHOD": scope["method"],
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "REMOTE_ADDR": client[0],
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.errors": sys.stderr,
    }
    for name, value in scope["headers"]:
        if b"_" in name:
            continue
        key, text = "HTTP_" + name.decode("latin-1").upper().replace("-", "_"), value.decode("latin-1")
        if key in ("HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH"):
            environ[key[5:]] = text
        elif key in environ:
            environ[key] += ("; " if key == "HTTP_COOKIE" else ",") + text
        else:
            environ[key] = text
    return environ


async def _send(answer: Answer, send: Send) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    if len(answer.body) <= PIECE:
        await send({"type": "http.response.body", "body": answer.body})
        return
    for first in range(0, len(answer.body), PIECE):
        piece = answer.body[first : first + PIECE]
        more = first + PIECE < len(answer.body)
        async with asyncio.timeout(SECONDS_FOR_A_PIECE):
            await send({"type": "http.response.body", "body": piece, "more_body": more})
