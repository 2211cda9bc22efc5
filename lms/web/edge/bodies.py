"""Reading what somebody sends: whole, no more than may be, and not for as long as they like."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

Receive = Callable[[], Awaitable[dict[str, Any]]]

LEAST_RATE = 512
"""Bytes a second. A phone at the edge of its network sends ten times as many."""

PATIENCE = 10.0
"""For so many seconds at most nothing, or too little, may arrive; what came before faster earns no more."""

SECONDS_FOR_ANY = 30.0
BYTES_A_SECOND = 16 * 1024
"""The whole has so many seconds, and one more for so many bytes that may be sent to this address."""


SECONDS_TO_LET_END = 2.0

ORDINARY = 256 * 1024
MOST_HELD = 64 * 1024 * 1024
"""Of all bodies of one process together, and as much again of those that are larger than usual."""


class Refused(Exception):
    """A body that is not read to its end, with the status that says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Gone(Exception):
    """The caller went away before it had sent everything."""


class Store:
    """Memory for bodies that are being read or answered. Large ones have their own, and take none from the others."""

    def __init__(self, most: int = MOST_HELD) -> None:
        self._most = most
        self._held = {False: 0, True: 0}

    @contextmanager
    def place(self) -> Iterator[Place]:
        """A place for one body, given back at the end."""
        place = Place(self)
        try:
            yield place
        finally:
            self.add(place.large, -place.size)

    def add(self, large: bool, size: int) -> None:
        """Take so much of it, or give it back; Refused where there is none left."""
        if size > 0 and self._held[large] + size > self._most:
            raise Refused(503)
        self._held[large] += size


class Place:
    """What one body takes of the store so far."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.size, self.large = 0, False

    def grow(self, size: int) -> None:
        """So much more of it came in."""
        whole = self.size + size
        if whole > ORDINARY and not self.large:
            self._store.add(True, whole)
            self._store.add(False, -self.size)
            self.large = True
        else:
            self._store.add(self.large, size)
        self.size = whole


async def read(receive: Receive, largest: int, place: Place) -> bytes:
    """All of a body. One byte too many, or too slow a sender, ends it at once."""
    now = asyncio.get_running_loop().time
    ends = now() + SECONDS_FOR_ANY + largest / BYTES_A_SECOND
    due = now() + PATIENCE
    parts: list[bytes] = []
    while True:
        message = await _next(receive, min(due, ends))
        part = message.get("body", b"")
        if place.size + len(part) > largest:
            raise Refused(413)
        place.grow(len(part))
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)
        due = min(due + len(part) / LEAST_RATE, now() + PATIENCE)


async def let_end(receive: Receive) -> None:
    """Look away from the rest of a body for a moment. A proxy that cannot send it on would not read the answer."""
    with suppress(TimeoutError):
        async with asyncio.timeout(SECONDS_TO_LET_END):
            while (await receive()).get("more_body", False):
                pass


async def _next(receive: Receive, until: float) -> dict[str, Any]:
    try:
        async with asyncio.timeout_at(until):
            message = await receive()
    except TimeoutError:
        raise Refused(408) from None
    if message["type"] == "http.disconnect":
        raise Gone
    return message
