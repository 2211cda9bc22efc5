"""Zip files: those of strangers read within bounds, and our own written so that the same content is the same file."""

from __future__ import annotations

import lzma
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from urllib.parse import unquote

from lms.interchange.report import CannotCarry, Unreadable

MOST_FILES = 5_000
MOST_BYTES_OF_ONE = 8 * 1024 * 1024
MOST_BYTES = 96 * 1024 * 1024
_WHEN = (1980, 1, 1, 0, 0, 0)
_DAMAGED = (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, zlib.error, lzma.LZMAError)
_PIECE = 64 * 1024


class Package:
    """A zip file from a stranger. Nothing is unpacked to a disk: files are read one by one, and counted while read."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
            found = self._zip.infolist()
        except _DAMAGED as fault:
            raise Unreadable("This zip file cannot be opened.") from fault
        if len(found) > MOST_FILES:
            raise Unreadable(f"This zip file holds more than {MOST_FILES:,} files.")
        self._left = MOST_BYTES
        self._files: dict[str, zipfile.ZipInfo] = {}
        for info in found:
            name = inner_path(info.filename)
            if name is None:
                raise Unreadable("A file in this zip file has a name that leads out of it.")
            if name in self._files and not info.is_dir():
                raise Unreadable(f"This zip file holds {name[:100]} twice.")
            self._files[name] = info

    @property
    def names(self) -> list[str]:
        return [name for name, info in self._files.items() if not info.is_dir()]

    def read(self, name: str) -> bytes | None:
        """The bytes of a file, None where there is none. Raises Unreadable for one that grows beyond all bounds."""
        info = self._files.get(name)
        if info is None or info.is_dir():
            return None
        if info.flag_bits & 1:
            raise Unreadable("This zip file is locked with a password.")
        pieces: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as file:
                # What the list of the zip file says of sizes may be a lie: what counts is what comes out.
                while piece := file.read(_PIECE):
                    size += len(piece)
                    self._left -= len(piece)
                    if size > MOST_BYTES_OF_ONE or self._left < 0:
                        raise Unreadable("What is in this zip file is too large to be read.")
                    pieces.append(piece)
        except (*_DAMAGED, RuntimeError) as fault:
            raise Unreadable(f"A file in this zip file is damaged: {name[:100]}.") from fault
        return b"".join(pieces)

    def read_beside(self, file: str, address: str) -> bytes:
        """The bytes of a file that another one names. Raises CannotCarry where there is none."""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(file), unquote(address.partition("#")[0])))
        content = None if ":" in address.partition("/")[0] else self.read(path)
        if content is None:
            raise CannotCarry("it needs a file that is not in the package")
        return content


def inner_path(name: str) -> str | None:
    """A name inside a zip file as a path without detours; None where it leads out."""
    path = posixpath.normpath(name.replace("\\", "/"))
    leads_out = path.startswith(("/", "../")) or path in ("..", ".") or ":" in path.partition("/")[0] or "\0" in path
    return None if leads_out else path


def packed(files: Mapping[str, bytes], stored_first: str = "") -> bytes:
    """A zip file of these contents by path, in order. `stored_first` is one that must lead, and not be compressed."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in sorted(files, key=lambda name: (name != stored_first, name)):
            info = zipfile.ZipInfo(name, _WHEN)
            info.create_system = 3
            info.external_attr = 0o644 << 16
            plain = name == stored_first or name.endswith((".png", ".jpg", ".jpeg", ".webp", ".gif"))
            info.compress_type = zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED
            archive.writestr(info, files[name], compresslevel=9)
    return made.getvalue()
