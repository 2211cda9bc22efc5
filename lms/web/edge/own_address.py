"""The site under its own address: that of the settings, whatever a request calls it.

Nothing that is answered may depend on the Host that was sent, not even the address of a redirection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask

from lms.settings import Settings

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def install(app: Flask, settings: Settings) -> None:
    """Each request reaches the application as if it had been sent to the address of the settings."""
    app.wsgi_app = _readdressed(app.wsgi_app, settings.base_url)  # type: ignore[assignment, method-assign]


def _readdressed(inner: Wsgi, address: str) -> Wsgi:
    own = urlsplit(address)

    def outer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ["HTTP_HOST"], environ["wsgi.url_scheme"] = own.netloc, own.scheme
        return inner(environ, start_response)

    return outer
