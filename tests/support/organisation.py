"""An organisation's own sign-in on this machine: a provider of a registry package, which signs in whoever asks."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import oidc_provider_mock
from flask import Flask
from werkzeug.serving import make_server

from lms.settings.providers import Provider

BACK = "http://127.0.0.1:8000/login/with/north/back"


@contextmanager
def organisation() -> Iterator[Provider]:
    """The provider as the settings would name it, as long as its server runs."""
    app: Flask = oidc_provider_mock.app(require_nonce=True)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        issuer = f"http://127.0.0.1:{server.server_port}"
        yield Provider("north", "North Hospital", issuer, "patient-leadership", "a secret of both")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def knows(provider: Provider, subject: str, **claims: str) -> None:
    """Somebody is a member there, of whom it tells this."""
    httpx.put(f"{provider.issuer}/users/{subject}", json=claims).raise_for_status()


def let_in(address: str, subject: str) -> str:
    """What the browser is sent back with, once this person has signed in at the address."""
    answer = httpx.post(address, data={"sub": subject})
    assert answer.status_code == 302, answer.text
    return str(answer.headers["Location"])
