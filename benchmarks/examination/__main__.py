"""`python -m benchmarks.examination [--learners 500] [--pace 1] [--postgresql]`: an examination of many at once.

It starts `lms serve` with two web workers and the jobs beside them, lets locust load it, and tells what was seen: how
long saving took, how much was refused, whether an acknowledged answer is missing, and how much memory it took.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.client import Broken, ask, request
from benchmarks.examination.hall import Hall, hall, lost
from benchmarks.servers import free_port
from tests.support.postgres import a_cluster

PROFILE = Path(__file__).parent / "profile.py"
GOAL_MS = 400
GOAL_MIB = 800
SECONDS_TO_START = 60
SECONDS_TO_SIT = 600
SECONDS_OVER = 60


def main() -> int:
    reader = argparse.ArgumentParser(prog="python -m benchmarks.examination", description=__doc__)
    reader.add_argument("--learners", type=int, default=500)
    reader.add_argument("--pace", type=float, default=1.0, help="1 is ten minutes; 0.1 is one, and ten times the load")
    reader.add_argument("--postgresql", action="store_true", help="on PostgreSQL instead of SQLite")
    given = reader.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lms-examination-")))
        url = stack.enter_context(a_cluster()).url("postgres") if given.postgresql else ""
        there = hall(folder, given.learners, url)
        port, number = stack.enter_context(served(there, folder))
        before = memory_mib(number)
        told = sit(there, folder, port, given.pace)
        after = memory_mib(number)
    print(f"{given.learners} learners, pace {given.pace:g}, on {'PostgreSQL' if given.postgresql else 'SQLite'}")
    for line in told.lines:
        print(f"  {line['Name']:8} {line['Request Count']:>7} requests, {line['Failure Count']} failed,", end=" ")
        print(f"median {line['50%']} ms, p99 {line['99%']} ms, longest {float(line['Max Response Time']):.0f} ms")
    print(f"  {told.saved} acknowledged answers, {told.lost} lost; {told.handed_in} handed in")
    print(f"  memory of all processes {before:.0f} MiB at the start, {after:.0f} MiB at the end (goal: {GOAL_MIB})")
    slowest = max(int(line["99%"]) for line in told.lines)
    met = slowest <= GOAL_MS and not told.failed and not told.lost and told.handed_in == given.learners
    print(
        f"  p99 of every kind of request within {GOAL_MS} ms, no error, nothing lost: {'reached' if met else 'not yet'}"
    )
    return 0 if met else 1


class Told:
    """What locust and the ledger tell."""

    def __init__(self, lines: list[dict[str, str]], ledger: dict[str, dict[str, dict[str, tuple[int, str]]]]) -> None:
        self.lines = lines
        self.ledger = ledger
        self.lost = 0

    @property
    def failed(self) -> int:
        return sum(int(line["Failure Count"]) for line in self.lines)

    @property
    def saved(self) -> int:
        return sum(len(answers) for answers in self.ledger["acknowledged"].values())

    @property
    def handed_in(self) -> int:
        return len(self.ledger["handed_in"])


def sit(there: Hall, folder: Path, port: int, pace: float) -> Told:
    """The examination, from its start to the last who hands in."""
    facts = {"tokens": there.tokens, "serials": there.serials, "pace": pace}
    (folder / "hall.json").write_text(json.dumps(facts), "ascii")
    learners = len(there.tokens)
    words = ["--headless", "--only-summary", "--users", str(learners + 1), "--spawn-rate", str(learners + 1)]
    words += ["--run-time", f"{int(SECONDS_TO_SIT * pace + 30 * pace) + SECONDS_OVER}s", "--csv", str(folder / "told")]
    subprocess.run(
        [sys.executable, "-m", "locust", "-f", str(PROFILE), "--host", f"http://127.0.0.1:{port}", *words],
        env={**os.environ, "HALL": str(folder / "hall.json"), "LEDGER": str(folder / "ledger.json")},
        check=False,
    )
    with (folder / "told_stats.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["Name"] != "Aggregated"]
    told = Told(rows, json.loads((folder / "ledger.json").read_text("ascii")))
    told.lost = lost(there, told.ledger["acknowledged"])
    return told


@contextmanager
def served(there: Hall, folder: Path) -> Iterator[tuple[int, int]]:
    """`lms serve` as an operator starts it: its port, and the number of its process."""
    port = free_port()
    command = [str(Path(sys.executable).parent / "lms"), "serve", "--port", str(port), "--workers", "2"]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, env={**os.environ, **there.environment}, stdout=log, stderr=log)
    try:
        _wait(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        try:
            if ask(port, request("GET", "/readyz"))[0] == 200:
                return
        except (OSError, Broken):
            pass
        time.sleep(0.1)
    raise RuntimeError("the site did not come up")


def memory_mib(number: int) -> float:
    """What a process and all below it hold, each shared page counted by its share (PSS)."""
    total = 0
    for line in Path(f"/proc/{number}/smaps_rollup").read_text("ascii").splitlines():
        if line.startswith("Pss:"):
            total = int(line.split()[1])
    children = Path(f"/proc/{number}/task/{number}/children").read_text("ascii").split()
    return total / 1024 + sum(memory_mib(int(child)) for child in children)


if __name__ == "__main__":
    sys.exit(main())
