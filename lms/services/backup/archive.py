"""The file of a backup: a plain tar, of which every byte is as this module writes it, or the file is refused.

Its last member is the SHA-256 of all bytes before it. So one flipped or missing byte shows before anything in the file
is believed. What is read after that is read as if a stranger had written it: each header must be the very one that
would be written here for its name and size, so there are no links, no paths and no surprises.
"""

from __future__ import annotations

import gzip
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from io import BufferedReader, RawIOBase
from pathlib import Path
from tarfile import BLOCKSIZE, GNU_FORMAT, TarError, TarInfo
from typing import Any, BinaryIO, Protocol

DIGEST = "sha256"
NAME = re.compile(r"[A-Z]+|[a-z]+\.(?:json|locked|der)|tables/[a-z_]{1,60}\.jsonl\.gz")
LONGEST_LINE = 64 * 1024 * 1024
"""A row holds at most one file of 16 MiB, in base64, and there is room for more."""
MOST_GROWTH = 300
"""How many times larger a table may be than its compressed form; rows of ours are 5 to 40 times larger."""
FREE_GROWTH = 16 * 1024 * 1024
_CHUNK = 1024 * 1024
_MOST_MEMBERS = 500


class NotABackup(Exception):
    """The file is no backup, not whole, or not to be trusted: one sentence that says which."""


DAMAGED = "This backup is damaged: it is not as it was written. Take another one."
FOREIGN = "This file is no backup that lms has made."


@dataclass(frozen=True, slots=True)
class Member:
    """A part of the file: where it begins, how long it is, and its SHA-256."""

    name: str
    offset: int
    size: int
    sha256: str


class Writer:
    """Writes the members one after the other into a new file that only its owner may read."""

    def __init__(self, file: Path) -> None:
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        self._file: BinaryIO = os.fdopen(handle, "w+b")
        self.hashes: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> None:
        with self._member(name) as file:
            file.write(content)

    def add_lines(self, name: str, lines: Iterable[bytes]) -> int:
        """Add lines, compressed; how many they were."""
        count = 0
        with self._member(name) as file, gzip.GzipFile("", "wb", 5, file, mtime=0) as packed:
            for line in lines:
                packed.write(line)
                count += 1
        return count

    @contextmanager
    def _member(self, name: str) -> Iterator[_Counted]:
        """How long it is shows at its end, and is then written into its head."""
        head = self._file.tell()
        self._file.write(bytes(BLOCKSIZE))
        counted = _Counted(self._file)
        yield counted
        self.hashes[name] = counted.seen.hexdigest()
        end = self._file.tell()
        self._file.seek(head)
        self._file.write(_header(name, end - head - BLOCKSIZE))
        self._file.seek(end)
        self._file.write(bytes(-end % BLOCKSIZE))

    def finish(self) -> None:
        """Read everything once more for the digest, write that, and have it all on the disk."""
        self._file.seek(0)
        seen = sha256()
        while part := self._file.read(_CHUNK):
            seen.update(part)
        self._file.write(_tail(seen.hexdigest()))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def close(self) -> None:
        self._file.close()


class _Counted:
    """A file to write to, with the hash of what was written."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.seen = file, sha256()

    def write(self, content: bytes) -> int:
        self.seen.update(content)
        return self._file.write(content)

    def flush(self) -> None:
        self._file.flush()


class Archive:
    """A whole backup, open for reading."""

    def __init__(self, file: BufferedReader, members: Mapping[str, Member], digest: str) -> None:
        self._file = file
        self.members = members
        self.digest = digest

    def read(self, name: str, most: int) -> bytes:
        """A small member as a whole."""
        member = self.members.get(name)
        if member is None or member.size > most:
            raise NotABackup(FOREIGN)
        self._file.seek(member.offset)
        return self._file.read(member.size)

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a compressed member, whose size is bounded however it was made."""
        member = self.members.get(name)
        if member is None:
            raise NotABackup(FOREIGN)
        left = member.size * MOST_GROWTH + FREE_GROWTH
        try:
            with gzip.GzipFile("", "rb", fileobj=BufferedReader(_Window(self._file, member), _CHUNK)) as packed:
                while line := packed.readline(min(LONGEST_LINE, left) + 1):
                    left -= len(line)
                    if len(line) > LONGEST_LINE or left < 0 or not line.endswith(b"\n"):
                        raise NotABackup(FOREIGN)
                    yield line
        except (OSError, EOFError, zlib.error) as fault:
            raise NotABackup(FOREIGN) from fault


class _Window(RawIOBase):
    """Just this member, for a reader that would go on to the end of the file."""

    def __init__(self, file: BufferedReader, member: Member) -> None:
        self._file, self._at, self._end = file, member.offset, member.offset + member.size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._file.seek(self._at)
        part = self._file.read(min(len(buffer), self._end - self._at))
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)


class _Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The backup in a file, once every byte of it has been looked at; NotABackup otherwise."""
    try:
        file = path.open("rb")
    except OSError as fault:
        raise NotABackup(f"{path} cannot be read ({fault.strerror}).") from fault
    with file:
        if not path.is_file() or not _begins_like_one(file):
            raise NotABackup(FOREIGN)
        end = file.seek(0, os.SEEK_END) - _TAIL
        if end < 0 or end % BLOCKSIZE:
            raise NotABackup(DAMAGED)
        members, digest = _walk(file, end)
        if file.read() != _tail(digest):
            raise NotABackup(DAMAGED)
        yield Archive(file, members, digest)


FIRST = "README"


def _begins_like_one(file: BinaryIO) -> bool:
    head = file.read(BLOCKSIZE)
    return head.startswith(FIRST.encode() + b"\0") and head[257:262] == b"ustar"


def _walk(file: BinaryIO, end: int) -> tuple[dict[str, Member], str]:
    """Every member up to this place, and the digest of all that was read. Nothing is believed but sizes."""
    whole, members = sha256(), dict[str, Member]()
    fault = ""
    file.seek(0)
    while (at := file.tell()) < end:
        head = file.read(BLOCKSIZE)
        whole.update(head)
        named = _named(head)
        if named is None or named[0] in members or at + BLOCKSIZE + named[1] > end or len(members) >= _MOST_MEMBERS:
            # A flipped byte is the likelier reason, and the digest knows.
            fault = FOREIGN
            _read_on(file, end - file.tell(), (whole,))
            break
        name, size = named
        own = sha256()
        _read_on(file, size, (whole, own))
        _read_on(file, -size % BLOCKSIZE, (whole,))
        members[name] = Member(name, at + BLOCKSIZE, size, own.hexdigest())
    digest = whole.hexdigest()
    if fault:
        raise NotABackup(fault if file.read() == _tail(digest) else DAMAGED)
    return members, digest


def _read_on(file: BinaryIO, size: int, hashes: tuple[_Hash, ...]) -> None:
    while size > 0:
        part = file.read(min(size, _CHUNK))
        if not part:
            return
        size -= len(part)
        for one in hashes:
            one.update(part)


def _named(head: bytes) -> tuple[str, int] | None:
    """Name and size, if this is the header that we would write for them."""
    try:
        info = TarInfo.frombuf(head, "ascii", "strict")
    except (TarError, UnicodeError, ValueError):
        return None
    if not NAME.fullmatch(info.name) or info.size < 0 or head != _header(info.name, info.size):
        return None
    return info.name, info.size


def _header(name: str, size: int) -> bytes:
    info = TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(GNU_FORMAT, "ascii", "strict")


def _tail(digest: str) -> bytes:
    """The last member, and the two empty blocks that end every tar."""
    content = f"{digest}\n".encode()
    return _header(DIGEST, len(content)) + content.ljust(BLOCKSIZE, b"\0") + bytes(2 * BLOCKSIZE)


_TAIL = len(_tail("0" * 64))
