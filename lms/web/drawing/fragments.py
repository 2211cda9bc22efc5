"""What was drawn once, kept for whoever gets the same: one cache, which hangs on the application.

A fragment is a text in UTF-8, as it goes over the wire, with open marks where each reader's own parts are put in: most
of a lesson is the same for everybody, and drawing it again for each request would be most of the work of the site. A
key begins with the hash of the content that a fragment was drawn from, and names all else that it depends on: so none
is ever wrong, and those of an older revision are asked for no more, and make room for new ones.
"""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from types import NoneType
from typing import Any, TypeVar, cast

from flask import Flask
from markupsafe import Markup

from lms.content.reading.model import Assessment, Course, Credential, Lesson
from lms.web.edge import current

EXTENSION = "fragments"
MOST_BYTES = 32 * 1024 * 1024
LEAST_COUNTED = 512
"""So many bytes at least are counted for each, since its key and its place take some too."""

MOST_KINDS = 512

CONTENT = (Assessment, Course, Credential, Lesson)
"""What the hash of the content stands for: its path says which of them it is."""

Kept = TypeVar("Kept", bound="Keepable")


class Keepable:
    """Something that can be kept: it says how many bytes it takes."""

    __slots__ = ()

    @property
    def size(self) -> int:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Fragment(Keepable):
    """Texts, and between each two the name of what goes there."""

    texts: tuple[bytes, ...]
    names: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        return sum(map(len, self.texts))

    def fill(self, parts: Mapping[str, bytes]) -> bytes:
        """The whole. A part that is named and not given is a mistake in the code: KeyError."""
        pieces = [self.texts[0]]
        for name, text in zip(self.names, self.texts[1:], strict=True):
            pieces += (parts[name], text)
        return b"".join(pieces)

    def with_parts(self, parts: Mapping[str, Fragment]) -> Fragment:
        """The same with these parts in it. A mark that is in none of them, or inside of one, stays open."""
        texts, names = [self.texts[0]], list[str]()
        for name, text in zip(self.names, self.texts[1:], strict=True):
            part = parts.get(name, Fragment((b"", b""), (name,)))
            texts[-1] += part.texts[0]
            texts += part.texts[1:]
            texts[-1] += text
            names += part.names
        return Fragment(tuple(texts), tuple(names))


class Marks:
    """The marks of one drawing. Each drawing has a sign of its own: no text of an author is taken for a mark."""

    def __init__(self) -> None:
        self._sign = secrets.token_hex(12)

    def mark(self, name: str) -> Markup:
        """A mark to be drawn where the part of this name will stand."""
        return Markup(f"[{self._sign} {name}]")  # noqa: S704

    def cut(self, drawn: str) -> Fragment:
        """The drawing, cut at the marks."""
        pieces = re.split(rf"\[{self._sign} ([^\]]*)\]", drawn)
        return Fragment(tuple(text.encode() for text in pieces[::2]), tuple(pieces[1::2]))


class Cache:
    """Fragments by key. What was not asked for longest goes first once there are too many bytes."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Keepable] = OrderedDict()
        self._bytes = 0

    def get(self, key: Hashable, draw: Callable[[], Kept]) -> Kept:
        """What is kept under this key; drawn now where there is nothing yet. Two threads may draw the same at once."""
        kept = self.find(key)
        return self.keep(key, draw()) if kept is None else cast(Kept, kept)

    def find(self, key: Hashable) -> Keepable | None:
        kept = self._kept.get(key)
        if kept is not None:
            try:
                self._kept.move_to_end(key)
            except KeyError:  # Another thread made room just now.
                return kept
        return kept

    def keep(self, key: Hashable, fragment: Kept) -> Kept:
        """Keep it, and give it back."""
        before = self._kept.pop(key, None)
        self._kept[key] = fragment
        self._bytes += _counted(fragment) - (_counted(before) if before is not None else 0)
        while self._bytes > self._most and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= _counted(oldest)
        return fragment


def _counted(fragment: Keepable) -> int:
    return max(fragment.size, LEAST_COUNTED)


def install(app: Flask) -> None:
    app.extensions[EXTENSION] = Cache()


def cache() -> Cache:
    """The cache of the application at hand."""
    return cast(Cache, current.app().extensions[EXTENSION])


def state_of(value: Any) -> Hashable:
    """All that a page can show of a value, as a part of a key.

    Anything but content is taken apart down to plain values; what can be no part of a key is refused with a TypeError.
    """
    return _how(type(value))(value)  # type: ignore[arg-type]


@lru_cache(maxsize=MOST_KINDS)
def _how(kind: type) -> Callable[[Any], Hashable]:
    """How a value of this kind is taken apart, found out once for all of them."""
    if issubclass(kind, str | int | float | NoneType):
        return _itself
    name = kind.__name__
    if issubclass(kind, CONTENT):
        return lambda value: (name, value.path)
    if issubclass(kind, Mapping):
        return lambda value: tuple([(key, state_of(one)) for key, one in value.items()])
    if issubclass(kind, Sequence):
        return lambda value: tuple([state_of(one) for one in value])
    if not is_dataclass(kind):
        return _itself
    names = [one.name for one in fields(kind)]
    return lambda value: (name, *[state_of(getattr(value, field)) for field in names])


def _itself(value: Any) -> Hashable:
    hash(value)
    return cast(Hashable, value)
