"""The issuance log as a process has walked it: each leaf once, against a signed head, from then on only what is new.

Kept are the hash of each leaf and which leaves speak of which number, 45 bytes a leaf and about 150 a number, and no
leaf itself. A leaf is read from the database when it is asked for, and is believed only if it still has the hash that
the signed head covered. That a leaf is in the log never shows that no later one is: so all of them are walked.
"""

from __future__ import annotations

import re
import time
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

from lms.credentials.checkpoint import Checkpoint, generation_of, open_note
from lms.credentials.clockset import ClockSet, Passed
from lms.credentials.keys import KeyKind
from lms.credentials.leaf import Kind, name_of
from lms.credentials.merkle import Edge, leaf_hash
from lms.services.ground.context import Context
from lms.services.keys import ring
from lms.services.log import kept_head, others
from lms.services.log.kept_head import Standing
from lms.store import leaves, verification
from lms.store.leaves import StoredLeaf
from lms.store.verification import Looked

BEHIND = "its newest head does not cover all that it has, or had"
NOT_SIGNED = "its newest head is not signed by us"
NOT_ITS_ROOT = "its leaves are not those that its newest head was signed over"
SECONDS_UNTIL_AGAIN = 10.0
"""A walk that failed is not made again sooner: whoever asks meanwhile is told the same."""

_MOST_AT_ONCE = 2000
_TRIES = 4
_HASH = 32
_NAMED = re.compile(r'"certificate":"([0-9a-f]{16})')
_PDF = re.compile(r'"pdf":"([0-9a-f]{16})')
_KIND = re.compile(r'"kind":"(\w+)"')
_ENDING = frozenset({Kind.REVOKE, Kind.SUSPEND, Kind.REPLACE, Kind.ERASE})


@dataclass(frozen=True, slots=True)
class Told:
    """The leaves of one number, each with its place in the log; or what is wrong with the log, so that none counts.

    `set_back` is where all of the log says that a time in it was wrong.
    """

    leaves: tuple[tuple[int, str], ...] = ()
    fault: str = ""
    set_back: tuple[ClockSet, ...] = ()


def look(context: Context, serials: Sequence[str], *, files: bool = True) -> tuple[Looked, Sequence[Told]]:
    """The rows of certificates, and what the log tells of each number up to the head that the rows were read with."""
    for _ in range(_TRIES):
        head = kept_head.known(context)
        looked = verification.look(context.database, serials, head.size if head else 0, files=files)
        kept_head.judge(context, head, Standing(*looked.standing))
        told = of(context, looked.note).told(context, looked.note, serials)
        if told is not None:
            return looked, told
    return looked, [Told(fault=BEHIND)] * len(serials)


class NotSo(Exception):
    """The log is not as it was signed; in words."""


class Walked:
    """The log of one database. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._edge = Edge()
        self._hashes = bytearray()
        self._newest: dict[int, int] = {}
        self._before = array("q")
        self._ended: set[int] = set()
        self._files: dict[int, int] = {}
        self._passed = Passed()
        self._at = ("", 0)
        self._failed: tuple[str, float, str] = ("", 0.0, "")

    def told(self, context: Context, note: str | None, serials: Sequence[str]) -> Sequence[Told] | None:
        """What the log says of each number, up to the head with this note. None where there is a newer head by now."""
        if note is None:
            return [Told(fault=BEHIND) if self._at[1] else Told()] * len(serials)
        names = [name_of(one) for one in serials]
        try:
            if note == self._at[0]:
                return self._read(context, note, names)
            head = self._opened(context, note)
            if head.size - self._at[1] > _MOST_AT_ONCE:
                self._walk(context, head, note)
            return self._read_on(context, head, note, names)
        except NotSo as fault:
            return [Told(fault=str(fault))] * len(serials)

    def is_left_behind(self, note: str | None) -> bool:
        """Whether the log goes on under a later name: from an older copy, without some of what was walked, maybe."""
        if note == self._at[0]:
            return False
        own, given = self._at[0].partition("\n")[0], (note or "").partition("\n")[0]
        return bool(own) and generation_of(given) > generation_of(own)

    def _opened(self, context: Context, note: str) -> Checkpoint:
        keys = [one.public for one in ring.ring(context.settings).of(KeyKind.LOG)]
        head = open_note(note, note.partition("\n")[0], keys)
        if head is None:
            raise NotSo(NOT_SIGNED)
        return head

    def _read(self, context: Context, note: str, names: Sequence[str]) -> Sequence[Told] | None:
        """Where there is no newer head than was walked. A leaf behind it tells that there will be one at once."""
        walked, size = self._at
        numbers = [self._of(name, size) for name in names]
        read = verification.leaves_among(context.database.engine, numbers, size)
        if walked != note or any(n >= size for n in read):
            return None
        return [self._believed(own, read) for own in numbers]

    def _read_on(self, context: Context, head: Checkpoint, note: str, names: Sequence[str]) -> Sequence[Told] | None:
        """Where there is a newer head: what is new is read with the leaves of the numbers."""
        _, size = self._at
        if head.size < size:
            return None
        numbers = [self._of(name, size) for name in names]
        read = verification.leaves_among(context.database.engine, numbers, size)
        if any(n >= head.size for n in read):
            return None
        with self._lock:
            self._extend([one for n, one in read.items() if n >= self._at[1]], head, note)
        fresh = [one for n, one in read.items() if n >= size]
        for name, own in zip(names, numbers, strict=True):
            own += [one.n for one in fresh if f'"certificate":"{name}"' in one.body]
        return [self._believed(own, read) for own in numbers]

    def _believed(self, numbers: Sequence[int], read: Mapping[int, StoredLeaf]) -> Told:
        for n in numbers:
            own = leaf_hash(read[n].body.encode()) if n in read else b""
            if own != self._hashes[n * _HASH : (n + 1) * _HASH]:
                return Told(fault=f"leaf {n} is missing, or not as it was signed")
        return Told(tuple((n, read[n].body) for n in numbers), set_back=self._passed.set_back)

    def ever_ended(self) -> list[int]:
        """The numbers of all leaves that speak of a certificate that was once suspended, or ended for good."""
        return [n for name in self._ended for n in self._chain(name, self._at[1])]

    def is_of_all_that_ended(self, serials: Iterable[str]) -> bool:
        """Whether each certificate that was once suspended, or ended for good, is among these numbers."""
        return self._ended <= {int(name_of(one)[:16], 16) for one in serials}

    def of_file(self, pdf: str) -> list[int]:
        """The numbers of the leaves of the certificate whose PDF has this hash, or one that begins like it."""
        name = self._files.get(int(pdf[:16], 16))
        return [] if name is None else self._chain(name, self._at[1])

    def _of(self, name: str, size: int) -> list[int]:
        """The numbers of the leaves below `size` that speak of this one, in their order."""
        return self._chain(int(name[:16], 16), size)

    def _chain(self, name: int, size: int) -> list[int]:
        numbers = []
        n = self._newest.get(name, -1)
        while n >= 0:
            if n < size:
                numbers.append(n)
            n = self._before[n]
        return numbers[::-1]

    def _walk(self, context: Context, head: Checkpoint, note: str) -> None:
        """Many leaves at once, read some at a time."""
        with self._lock:
            failed, at, words = self._failed
            if failed == note and time.monotonic() - at < SECONDS_UNTIL_AGAIN:
                raise NotSo(words)
            try:
                with context.database.reading() as session:
                    self._extend(leaves.leaves(session, self._at[1], head.size), head, note)
            except NotSo as fault:
                self._failed = (note, time.monotonic(), str(fault))
                raise

    def _extend(self, fresh: Iterable[StoredLeaf], head: Checkpoint, note: str) -> None:
        """Take leaves in that this head covers, all of them or none."""
        first = self._at[1]
        if head.size < first:
            return
        edge = self._edge.copy()
        hashes, names, ended, files, passed = bytearray(), array("Q"), set(), {}, self._passed
        for hash, body in _checked(fresh, first, edge):
            hashes += hash
            named, kind, pdf = _NAMED.search(body), _KIND.search(body), _PDF.search(body)
            passed = passed.after(first + len(names), body)
            names.append(int(named[1], 16) if named else _NOBODY)
            if kind is not None and kind[1] in _ENDING:
                ended.add(names[-1])
            if pdf is not None:
                files[int(pdf[1], 16)] = names[-1]
        if first + len(names) != head.size:
            raise NotSo(f"leaf {first + len(names)} is missing")
        if edge.root != head.root:
            raise NotSo(NOT_ITS_ROOT)
        self._edge = edge
        self._hashes += hashes
        for n, name in enumerate(names, first):
            self._before.append(self._newest.get(name, -1))
            if name != _NOBODY:
                self._newest[name] = n
        self._ended |= ended
        self._files |= files
        self._passed = passed
        # Last, since until then whoever reads goes by the head of before.
        self._at = (note, head.size)


_NOBODY = 0
"""For a leaf that speaks of no number. A number whose name begins with 64 zeros there will never be."""


def _checked(fresh: Iterable[StoredLeaf], first: int, edge: Edge) -> Iterator[tuple[bytes, str]]:
    """The hash of each leaf, and what it says, while the tree grows by it."""
    for expected, leaf in enumerate(fresh, first):
        made = edge.add(leaf_hash(leaf.body.encode()))
        kept = (leaf.n, leaf.hash, leaf.nodes)
        if kept != (expected, made[0].hex(), "".join(one.hex() for one in made[1:])):
            raise NotSo(f"leaf {expected} is missing, or not as it was written")
        yield made[0], leaf.body


@dataclass(slots=True)
class _Kept:
    walked: Walked = field(default_factory=Walked)
    turn: Lock = field(default_factory=Lock)


def of(context: Context, note: str | None = None) -> Walked:
    """What this process has walked of the log in this database; nothing yet, if this head bears a later name of it."""
    kept = context.database.kept(_Kept)
    with kept.turn:
        if kept.walked.is_left_behind(note):
            others.forget(context)
            kept.walked = Walked()
        return kept.walked
