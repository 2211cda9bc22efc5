"""Answers packed for the way, where that gives nothing away.

Packed is what is the same for all: style, scripts, pictures, and pages for visitors. What is private is not: its length
would tell of a secret in it (the token of its forms) whatever somebody else manages to have put beside it. Each text is
packed once, when it is first asked for, and goes out many times.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import cached_property, lru_cache

import brotli
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

LEAST = 600
"""Below this, packing saves less than a packet of the network."""

LARGE = 64 * 1024
KINDS = ("text/", "image/svg+xml", "application/json", "application/manifest+json")


def is_worth_it(kind: str) -> bool:
    """Whether content of this type gets smaller; pictures and fonts are packed already."""
    return kind.startswith(KINDS)


def _brotli(content: bytes) -> bytes:
    # The last step of all takes half a second for a large file, and saves a tenth.
    packed: bytes = brotli.compress(content, quality=9 if len(content) > LARGE else 11)
    return packed


def _gzip(content: bytes) -> bytes:
    # Without a time stamp, so that the same content always packs to the same bytes.
    return gzip.compress(content, 9, mtime=0)


_WAYS: dict[str, Callable[[bytes], bytes]] = {"br": _brotli, "gzip": _gzip}


@lru_cache(maxsize=512)
def wished(accepted: str) -> str:
    """The best way that a browser takes, by its header Accept-Encoding; empty for none."""
    ways = parse_accept_header(accepted, Accept)
    return next((way for way in _WAYS if ways[way] > 0), "")


class Packed:
    """A content and what it becomes on each way."""

    def __init__(self, content: bytes, kind: str) -> None:
        self.content = content
        self.kind = kind
        self._packed: dict[str, bytes] = {}

    @cached_property
    def varies(self) -> bool:
        """Whether it goes out in several forms."""
        return len(self.content) >= LEAST and is_worth_it(self.kind)

    def by(self, way: str) -> bytes:
        """As it goes out on this way; as it is, where none was wished."""
        if not way or not self.varies:
            return self.content
        found = self._packed.get(way)
        if found is None:
            found = self._packed[way] = _WAYS[way](self.content)
        return found
