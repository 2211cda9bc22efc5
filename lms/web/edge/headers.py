"""What every response tells the browser: load nothing from elsewhere, keep nothing that is private."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from time import perf_counter
from typing import Any

from flask import Flask

from lms.settings import Settings
from lms.web.edge import logs, request_counts
from lms.web.edge.current import EXTENSION
from lms.web.edge.policy import ANYONE
from lms.web.edge.request_facts import HERE, RequestFacts, new_number

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
ALWAYS = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
HSTS = ("Strict-Transport-Security", "max-age=31536000")

Headers = list[tuple[str, str]]
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


SAFE_NUMBER = re.compile(r"[0-9a-f][0-9a-f-]{15,63}")
"""The numbers that nginx ($request_id) and Caddy ({http.request.uuid}) make. Nothing else is taken into a log."""


def install(app: Flask, settings: Settings) -> None:
    """Put them on every response at the edge of the application. What a view has set itself counts."""
    always = (*ALWAYS, HSTS) if settings.https else ALWAYS
    number = _number_of if settings.trusted_proxies else _new_number
    app.wsgi_app = _at_the_edge(app, app.wsgi_app, always, number)  # type: ignore[assignment, method-assign]


def _new_number(_environ: Mapping[str, Any]) -> str:
    return new_number()


def _number_of(environ: Mapping[str, Any]) -> str:
    """The number that a proxy of ours has given to the request already, so that its log and ours fit together."""
    given: str = environ.get("HTTP_X_REQUEST_ID", "")
    return given if SAFE_NUMBER.fullmatch(given) else new_number()


def _read_cookies(environ: dict[str, Any]) -> None:
    """Cookies that another site of this host set in another encoding would be read by nobody, and end each page."""
    sent: str = environ.get("HTTP_COOKIE", "")
    if not sent.isascii():
        environ["HTTP_COOKIE"] = sent.encode("latin-1").decode("utf-8", "replace").encode().decode("latin-1")


def _at_the_edge(
    app: Flask, inner: Wsgi, always: tuple[tuple[str, str], ...], number: Callable[[Mapping[str, Any]], str]
) -> Wsgi:
    def outer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        _read_cookies(environ)
        facts = RequestFacts(app.extensions[EXTENSION], number(environ), perf_counter(), environ.get("HTTP_HOST", ""))

        def start(status: str, headers: Headers, *error: Any) -> Any:
            there = dict(headers)
            policy = facts.policy or ANYONE
            headers += [one for one in wanted(policy.cache, policy.referrer, policy.index) if one[0] not in there]
            headers.append(("X-Request-Id", facts.number))
            method, code = environ["REQUEST_METHOD"], int(status[:3])
            counts: request_counts.Requests | None = app.extensions.get(request_counts.EXTENSION)
            if (facts.policy or ANYONE).counted:
                if counts is not None:
                    counts.count(method, facts, code)
                logs.request_ends(method, facts, code, there.get("Content-Length", ""))
            return start_response(status, headers, *error)

        before = HERE.set(facts)
        try:
            return inner(environ, start)
        finally:
            HERE.reset(before)

    @cache
    def wanted(cache: str, referrer: str, index: bool) -> tuple[tuple[str, str], ...]:
        by_policy = {"Cache-Control": cache, "Referrer-Policy": referrer}
        if not index:
            by_policy["X-Robots-Tag"] = "noindex"
        return (*always, *by_policy.items())

    return outer
