"""A cache in a file that is written anew only now and then: between, what changed is added to a journal beside it.

A check of a thousand lessons in which one was edited would spend most of its time on writing down the other 999 again.
"""

from __future__ import annotations

import io
import os
import pickle
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from lms.content.compiling import cache as caching
from lms.content.compiling.cache import Cache, Outcome

_MOST_RECORDS = 40
_MOST_CHANGES = 60
_KEPT = ("readings", "proofs", "writings")
_BROKEN = (*caching.BROKEN, OSError)

_Base = tuple[int, int, int]


class _Record(NamedTuple):
    """What one check added: which file it belongs to, its outcome, and what changed in each part of the cache.

    The changes are pickled by themselves: whoever asks for the outcome alone need not wait for what reads them.
    """

    base: _Base
    outcome: Outcome
    changes: bytes


class _Changes(NamedTuple):
    changed: Mapping[str, Mapping[str, Any]]
    gone: Mapping[str, tuple[str, ...]]


class Journal:
    """The cache that a file and its journal hold together."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.cache: Cache = caching.load(file)
        self._beside = file.with_name(f"{file.name}.journal")
        self._base = _base(file)
        self._records, self._whole = _records(self._beside, self._base)
        self._before: dict[str, dict[str, Any]] = {}
        if self.cache.last is None:
            # The file is not there or not trusted, and so is what was added to it.
            self._records, self._whole = [], False
        elif self._records:
            self.cache.last = self._records[-1].outcome

    def complete(self) -> None:
        """Reads the rest of the cache, once; before anything is compiled with it."""
        if self._before:
            return
        self.cache.complete()
        for record in self._records:
            changes: _Changes = pickle.loads(record.changes)  # noqa: S301 - written by the same code as the file.
            for part in _KEPT:
                known: dict[str, Any] = getattr(self.cache, part)
                known.update(changes.changed[part])
                for key in changes.gone[part]:
                    known.pop(key, None)
        self._before = {part: dict(getattr(self.cache, part)) for part in _KEPT}

    def save(self) -> None:
        """Keeps what is new. Where the disk refuses, the next check does the work again."""
        if self.cache.last is None:
            return
        record = self._news(replace(self.cache.last, catalog=None))
        try:
            if record is None:
                self.cache.save(self.file)
                self._beside.unlink(missing_ok=True)
            else:
                _append(self._beside, record, anew=not self._records)
        except OSError:
            return

    def _news(self, outcome: Outcome) -> _Record | None:
        """What changed since the file was read, None where it is better written anew."""
        if self._base is None or not self._before or not self._whole or len(self._records) >= _MOST_RECORDS:
            return None
        changed: dict[str, dict[str, Any]] = {}
        gone: dict[str, tuple[str, ...]] = {}
        for part in _KEPT:
            now, before = getattr(self.cache, part), self._before[part]
            changed[part] = {key: value for key, value in now.items() if before.get(key) is not value}
            gone[part] = tuple(key for key in before if key not in now)
        if sum(map(len, (*changed.values(), *gone.values()))) > _MOST_CHANGES:
            return None
        return _Record(self._base, outcome, pickle.dumps(_Changes(changed, gone), pickle.HIGHEST_PROTOCOL))


def _base(file: Path) -> _Base | None:
    """What tells a file from the one that takes its place."""
    try:
        state = file.stat()
    except OSError:
        return None
    return state.st_ino, state.st_mtime_ns, state.st_size


def _records(beside: Path, base: _Base | None) -> tuple[list[_Record], bool]:
    """The records that belong to the file, and whether nothing behind them is broken."""
    found: list[_Record] = []
    try:
        content = beside.read_bytes()
    except OSError:
        return found, True
    stream = io.BytesIO(content)
    while stream.tell() < len(content):
        try:
            record = pickle.load(stream)  # noqa: S301 - a file of the person's own, never one that was sent.
        except _BROKEN:
            return found, False
        if not isinstance(record, _Record) or record.base != base:
            # It belongs to a file that was there before; what follows does as well.
            return found, not found
        found.append(record)
    return found, True


def _append(beside: Path, record: _Record, *, anew: bool) -> None:
    """Adds a record in one piece, so that two checks at once do not mix theirs."""
    content = pickle.dumps(record, pickle.HIGHEST_PROTOCOL)
    flags = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | (os.O_TRUNC if anew else os.O_APPEND)
    descriptor = os.open(beside, flags, 0o600)
    try:
        os.write(descriptor, content)
    finally:
        os.close(descriptor)
