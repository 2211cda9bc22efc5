"""Keeping a few processes running beside one parent, and ending them all together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

from lms.cli.process.lifeline import PARENT
from lms.cli.process.porch import Porch

SECONDS_TO_END = 9.0
SECONDS_BETWEEN_LOOKS = 0.2
SHORT_LIFE = 15.0
MOST_SHORT_LIVES = 5
FOR_AUTHORS = "LMS_RELOAD"
"""Set for the web server where `lms serve --reload` or `lms content preview` was called."""
LISTENS_ON = "LMS_LISTENS_ON"
"""The address that the web server listens on."""
PREVIEW = "LMS_PREVIEW"
"""Set for the web server of `lms content preview`: the name of the revision, empty for the files as they are."""


HELD, GO = "held", b"+"

DRAW = "draw"
"""Given to a worker that does what is queued, and looks for nothing else."""


def wait_until_let_go() -> None:
    """For a process that is held: return when it is let go, and end where nobody is there any more to do so."""
    if sys.stdin.buffer.read(len(GO)) != GO:
        sys.exit(0)


class KeepsEnding(Exception):
    """A process ended again and again as soon as it was started."""


@dataclass(slots=True)
class Kept:
    """One process that is started again when it ends."""

    name: str
    module: str
    arguments: Sequence[str] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    short_lives: int = 0

    def start(self, environment: Mapping[str, str], *, held: bool = False) -> None:
        """Start it; one that is `held` loads its code, and does nothing until it is let go."""
        # In a session of its own, so that Ctrl-C at the terminal reaches the parent alone, which ends all in order.
        self.process = subprocess.Popen(  # noqa: S603 a module of ours, and numbers
            [sys.executable, "-m", self.module, *self.arguments, *([HELD] if held else [])],
            env={**environment, PARENT: str(os.getpid())},
            stdin=subprocess.PIPE if held else subprocess.DEVNULL,
            start_new_session=True,
        )
        self.started = time.monotonic()

    def let_go(self, environment: Mapping[str, str]) -> None:
        """Have it at work: one that is held goes on, and one that was not started is."""
        if self.process is None:
            self.start(environment)
        elif self.process.stdin is not None and not self.process.stdin.closed:
            # One that has ended meanwhile is found so at the next look, and started again.
            with suppress(OSError):
                self.process.stdin.write(GO)
            with suppress(OSError):
                self.process.stdin.close()

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def note_end(self) -> None:
        """Count lives that were too short to be of use, one after the other."""
        short = time.monotonic() - self.started < SHORT_LIFE
        self.short_lives = self.short_lives + 1 if short else 0


@dataclass(slots=True)
class Household:
    """The processes, their environment, and the wish to end, which a signal expresses.

    Whoever comes before the first of them answers is met at the `porch`.
    """

    members: Sequence[Kept]
    environment: Mapping[str, str]
    tell: Callable[[str], None]
    porch: Porch
    ending: threading.Event = field(default_factory=threading.Event)

    def begin(self) -> None:
        """Have the first of them load its code, which takes as long as whatever is to be done before it is let go."""
        self.members[0].start(self.environment, held=True)

    def start(self) -> None:
        """Have all of them at work."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._told_to_end)
        for member in self.members:
            member.let_go(self.environment)

    def keep(self) -> None:
        """Start them, start again what ends, and return when told to end and everything has."""
        try:
            self.start()
            while not self.ending.wait(SECONDS_BETWEEN_LOOKS):
                self.porch.has_gone()
                for member in self.members:
                    if member.has_ended():
                        self._start_again(member)
        finally:
            self.ending.set()
            self._end_all()

    def _told_to_end(self, _number: int, _frame: FrameType | None) -> None:
        self.ending.set()

    def _start_again(self, member: Kept) -> None:
        member.note_end()
        if member.short_lives >= MOST_SHORT_LIVES:
            raise KeepsEnding(f"{member.name} keeps ending as soon as it is started. What it said stands above.")
        self.tell(f"{member.name} ended unexpectedly and is started again.")
        if not self.ending.wait(0.2 * member.short_lives):
            member.start(self.environment)

    def _end_all(self) -> None:
        self.porch.close()
        running = [member.process for member in self.members if member.process and member.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + SECONDS_TO_END
        for process in running:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
