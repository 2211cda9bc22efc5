"""The audit log as a chain: each entry holds the hash of the one before, so that an altered past shows.

The store keeps the rows, and only ever adds to them. What a chain alone can't show is that its newest entries were
cut off, or that it was written anew from some entry on by someone who can write all of it; for that, keep a `Head`
somewhere else now and then. Personal data does not belong into entries: they outlive an erasure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from lms.credentials.canonical import digest
from lms.questions.quiz import Json

BEFORE_THE_FIRST = "0" * 64
"""What the first entry names as the hash of the one before."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: entry `n`, counted from 1, at a moment in UTC. `previous` and `hash` are SHA-256 in hexadecimal."""

    n: int
    at: datetime
    actor: str
    act: str
    subject: str
    details: Json
    previous: str
    hash: str

    def hashed(self) -> str:
        """The hash that fits what the entry says; it equals `hash` unless something was altered."""
        return digest(
            {
                "n": self.n,
                "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "actor": self.actor,
                "act": self.act,
                "subject": self.subject,
                "details": self.details,
                "previous": self.previous,
            }
        )


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry as somebody else remembers it."""

    n: int
    hash: str


def next_entry(last: Entry | None, *, at: datetime, actor: str, act: str, subject: str, details: Json) -> Entry:
    """The entry that follows the last one, or the first of a new log."""
    n, previous = (1, BEFORE_THE_FIRST) if last is None else (last.n + 1, last.hash)
    entry = Entry(n, at, actor, act, subject, details, previous, hash="")
    return Entry(n, at, actor, act, subject, details, previous, hash=entry.hashed())


def first_altered(entries: Iterable[Entry], *, head: Head | None = None) -> int | None:
    """The number of the first entry that is not as written (edited, missing, moved or added); None if all are.

    Entries come in the order of their numbers. With a `head`, a log cut short of it, or written anew, shows too.
    """
    expected, previous = 1, BEFORE_THE_FIRST
    for entry in entries:
        if entry.n != expected or entry.previous != previous or entry.hash != entry.hashed():
            return expected
        if head is not None and entry.n == head.n and entry.hash != head.hash:
            return expected
        expected, previous = expected + 1, entry.hash
    return expected if head is not None and expected <= head.n else None
