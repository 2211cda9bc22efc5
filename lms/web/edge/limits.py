"""Rates for what the services do not count themselves: per person, or per address for a visitor.

Kept in Redis where there is one; on a single machine in each process, which is exact enough to keep a flood out. What
must be counted exactly, sign-in, reset and registration, is counted in the database by the services. A rate that cannot
be counted lets nothing through.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Flask, current_app, request
from limits import parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from lms.services.operating.readiness import SECONDS_FOR_REDIS
from lms.settings import Settings
from lms.web.edge import current

EXTENSION = "rates"
_REDIS: dict[str, Any] = {"socket_timeout": SECONDS_FOR_REDIS, "socket_connect_timeout": SECONDS_FOR_REDIS}


class RateReached(Exception):
    """Somebody did more of something than its view allows. `seconds`: when it counts afresh."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def install(app: Flask, settings: Settings) -> None:
    """Make the place where this application counts."""
    options = _REDIS if settings.redis_url else {}
    storage = storage_from_string(_storage(settings.redis_url), wrap_exceptions=True, **options)
    app.extensions[EXTENSION] = FixedWindowRateLimiter(storage)


def _storage(redis_url: str) -> str:
    """Where rates are counted. A Redis on a socket has another name here than everywhere else."""
    return redis_url.replace("unix://", "redis+unix://", 1) or "memory://"


def count(endpoint: str, rate: str) -> None:
    """Count one call of a view, by a rate in words such as “30 per minute”; RateReached where it is one too many."""
    rates: FixedWindowRateLimiter = current_app.extensions[EXTENSION]
    limit, who = parse(rate), _whose()
    if not rates.hit(limit, who, endpoint):
        afresh = rates.get_window_stats(limit, who, endpoint).reset_time
        raise RateReached(max(1, int(afresh - datetime.now(UTC).timestamp()) + 1))


def _whose() -> str:
    asking = current.person()
    return f"account {asking.id}" if asking else f"address {request.remote_addr}"
