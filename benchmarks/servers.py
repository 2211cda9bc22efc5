"""Servers as `lms serve` starts its own: the same program, the same workers, another application where asked for."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from benchmarks.client import Broken, ask, request

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 60
SECONDS_TO_END = 10
WORKERS = len(os.sched_getaffinity(0))


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its port, and the number of its first process."""

    port: int
    process: int

    def processor_seconds(self) -> float:
        """The processor time that its processes have taken so far."""
        return sum(map(_processor_seconds, [self.process, *_children(self.process)]))


@contextmanager
def serving(application: str, environment: Mapping[str, str], ready: str = "/") -> Iterator[Server]:
    """This application served while the block runs. `ready` is a path that answers 200."""
    port = free_port()
    with TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.servers", application, str(port)],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=said,
            stderr=said,
        )
        try:
            _wait_for(port, ready, process, said)
            yield Server(port, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(port: int, path: str, process: subprocess.Popen[bytes], said: IO[bytes]) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        if process.poll() is not None:
            said.seek(0)
            raise RuntimeError(f"the server ended before it served: {said.read().decode(errors='replace')}")
        try:
            status, _ = ask(port, request("GET", path))
            if status == 200:
                return
        except (OSError, Broken):
            pass
        time.sleep(0.05)
    raise RuntimeError(f"the server did not answer {path} within {SECONDS_TO_START} seconds")


def _children(number: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{number}/task/{number}/children").read_text("ascii").split()]


def _processor_seconds(number: int) -> float:
    fields = Path(f"/proc/{number}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    from lms.cli.serving.webserver import serve

    application, port = sys.argv[1:]
    serve("127.0.0.1", int(port), WORKERS, application)


if __name__ == "__main__":
    main()
