"""The hour after an examination: many certificates are promised at once, and drawn while people go on reading."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import cycle
from pathlib import Path
from threading import Event, Thread

from benchmarks.campus import LESSONS_DONE, Campus, campus, promise
from benchmarks.client import Broken, Connection, ask, request
from benchmarks.measuring import Figure, Goal, Row, Series, Unit
from benchmarks.servers import ROOT, free_port
from lms.jobs.queue import CERTIFICATE, Queue
from lms.services.certifying import issuing

CERTIFICATES = 500
SECONDS_QUIET = 15.0
SECONDS_BETWEEN_PAGES = 0.01
SECONDS_TO_WAIT = 600
WORKERS = 2


@contextmanager
def at_work(here: Campus) -> Iterator[int]:
    """`lms serve` with the worker beside it, on the campus; gives its port."""
    port = free_port()
    command = [str(Path(sys.executable).parent / "lms"), "serve", "--port", str(port), "--workers", str(WORKERS)]
    environment = {**os.environ, **here.environment}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(SECONDS_TO_WAIT)


def _wait_for(port: int) -> None:
    end = time.monotonic() + SECONDS_TO_WAIT
    while time.monotonic() < end:
        try:
            if ask(port, request("GET", "/readyz"))[0] == 200:
                return
        except (OSError, Broken):
            pass
        time.sleep(0.05)
    raise RuntimeError("the site did not come up")


class Reading:
    """People who open lessons a hundred times a second, one after the other, until told to stop."""

    def __init__(self, here: Campus, port: int) -> None:
        path = here.lesson_path(LESSONS_DONE)
        asked = [request("GET", path, reader.in_browser) for reader in here.learners]
        self._connection = Connection(port, cycle(asked))
        self._stop = Event()
        self._latencies: list[float] = []
        self._thread = Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        while not self._stop.wait(SECONDS_BETWEEN_PAGES):
            self._connection.send()
            took = None
            while took is None:
                took = self._connection.receive()
            self._latencies.append(took)

    def p99(self) -> float:
        """Stop; the latency that all but one in a hundred pages stayed within."""
        self._stop.set()
        self._thread.join()
        self._connection.close()
        return sorted(self._latencies)[int(0.99 * (len(self._latencies) - 1))]


def _drawn(here: Campus, queue: Queue, number: int) -> float:
    """The seconds until so many certificates that are promised now are all issued."""
    people = cycle([learner.person for learner in here.learners])
    serials = [promise(here.context, next(people)).serial for _ in range(number)]
    begun = time.perf_counter()
    for serial in serials:
        queue.enqueue(CERTIFICATE, serial)
    while issuing.unfinished(here.context):
        if time.perf_counter() - begun > SECONDS_TO_WAIT:
            raise RuntimeError("not all certificates were issued")
        time.sleep(0.1)
    return time.perf_counter() - begun


@cache
def measured(number: int = CERTIFICATES) -> tuple[float, float, float]:
    """Seconds for all certificates, and the p99 of a lesson page meanwhile, and while all was quiet."""
    here = campus()
    queue = Queue(here.context.settings)
    with at_work(here) as port:
        _drawn(here, queue, 2)
        before = Reading(here, port)
        time.sleep(SECONDS_QUIET)
        quiet = before.p99()
        meanwhile = Reading(here, port)
        seconds = _drawn(here, queue, number)
        return seconds, meanwhile.p99(), quiet


def _all(_rounds: int) -> Series:
    seconds, _, _ = measured()
    return Series(Unit.SECONDS, (seconds,), (float(CERTIFICATES),))


def _pages(_rounds: int) -> Series:
    _, meanwhile, quiet = measured()
    return Series(Unit.SECONDS, (meanwhile,), (quiet,))


ROWS = (
    Row(
        work=f"{CERTIFICATES} certificates promised at once after an examination, until all are issued, two cores",
        yardstick="one second for each",
        unit=Unit.SECONDS,
        measure=_all,
        goal=Goal(Figure.OURS, 30.0),
        note="Measured once a run, while lessons are opened a hundred times a second.",
    ),
    Row(
        work="99 of 100 lesson pages meanwhile",
        yardstick="the same while nothing is drawn",
        unit=Unit.SECONDS,
        measure=_pages,
        goal=Goal(Figure.RATIO, 1.3),
    ),
)
