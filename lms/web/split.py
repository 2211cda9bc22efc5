"""A page drawn once for all, split at marks, into which each reader's own parts are spliced.

Most of a lesson is the same for everybody. Drawing it again for each request would be most of the work of the site.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from markupsafe import Markup

Drawn = TypeVar("Drawn")


@dataclass(frozen=True, slots=True)
class Split:
    """Texts in UTF-8, as they go over the wire, and between each two the name of what goes there."""

    texts: tuple[bytes, ...]
    names: tuple[str, ...]

    def fill(self, parts: Mapping[str, bytes]) -> bytes:
        """The page. A part that is named and not given is a mistake in the code: KeyError."""
        pieces = [self.texts[0]]
        for name, text in zip(self.names, self.texts[1:], strict=True):
            pieces += (parts[name], text)
        return b"".join(pieces)

    def with_parts(self, parts: Mapping[str, Split]) -> Split:
        """The same with these parts in it. A mark that is in none of them, or inside of one, stays open."""
        texts, names = [self.texts[0]], list[str]()
        for name, text in zip(self.names, self.texts[1:], strict=True):
            part = parts.get(name, Split((b"", b""), (name,)))
            texts[-1] += part.texts[0]
            texts += part.texts[1:]
            texts[-1] += text
            names += part.names
        return Split(tuple(texts), tuple(names))


class Marks:
    """The marks of one drawing. Each drawing has a sign of its own: no text of an author is taken for a mark."""

    def __init__(self) -> None:
        self._sign = secrets.token_hex(12)

    def mark(self, name: str) -> Markup:
        """A mark to be drawn where the part of this name will stand."""
        return Markup(f"[{self._sign} {name}]")  # noqa: S704

    def split(self, drawn: str) -> Split:
        """The drawing, cut at the marks."""
        pieces = re.split(rf"\[{self._sign} ([^\]]*)\]", drawn)
        return Split(tuple(text.encode() for text in pieces[::2]), tuple(pieces[1::2]))


class Shelf(Generic[Drawn]):
    """Drawings of one revision of the content, made when first asked for, and thrown away with the revision.

    It holds `most` drawings; when it is full it is emptied, and fills again with what is asked for now.
    """

    def __init__(self, most: int = 4000) -> None:
        self._most = most
        self._revision = ""
        self._drawings: dict[tuple[object, ...], Drawn] = {}

    def get(self, revision: str, key: tuple[object, ...], draw: Callable[[], Drawn]) -> Drawn:
        """The drawing of this key. Two threads may draw the same at once; both get what is right."""
        found = self.find(revision, key)
        return self.put(revision, key, draw()) if found is None else found

    def find(self, revision: str, key: tuple[object, ...]) -> Drawn | None:
        """The drawing of this key, if it was made for this revision."""
        return self._drawings.get(key) if revision == self._revision else None

    def put(self, revision: str, key: tuple[object, ...], drawn: Drawn) -> Drawn:
        """Keep a drawing, and give it back."""
        if revision != self._revision or len(self._drawings) >= self._most:
            self._drawings = {}
            self._revision = revision
        self._drawings[key] = drawn
        return drawn
