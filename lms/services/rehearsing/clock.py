"""The clock of a preview: the real one, and as far ahead of it as the request at hand wishes."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime, timedelta

_ahead: ContextVar[timedelta] = ContextVar("ahead", default=timedelta())


def ahead_of(now: Callable[[], datetime]) -> Callable[[], datetime]:
    """A clock that shows the moment that it is pretended to be."""
    return lambda: now() + _ahead.get()


def set_ahead(by: timedelta) -> None:
    """From here on, in this request, it is so much later."""
    _ahead.set(by)
