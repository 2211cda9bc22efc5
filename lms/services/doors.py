"""What a gate is told of the attempts so far, and how late a save or a hand-in may come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from lms.progress.gates import AttemptFact
from lms.store.attempts import AttemptRecord

GRACE = timedelta(seconds=2)
"""A request that was under way when the time ended still counts."""


def facts_of(records: Iterable[AttemptRecord]) -> tuple[AttemptFact, ...]:
    """The attempts as a gate sees them."""
    return tuple(AttemptFact(one.number, one.state, one.started_at, one.ended_at, one.passed) for one in records)
