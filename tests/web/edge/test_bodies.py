"""A body is read whole, up to its largest size, and from nobody who takes too long."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from lms.web.edge import bodies
from lms.web.edge.bodies import Gone, Refused, Store, read
from tests.support.loop import run

LARGEST = 1000


def arriving(parts: Iterable[bytes], ends: bool = True) -> bodies.Receive:
    """What comes in: these parts, and then the end, or silence."""
    left: Iterator[bytes] = iter(parts)

    async def receive() -> dict[str, Any]:
        part = next(left, None)
        if part is not None:
            return {"type": "http.request", "body": part, "more_body": True}
        if not ends:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": b"", "more_body": False}

    return receive


def taken(receive: bodies.Receive, largest: int = LARGEST, store: Store | None = None) -> bytes:
    async def all_of_it() -> bytes:
        with (store or Store()).place() as place:
            return await read(receive, largest, place)

    return run(all_of_it())


def test_a_body_comes_whole_in_however_many_parts() -> None:
    assert taken(arriving([b"one, ", b"", b"two, ", b"three"])) == b"one, two, three"


def test_a_byte_too_many_is_refused_before_the_end_is_seen() -> None:
    with pytest.raises(Refused) as refused:
        taken(arriving([b"x" * LARGEST, b"x"], ends=False))
    assert refused.value.status == 413


def test_who_falls_silent_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "PATIENCE", 0.05)
    with pytest.raises(Refused) as refused:
        taken(arriving([b"a"], ends=False))
    assert refused.value.status == 408


def test_a_burst_at_first_earns_no_patience_for_a_trickle_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "PATIENCE", 0.1)
    trickle = arriving([b"x" * 20_000])

    async def receive() -> dict[str, Any]:
        message = await trickle()
        if message["more_body"]:
            return message
        await asyncio.sleep(0.03)
        return {"type": "http.request", "body": b"a", "more_body": True}

    with pytest.raises(Refused) as refused:
        taken(receive, largest=100_000)
    assert refused.value.status == 408


def test_the_whole_has_an_end_however_steadily_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "SECONDS_FOR_ANY", 0.1)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"x" * 600, "more_body": True}

    with pytest.raises(Refused) as refused:
        taken(receive, largest=10_000)
    assert refused.value.status in (408, 413)


def test_who_goes_away_has_sent_nothing() -> None:
    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    with pytest.raises(Gone):
        taken(receive)


def test_large_bodies_take_no_memory_from_the_usual_ones() -> None:
    store = Store(most=300 * 1024)

    async def both() -> tuple[bytes, int]:
        with store.place() as first, store.place() as second, store.place() as third:
            await read(arriving([b"x" * 200_000, b"x" * 100_000]), 400_000, first)
            with pytest.raises(Refused) as refused:
                await read(arriving([b"x" * 200_000, b"x" * 100_000]), 400_000, second)
            return await read(arriving([b"a usual one"]), 400_000, third), refused.value.status

    assert run(both()) == (b"a usual one", 503)
    assert len(taken(arriving([b"x" * 300_000]), 400_000, store)) == 300_000
