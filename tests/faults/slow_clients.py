"""Callers who send a byte a second, whatever they were to send, each with a connection of its own."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
BURST = 20_000


def _head(path: bytes, more: bytes) -> bytes:
    return b"POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s%s\r\n" % (path, FORM, more)


KINDS: tuple[tuple[bytes, bytes], ...] = (
    (_head(b"/login", b"Content-Length: 5000\r\n") + b"a", b"a"),
    (_head(b"/verify", b"Content-Length: 50000\r\n") + b"a" * BURST, b"a"),
    (_head(b"/nowhere", CHUNKED) + b"1\r\na\r\n", b"1\r\na\r\n"),
    (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ", b"a"),
)
"""What each kind sends first, and then again and again."""


@dataclass(slots=True)
class Slow:
    """One of them. `cut` is set once the server has answered or closed."""

    wire: socket.socket
    drop: bytes
    cut: bool = False

    def send_one(self) -> None:
        try:
            self.wire.sendall(self.drop)
            with suppress(TimeoutError):
                self.wire.recv(4096)
                self.cut = True
        except OSError:
            self.cut = True


@dataclass(slots=True)
class Crowd:
    clients: list[Slow]
    ending: threading.Event = field(default_factory=threading.Event)

    @property
    def still_there(self) -> int:
        return sum(not one.cut for one in self.clients)

    def drip(self) -> None:
        while not self.ending.wait(1.0):
            for one in self.clients:
                if not one.cut:
                    one.send_one()


@contextmanager
def slow_clients(port: int, many: int) -> Iterator[Crowd]:
    """So many of them, of every kind alike, until the block ends."""
    crowd = Crowd([_one(port, *KINDS[number % len(KINDS)]) for number in range(many)])
    dripping = threading.Thread(target=crowd.drip)
    dripping.start()
    try:
        yield crowd
    finally:
        crowd.ending.set()
        dripping.join()
        for one in crowd.clients:
            one.wire.close()


def _one(port: int, first: bytes, drop: bytes) -> Slow:
    wire = socket.create_connection(("127.0.0.1", port))
    wire.sendall(first)
    wire.settimeout(0.001)
    return Slow(wire, drop)
