"""Looking into uploads without running their risks: in a process of their own, one at a time, for a few seconds.

The process is kept ready. One that takes too long, or dies of its file, is gone with that file, and another is started
at once. What cannot be one of ours by a glance at its bytes comes to no process at all.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from threading import Lock, Thread, main_thread

from lms.credentials.upload import Kind, Look, kind_of, may_be_read
from lms.questions.quiz import Json
from lms.services.ground.refusals import Busy
from lms.wording.phrases import _

SECONDS = 15.0
"""For one file, on a busy machine too. Of the processor it may take less: `looking.SECONDS`."""

SECONDS_IN_LINE = 10.0
SECONDS_TO_START = 30.0
SECONDS_BUSY = 60
BUSY = _("Many files are being looked into just now, and yours was not. Please try again in a minute.")

READY = b"ready\n"
_LOOKS_OF_ONE_PROCESS = 200
_LONGEST_ANSWER = 4096
_PROGRAM = """
import os, runpy, select, sys, threading

def watch():
    waiting = select.poll()
    waiting.register(0, 0)
    waiting.poll()
    os._exit(0)

threading.stack_size(256 * 1024)
threading.Thread(target=watch, daemon=True).start()
sys.path[:] = {path!r}
runpy.run_module('lms.services.certifying.upload_process', run_name='__main__', alter_sys=True)
"""
"""From its first moment on it ends with its input, and so with its parent, whatever it is at."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a file is, why it is none of ours, and the hash of the credential in it, to be looked up."""

    kind: Kind
    look: Look
    hash: str = ""


class TooSlow(Exception):
    """The time for a look was over before there was an answer."""


class Looker:
    """Answers for one process of the site. Safe to share between threads."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._looks = 0
        self._ready = False

    def warm(self) -> None:
        """Have a process started, and do not wait for it."""
        with self._lock, suppress(OSError):
            self._started()

    def end_with_main_thread(self) -> None:
        """Have the process ended before this one is: a process that was forked runs nothing at its exit but this."""
        Thread(target=self._outlive_main_thread, name="end of the process that looks into files").start()

    def _outlive_main_thread(self) -> None:
        main_thread().join()
        self.close()

    def look(self, content: bytes, roots: str, now: datetime, lost: str = "") -> Found:
        """What can be said of a file. Never a yes: a hash is still to be looked up. Busy where too many wait.

        `roots` are the certificates that our seals hang under, `lost` those whose seals count for nothing, in PEM.
        """
        kind = kind_of(content)
        if not may_be_read(content):
            return Found(kind, Look.UNREADABLE)
        if not self._lock.acquire(timeout=SECONDS_IN_LINE):
            raise Busy(BUSY, retry_after=SECONDS_BUSY)
        try:
            return self._looked(kind, content, {"now": now.timestamp(), "roots": roots, "lost": lost})
        finally:
            self._lock.release()

    def _looked(self, kind: Kind, content: bytes, known: dict[str, Json]) -> Found:
        try:
            self._wait_until_ready()
        except (TooSlow, OSError):
            # Whatever it is, it is not the fault of the file; and one that is only slow to start is not killed for it.
            return Found(kind, Look.NOT_LOOKED)
        try:
            asked = {"size": len(content), **known}
            answer = self._ask(json.dumps(asked).encode() + b"\n" + content, time.monotonic() + self._seconds)
            return Found(Kind(answer["kind"]), Look(answer["look"]), str(answer["hash"]))
        except (TooSlow, OSError, ValueError, KeyError) as fault:
            # It died of this file: of its memory, most likely, if not of its time.
            in_time = self._stop() != -signal.SIGXCPU and not isinstance(fault, TooSlow)
            with suppress(OSError):
                self._started()
            return Found(kind, Look.UNREADABLE if in_time else Look.NOT_LOOKED)

    def close(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            self._stop()

    def _wait_until_ready(self) -> None:
        process = self._started()
        if self._ready or process.stdout is None:
            return
        try:
            self._ready = _read_line(process.stdout.fileno(), time.monotonic() + SECONDS_TO_START) == READY
        except OSError:
            self._stop()
            raise

    def _ask(self, request: bytes, end: float) -> Json:
        process = self._started()
        if process.stdin is None or process.stdout is None:
            raise OSError("the process has no pipes")
        _write(process.stdin.fileno(), request, end)
        answer: Json = json.loads(_read_line(process.stdout.fileno(), end))
        self._looks += 1
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and (self._process.poll() is not None or self._looks >= _LOOKS_OF_ONE_PROCESS):
            self._stop()
        if self._process is None:
            program = _PROGRAM.format(path=sys.path)
            self._process = subprocess.Popen(  # noqa: S603 - our own program, with nothing of the upload in it
                [sys.executable, "-I", "-c", program],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"PATH": os.defpath},
                bufsize=0,
            )
            self._looks, self._ready = 0, False
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    os.set_blocking(pipe.fileno(), False)
        return self._process

    def _stop(self) -> int:
        """End the process, if there is one; how it ended."""
        process, self._process = self._process, None
        if process is None:
            return 0
        if process.poll() is None:
            process.kill()
        ended = process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        return ended


def _write(pipe: int, content: bytes, end: float) -> None:
    left = memoryview(content)
    while left:
        _wait(pipe, select.POLLOUT, end)
        left = left[os.write(pipe, left[: 64 * 1024]) :]


def _read_line(pipe: int, end: float) -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        _wait(pipe, select.POLLIN, end)
        part = os.read(pipe, _LONGEST_ANSWER)
        if not part:
            raise OSError("the process ended without an answer")
        line += part
        if len(line) > _LONGEST_ANSWER:
            raise ValueError("that is no answer")
    return line


def _wait(pipe: int, event: int, end: float) -> None:
    waiting = select.poll()
    waiting.register(pipe, event)
    left = end - time.monotonic()
    if left <= 0 or not waiting.poll(left * 1000):
        raise TooSlow
