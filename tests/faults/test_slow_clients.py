"""Invariant “Availability”: a hundred clients at a byte a second stop nobody, straight and behind both proxies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.callers import Program
from tests.faults.estate import Web, caddy_before, nginx_before
from tests.faults.premises import Premises, Server, serving, until
from tests.faults.slow_clients import slow_clients
from tests.support.ports import free_port

SLOW = 100
PAGES = ("/healthz", "/courses", "/login", "/verify")
ROUNDS = 5
SECONDS_TO_BE_CUT = 90

Before = Callable[[Path, int, Sequence[int]], Web]


def straight(folder: Path, port: int, machines: Sequence[int]) -> Web:
    raise AssertionError("nothing stands before it")


@contextmanager
def reached_by(premises: Premises, before: Before) -> Iterator[int]:
    """The port by which the public comes to a server: its own, or that of the proxy before it."""
    with serving(premises) as server:
        if before is straight:
            yield server.port
            return
        port = free_port()
        proxy = before(premises.folder, port, [server.port])
        try:
            proxy.start()
            yield port
        finally:
            proxy.end()


@pytest.mark.parametrize("before", [straight, nginx_before, caddy_before])
def test_a_hundred_slow_clients_stop_nobody_and_are_cut(premises: Premises, before: Before) -> None:
    with reached_by(premises, before) as port, slow_clients(port, SLOW) as crowd:
        visitor = Program(port, "")
        answered = [visitor.get(path).status for _ in range(ROUNDS) for path in PAGES]
        there = crowd.still_there
        until(lambda: crowd.still_there == 0, "every slow client is cut", SECONDS_TO_BE_CUT)
    assert answered == [200] * len(answered)
    assert there > SLOW / 2


def test_a_server_that_is_told_to_end_does_not_wait_for_slow_clients(premises: Premises) -> None:
    server = Server(premises)
    server.start()
    try:
        with slow_clients(server.port, SLOW):
            assert server.process is not None
            server.process.terminate()
            server.process.wait(30)
    finally:
        server.stop()
