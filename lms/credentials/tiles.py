"""The log as C2SP's tlog-tiles lay it out: 256 hashes of one level, or 256 entries, at one address for ever.

A tile of level 0 holds hashes of leaves; each hash above is that of a whole tile below. So whoever has the tiles makes
any root and any proof alone.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 256
_HEIGHT = 8
_LEVELS = frozenset(map(str, range(64)))
_PLACE = re.compile(r"((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


@dataclass(frozen=True, slots=True)
class Place:
    """Which tile of its level, and how many of its 256 places are asked for."""

    index: int
    width: int

    @property
    def first(self) -> int:
        return self.index * WIDTH

    @property
    def last(self) -> int:
        return self.first + self.width - 1


def place_of(text: str) -> Place | None:
    """What `x001/x234/067` or `067.p/9` names; None for anything else, and for a second way to write the same."""
    read = _PLACE.fullmatch(text)
    if read is None:
        return None
    index = int(read[1].replace("x", "").replace("/", ""))
    width = int(read[2] or WIDTH)
    return Place(index, width) if path_of(index) == read[1] and (read[2] is None or width < WIDTH) else None


def path_of(index: int) -> str:
    """The number of a tile in groups of three figures, all but the last after an x."""
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03}")
    return "/".join(groups)


def height_of(level: str) -> int | None:
    """How many levels of the tree lie below the hashes in a tile of this level; None for what names no level."""
    return int(level) * _HEIGHT if level in _LEVELS else None


def bundle(entries: Sequence[str]) -> bytes:
    """Entries one after the other, each after its length in two bytes."""
    return b"".join(struct.pack(">H", len(content)) + content for content in map(str.encode, entries))
