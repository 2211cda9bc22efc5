"""Two applications under the same server, asked turn and turn about by the same client."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from benchmarks.client import Load, ask, drive
from benchmarks.measuring import Series, Unit, in_turn
from benchmarks.servers import Server, serving

CONNECTIONS = 8
SECONDS_TO_WARM = 0.7
SECONDS_A_ROUND = 2.0


@dataclass(frozen=True, slots=True)
class Side:
    """An application, the path that answers once it serves, and one endless line of requests for each connection."""

    application: str
    lines: Callable[[], Sequence[Iterator[bytes]]]
    ready: str = "/"
    environment: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):
    """The server did not do what was measured."""


@dataclass(slots=True)
class Driver:
    """Loads one running server, and adds up what it answered and the processor time that it took for that."""

    server: Server
    lines: Sequence[Iterator[bytes]]
    answered: int = 0
    processor_seconds: float = 0.0

    def warm_up(self, application: str) -> None:
        for line in self.lines[:2]:
            status, body = ask(self.server.port, next(line))
            if status != 200:
                raise Refused(f"{application} answered {status}: {body[:300]!r}")
        self._load(SECONDS_TO_WARM)

    def rate(self) -> float:
        """Requests a second in one round."""
        before = self.server.processor_seconds()
        load = self._load(SECONDS_A_ROUND)
        self.processor_seconds += self.server.processor_seconds() - before
        self.answered += load.answered
        return load.rate

    def _load(self, seconds: float) -> Load:
        load = drive(self.server.port, self.lines, seconds)
        if set(load.statuses) != {200}:
            raise Refused(f"answers other than 200: {dict(load.statuses)}")
        return load


def compare(ours: Side, yardstick: Side, rounds: int) -> Series:
    """Requests a second of both. Every answer must be a 200: a quick refusal is not a quick answer."""
    with ExitStack() as servers:
        own, yard = (_driver(side, servers) for side in (ours, yardstick))
        series = in_turn(rounds, Unit.RATE, own.rate, yard.rate)
    by_processor = (yard.processor_seconds / yard.answered) / (own.processor_seconds / own.answered)
    return replace(series, processor=by_processor)


def _driver(side: Side, servers: ExitStack) -> Driver:
    server = servers.enter_context(serving(side.application, side.environment, side.ready))
    driver = Driver(server, side.lines())
    driver.warm_up(side.application)
    return driver
