"""Rates for what the services do not count themselves: per person, or per address for a visitor.

Kept in Redis where there is one; on a single machine in each process, which is exact enough to keep a flood out. What
must be counted exactly, sign-in, reset and registration, is counted in the database by the services.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Flask, request
from flask_limiter import Limiter

from lms.services.operating.readiness import SECONDS_FOR_REDIS
from lms.settings import Settings
from lms.web import current, hooks

EXTENSION = "rates"
_REDIS: dict[str, Any] = {"socket_timeout": SECONDS_FOR_REDIS, "socket_connect_timeout": SECONDS_FOR_REDIS}


def configure(app: Flask, settings: Settings) -> None:
    """A limiter for this app, for views that declare a rate. One that cannot count lets nothing through."""
    limiter = Limiter(
        key_func=_whose,
        storage_uri=_storage(settings.redis_url),
        strategy="fixed-window",
        storage_options={"wrap_exceptions": True, **(_REDIS if settings.redis_url else {})},
        swallow_errors=False,
        headers_enabled=False,
    )
    with hooks.left_off(app):
        limiter.init_app(app)
    app.extensions[EXTENSION] = limiter


def _storage(redis_url: str) -> str:
    """Where rates are counted. A Redis on a socket has another name here than everywhere else."""
    return redis_url.replace("unix://", "redis+unix://", 1) or "memory://"


def install(app: Flask, rates: Mapping[str, str]) -> None:
    """Put each rate before the view of its endpoint."""
    limiter: Limiter = app.extensions[EXTENSION]
    for endpoint, rate in rates.items():
        view: Any = app.view_functions[endpoint]
        app.view_functions[endpoint] = limiter.limit(rate)(view)


def seconds_to_wait(app: Flask) -> int:
    """How long until the rate that was just refused counts afresh."""
    limiter: Limiter = app.extensions[EXTENSION]
    reached = limiter.current_limit
    if reached is None:
        return 60
    return max(1, int(reached.reset_at - datetime.now(UTC).timestamp()) + 1)


def _whose() -> str:
    asking = current.person()
    return f"account {asking.id}" if asking else f"address {request.remote_addr}"
