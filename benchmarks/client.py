"""A small HTTP client for load: some connections that are kept open, each with one request on its way at a time.

It does no more than a server must be asked for: it sends bytes that were made before, finds the end of the answer, and
looks at its status. So it takes a small part of the processor that it shares with the server.
"""

from __future__ import annotations

import select
import socket
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

RECEIVED_AT_ONCE = 256 * 1024
SECONDS_FOR_AN_ANSWER = 30
END_OF_HEAD = b"\r\n\r\n"
LENGTH = b"content-length:"


def request(method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes = b"") -> bytes:
    """A request as it goes over the wire. A body is sent as what `headers` call it."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept: */*"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if body or method != "GET":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + END_OF_HEAD + body


@dataclass(slots=True)
class Load:
    """What came of a while of load. `latencies` are seconds, in no order."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)

    @property
    def answered(self) -> int:
        return self.statuses.total()

    @property
    def rate(self) -> float:
        return self.answered / self.seconds

    def latency(self, share: float) -> float:
        """The latency that this share of the requests stayed within."""
        return sorted(self.latencies)[min(len(self.latencies) - 1, int(share * len(self.latencies)))]


class Broken(Exception):
    """The server closed a connection in the middle of an answer, sent none, or one that has no length."""


class Connection:
    """One connection and its endless line of requests."""

    def __init__(self, port: int, requests: Iterator[bytes]) -> None:
        self._port = port
        self._requests = requests
        self._answer = b""
        self._length = -1
        self._begun = 0.0
        self.status = 0
        self._open()

    def _open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self._port), timeout=SECONDS_FOR_AN_ANSWER)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self) -> None:
        self._answer, self._length = b"", -1
        self._begun = time.perf_counter()
        self.socket.sendall(next(self._requests))

    def receive(self) -> float | None:
        """The seconds that the answer took, once it is complete."""
        piece = self.socket.recv(RECEIVED_AT_ONCE)
        if not piece:
            raise Broken(f"the connection ended after {self._answer[:200]!r}")
        self._answer = self._answer + piece if self._answer else piece
        if self._length < 0:
            self._read_head()
        if self._length < 0 or len(self._answer) < self._length:
            return None
        return time.perf_counter() - self._begun

    def _read_head(self) -> None:
        end = self._answer.find(END_OF_HEAD)
        if end < 0:
            return
        self.status = int(self._answer[9:12])
        head = self._answer[:end].lower()
        at = head.find(LENGTH)
        if at < 0:
            raise Broken(f"an answer without a length: {head[:200]!r}")
        line_end = head.find(b"\r", at)
        length = int(head[at + len(LENGTH) : line_end if line_end > 0 else None])
        self._length = end + len(END_OF_HEAD) + length

    @property
    def body(self) -> bytes:
        """The body of the answer that was received last."""
        return self._answer.partition(END_OF_HEAD)[2]

    def close(self) -> None:
        self.socket.close()


def ask(port: int, asked: bytes) -> tuple[int, bytes]:
    """Status and body of the answer to one request."""
    connection = Connection(port, iter([asked]))
    try:
        connection.send()
        while connection.receive() is None:
            pass
        return connection.status, connection.body
    finally:
        connection.close()


def drive(port: int, lines: Sequence[Iterator[bytes]], duration: float) -> Load:
    """Keep one connection for each line of requests busy for so many seconds."""
    load = Load()
    connections = {connection.socket.fileno(): connection for connection in (Connection(port, line) for line in lines)}
    ready = select.epoll()
    try:
        for number, connection in connections.items():
            ready.register(number, select.EPOLLIN)
            connection.send()
        begun = time.perf_counter()
        _exchange(ready, connections, load, begun + duration)
        load.seconds = time.perf_counter() - begun
    finally:
        ready.close()
        for connection in connections.values():
            connection.close()
    return load


def _exchange(ready: select.epoll, connections: Mapping[int, Connection], load: Load, end: float) -> None:
    """Answers count until the time is over; what is still on its way then is left to the server."""
    while time.perf_counter() < end or not load.latencies:
        events = ready.poll(SECONDS_FOR_AN_ANSWER)
        if not events:
            raise Broken(f"no answer within {SECONDS_FOR_AN_ANSWER} seconds")
        for number, _ in events:
            connection = connections[number]
            took = connection.receive()
            if took is not None:
                load.statuses[connection.status] += 1
                load.latencies.append(took)
                connection.send()
