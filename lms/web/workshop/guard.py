"""Who may reach an app that shows keys: this machine, by its own name, and nobody through another site or a proxy.

A page elsewhere can have its own name lead to this machine (DNS rebinding): the browser then takes our pages for that
page's own, and lets it read them. But the name that was asked for stands in the request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask

from lms.settings import LOOPBACK

FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_VIA")
OWN_PAGES = frozenset({"same-origin", "none"})
WORKSHOP = "/workshop"
REFUSED = (
    "This server is for authors on this machine alone. Open it by its own address, such as http://127.0.0.1:8000/.\n"
)

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def install(app: Flask) -> None:
    """Refuse, before anything of the app has run, whatever does not come from this machine for this machine."""
    app.wsgi_app = _guarded(app.wsgi_app)  # type: ignore[assignment, method-assign]


def _guarded(inner: Wsgi) -> Wsgi:
    def outer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if _is_own(environ):
            return inner(environ, start_response)
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]
        start_response("421 Misdirected Request", headers)
        return [REFUSED.encode()]

    return outer


def _is_own(environ: dict[str, Any]) -> bool:
    if any(name in environ for name in FORWARDED) or not _names_this_machine(environ.get("HTTP_HOST", "")):
        return False
    # What shows keys is asked for by its own pages, or typed: no other site has a reason to lead there or to load it.
    in_workshop = environ.get("PATH_INFO", "").startswith(WORKSHOP)
    return not in_workshop or environ.get("HTTP_SEC_FETCH_SITE", "none") in OWN_PAGES


def _names_this_machine(host: str) -> bool:
    try:
        parts = urlsplit(f"//{host}")
        return parts.netloc == host and parts.hostname in LOOPBACK and parts.username is None
    except ValueError:
        return False
