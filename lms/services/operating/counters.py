"""What the processes of one machine count: each in a file of its own, mapped into memory, and read together.

A process takes the first file that no other holds, and counts on from what stands there. So a worker that dies and is
started again loses nothing, no figure ever falls, and there are never more files than there were processes at once. A
count costs no system call. Where no file can be had, as on a full disk, a process counts for itself, unread.
"""

from __future__ import annotations

import fcntl
import json
import mmap
import os
import struct
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = "metrics"
MOST_FILES = 256
_HEAD = struct.Struct("<8sq")
_MAGIC = b"lmscount"


@dataclass(frozen=True, slots=True)
class Shape:
    """What is counted: a table, such as requests by route, and single figures beside it."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def size(self) -> int:
        return len(self.rows) * len(self.columns) + len(self.others) + 1

    def head(self) -> bytes:
        """How a file begins that is counted in by this shape; its length is a multiple of eight."""
        names = json.dumps([self.rows, self.columns, self.others]).encode()
        names += b" " * (-len(names) % 8)
        return _HEAD.pack(_MAGIC, len(names)) + names


@dataclass(frozen=True, slots=True)
class Counted:
    """The figures of one process. `pid` is None where it has ended."""

    kind: str
    shape: Shape
    figures: Sequence[float]
    pid: int | None

    def of(self, row: int) -> Sequence[float]:
        """The figures of one row, by column."""
        width = len(self.shape.columns)
        return self.figures[row * width : (row + 1) * width]

    def other(self, name: str) -> float:
        first = len(self.shape.rows) * len(self.shape.columns)
        return self.figures[first + self.shape.others.index(name)] if name in self.shape.others else 0.0


class Tally:
    """The figures of this process. It takes its file at the first count, and anew after a fork."""

    def __init__(self, home: Path, kind: str, shape: Shape) -> None:
        self._folder, self._kind, self._shape = home / FOLDER, kind, shape
        self._first_other = len(shape.rows) * len(shape.columns)
        self._others = {name: self._first_other + place for place, name in enumerate(shape.others)}
        self._lock = threading.Lock()
        self._file: int | None = None
        self._view: memoryview[float] | None = None
        os.register_at_fork(after_in_child=self._forget)

    def add(self, name: str, amount: float = 1.0) -> None:
        """Add to one of the single figures."""
        with self._lock:
            self._figures()[self._others[name]] += amount

    def put(self, name: str, figure: float) -> None:
        """Set one of the single figures."""
        with self._lock:
            self._figures()[self._others[name]] = figure

    def add_row(self, row: int, one: int, other: int, last: float) -> None:
        """Count in two columns of a row, and add an amount to its last."""
        columns = len(self._shape.columns)
        first = row * columns
        with self._lock:
            view = self._view or self._figures()
            view[first + one] += 1.0
            view[first + other] += 1.0
            view[first + columns - 1] += last

    def _figures(self) -> memoryview[float]:
        if self._view is None:
            self._view = self._opened()
            self._view[self._shape.size - 1] = float(os.getpid())
        return self._view

    def _opened(self) -> memoryview[float]:
        try:
            return self._mapped()
        except OSError:
            return memoryview(bytearray(8 * self._shape.size)).cast("d")

    def _mapped(self) -> memoryview[float]:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        head = self._shape.head()
        length = len(head) + 8 * self._shape.size
        handle = _first_free(self._folder, self._kind)
        try:
            if os.pread(handle, len(head), 0) != head or os.fstat(handle).st_size != length:
                os.ftruncate(handle, 0)
                # All of it is on the disk from now on: a disk that fills up later must not end the process.
                os.posix_fallocate(handle, 0, length)
                os.pwrite(handle, head, 0)
            view = memoryview(mmap.mmap(handle, length))
        except OSError:
            os.close(handle)
            raise
        self._file = handle
        return view[len(head) :].cast("d")

    def _forget(self) -> None:
        """In a new process: what was taken belongs to the other one, whose lock stays as it is."""
        self._lock = threading.Lock()
        self._view = None
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _first_free(folder: Path, kind: str) -> int:
    for number in range(MOST_FILES):
        handle = os.open(folder / f"{kind}-{number}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            continue
        return handle
    raise OSError("There are too many processes to be counted.")


def read(home: Path) -> Iterator[Counted]:
    """The figures of all processes of this machine, those that have ended included."""
    for file in sorted((home / FOLDER).glob("*-*")):
        try:
            counted = _read_one(file)
        except (OSError, ValueError, struct.error):
            # It is just being made, or was damaged: then its process will make it anew.
            continue
        yield counted


def _read_one(file: Path) -> Counted:
    with file.open("rb") as handle:
        content = handle.read()
        held = _is_held(handle.fileno())
    magic, length = _HEAD.unpack_from(content)
    if magic != _MAGIC:
        raise ValueError("not counted in by us")
    rows, columns, others = json.loads(content[_HEAD.size : _HEAD.size + length])
    shape = Shape(tuple(rows), tuple(columns), tuple(others))
    figures = struct.unpack_from(f"<{shape.size}d", content, _HEAD.size + length)
    return Counted(file.name.rpartition("-")[0], shape, figures[:-1], int(figures[-1]) if held else None)


def _is_held(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    fcntl.flock(handle, fcntl.LOCK_UN)
    return False
