"""What every response tells the browser: load nothing from elsewhere, keep nothing that is private."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from flask import Flask, Response

from lms.settings import Settings
from lms.web import current, logs, policies
from lms.web.policies import Policy

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
POLICY_HEADER = "Content-Security-Policy"
ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
HSTS = ("Strict-Transport-Security", "max-age=31536000")

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def install(app: Flask, settings: Settings) -> None:
    """What is always the same is added at the edge; what the view's policy says, before; a view's own word counts."""
    always = (*ALWAYS, HSTS) if settings.https else ALWAYS
    app.wsgi_app = _at_the_edge(app.wsgi_app, always)  # type: ignore[assignment, method-assign]
    app.after_request(_by_policy)


def _at_the_edge(inner: Wsgi, always: tuple[tuple[str, str], ...]) -> Wsgi:
    content_security = (POLICY_HEADER, CONTENT_SECURITY_POLICY)

    def outer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            headers.extend(always)
            if all(name != POLICY_HEADER for name, _ in headers):
                headers.append(content_security)
            return start_response(status, headers, *error)

        return inner(environ, start)

    return outer


def _by_policy(response: Response) -> Response:
    headers = response.headers
    for name, value in _wanted(policies.of_request()):
        headers.setdefault(name, value)
    headers.add("X-Request-Id", current.request_number())
    logs.request_ends(response.status_code)
    return response


@cache
def _wanted(policy: Policy) -> tuple[tuple[str, str], ...]:
    wanted = {"Cache-Control": policy.cache, "Referrer-Policy": policy.referrer}
    if not policy.index:
        wanted["X-Robots-Tag"] = "noindex"
    return tuple(wanted.items())
