"""A live site of a thousand lessons: from saving a file to the page that shows it, and from its start to a page.

What is told at once is measured too: the page that says that the site is starting.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.client import Broken, ask, request
from benchmarks.compiling import EDITED, FILE, generated_site
from benchmarks.measuring import Figure, Goal, Row, Series, Unit, in_turn, seconds
from benchmarks.servers import ROOT, free_port

PAGE = "/courses/course-10"
"""It lists the lesson that is edited, and anybody may read it."""
SECONDS_TO_WAIT = 120
SECONDS_TO_REST = 2
STARTING = 503


@contextmanager
def live_site(site: Path, home: Path, status: int = 200) -> Iterator[int]:
    """`lms serve --reload` on these files, as soon as it answers with a page of this status; gives its port."""
    port = free_port()
    environment = {**os.environ, "LMS_HOME": str(home), "LMS_SITE": str(site)}
    command = [str(Path(sys.executable).parent / "lms"), "serve", "--reload", "--no-jobs", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, b"</html>", status)
        yield port
    finally:
        process.terminate()
        process.wait(SECONDS_TO_WAIT)


def _wait_for(port: int, words: bytes, wanted: int = 200) -> None:
    end = time.monotonic() + SECONDS_TO_WAIT
    while time.monotonic() < end:
        try:
            status, body = ask(port, request("GET", PAGE))
            if status == wanted and words in body:
                return
        except (OSError, Broken):
            pass
        time.sleep(0.02)
    raise RuntimeError(f"the page did not say {words!r} within {SECONDS_TO_WAIT} seconds")


def measure_saved(rounds: int) -> Series:
    """One file is saved again and again, each time with another title, while the site is served."""
    with (
        generated_site() as site,
        TemporaryDirectory(prefix="lms-benchmark-") as home,
        live_site(site, Path(home)) as port,
    ):
        file = site / FILE
        text = file.read_text("utf-8")
        number = 0

        def save_and_wait() -> float:
            nonlocal number
            number += 1
            time.sleep(SECONDS_TO_REST)
            changed = text.replace(f"title: Lesson {EDITED}", f"title: Saved {number} times")

            def saved() -> None:
                file.write_text(changed, encoding="utf-8")
                _wait_for(port, f"Saved {number} times".encode())

            return seconds(saved)

        save_and_wait()
        return in_turn(rounds, Unit.SECONDS, save_and_wait, lambda: seconds(lambda: _read(site)))


def measure_first_page(rounds: int) -> Series:
    """The site is started again and again, on a home in which it was published before."""
    with generated_site() as site, TemporaryDirectory(prefix="lms-benchmark-") as home:
        _start(site, home)
        return in_turn(rounds, Unit.SECONDS, lambda: _start(site, home), lambda: _started("--help"))


def measure_first_word(rounds: int) -> Series:
    """The site is started again and again on an empty home, until a page says that it is starting."""
    with generated_site() as site:

        def start() -> float:
            with TemporaryDirectory(prefix="lms-benchmark-") as home:
                return _start(site, home, STARTING)

        return in_turn(rounds, Unit.SECONDS, start, lambda: _started("--help"))


def _start(site: Path, home: str, status: int = 200) -> float:
    begun = time.perf_counter()
    with live_site(site, Path(home), status):
        return time.perf_counter() - begun


def _started(*arguments: str) -> float:
    command = [str(Path(sys.executable).parent / "lms"), *arguments]
    return seconds(lambda: subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL))


def _read(site: Path) -> int:
    return sum(len(file.read_bytes()) for file in site.rglob("*.md"))


YARDSTICK = "reading the files"
ROWS = (
    Row(
        work="live site of 1,000 lessons: from saving a file to the page that shows it",
        yardstick=YARDSTICK,
        unit=Unit.SECONDS,
        measure=measure_saved,
        goal=Goal(Figure.OURS, 1.0),
        before="2.7 to 23 s on a busy machine",
    ),
    Row(
        work="the same: from `lms serve --reload` to the first page, published before",
        yardstick="`lms --help`",
        unit=Unit.SECONDS,
        measure=measure_first_page,
        before="23 s on a busy machine",
    ),
    Row(
        work="the same on an empty home: to the page that says how far the reading is",
        yardstick="`lms --help`",
        unit=Unit.SECONDS,
        measure=measure_first_word,
        before="refused until all was compiled",
    ),
)
