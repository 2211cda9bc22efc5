"""What every response tells the browser: load nothing from elsewhere, keep nothing that is private."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from flask import Flask

from lms.settings import Settings
from lms.web import logs
from lms.web.policies import ANYONE, Policy
from lms.web.visit import VISIT, Visit

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
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


def install(app: Flask, settings: Settings) -> None:
    """Put them on every response at the edge of the application. What a view has set itself counts."""
    always = (*ALWAYS, HSTS) if settings.https else ALWAYS
    app.wsgi_app = _at_the_edge(app.wsgi_app, always)  # type: ignore[assignment, method-assign]


def _at_the_edge(inner: Wsgi, always: tuple[tuple[str, str], ...]) -> Wsgi:
    def outer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        visit = environ[VISIT] = Visit(began=logs.clock())

        def start(status: str, headers: Headers, *error: Any) -> Any:
            there = {name for name, _ in headers}
            for header in wanted(visit.policy or ANYONE):
                if header[0] not in there:
                    headers.append(header)
            headers.append(("X-Request-Id", visit.number))
            logs.request_ends(environ["REQUEST_METHOD"], visit, status)
            return start_response(status, headers, *error)

        return inner(environ, start)

    @cache
    def wanted(policy: Policy) -> tuple[tuple[str, str], ...]:
        by_policy = {"Cache-Control": policy.cache, "Referrer-Policy": policy.referrer}
        if not policy.index:
            by_policy["X-Robots-Tag"] = "noindex"
        return (*always, *by_policy.items())

    return outer
