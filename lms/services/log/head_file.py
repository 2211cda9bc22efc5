"""The file in LMS_HOME that keeps the newest signed head of the issuance log, as the note that was signed."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from lms.credentials.checkpoint import Checkpoint, generation_of, open_note
from lms.credentials.keys import KeyKind
from lms.services.ground import home
from lms.services.ground.context import Context
from lms.services.keys import ring
from lms.settings import Settings

FILE = home.LOG_HEAD
LOCK = ".log-head-lock"


class Unreadable(Exception):
    """The file is cut short, or no key of ours has signed what it says."""


@dataclass(frozen=True, slots=True)
class Head:
    """A head that was signed once. `generation` tells which of the log's names it bears."""

    generation: int
    size: int
    root: str

    @property
    def order(self) -> tuple[int, int]:
        return self.generation, self.size


@dataclass(slots=True)
class _Read:
    """The file as it was when it was read, and what stood in it."""

    last: tuple[tuple[int, int, int], Head] | None = None


def kept(context: Context) -> Head | None:
    """The head that is kept; None where none is. It is read again only when the file has changed."""
    file, read = f"{context.settings.home}/{FILE}", context.database.kept(_Read)
    try:
        found = os.stat(file)  # noqa: PTH116 with each verification, and a Path costs more than the look
    except FileNotFoundError:
        return None
    state = (found.st_ino, found.st_mtime_ns, found.st_size)
    before = read.last
    if before is not None and before[0] == state:
        return before[1]
    head = head_of(context.settings, note(context.settings))
    if head is None:
        raise Unreadable(f"{file} is cut short, or was altered.")
    read.last = (state, head)
    return head


def note(settings: Settings) -> str:
    """The note that is kept; empty where none is, or none that can be read."""
    file = settings.home / FILE
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def remember(context: Context, note: str) -> None:
    """Keep a head, unless a newer one is kept already: whole, or not at all."""
    file = context.settings.home / FILE
    with _locked(context.settings):
        before, head = kept(context), head_of(context.settings, note)
        if head is None or (before is not None and before.order >= head.order):
            return
        home.write_whole(file, note)


@contextmanager
def _locked(settings: Settings) -> Iterator[None]:
    """One at a time writes the file."""
    handle = os.open(settings.home / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def head_of(settings: Settings, note: str) -> Head | None:
    checkpoint = opened(settings, note)
    if checkpoint is None:
        return None
    return Head(generation_of(checkpoint.origin), checkpoint.size, checkpoint.root.hex())


def opened(settings: Settings, note: str) -> Checkpoint | None:
    """What a note says, if a key of this site's log has signed it, under whichever of its names."""
    signers = [one.public for one in ring.ring(settings).of(KeyKind.LOG)]
    return open_note(note, note.partition("\n")[0], signers)
