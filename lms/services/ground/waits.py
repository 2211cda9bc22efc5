"""Until when something waits, by a clock that may have been wrong when the wait began."""

from __future__ import annotations

from datetime import datetime, timedelta


def is_over(until: datetime, now: datetime, longest: timedelta) -> bool:
    """Whether a wait is over. One that would last longer than any can was begun under a clock that was wrong."""
    return not now < until <= now + longest
