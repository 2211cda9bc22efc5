"""What everything that was read has: its file, its id, its links, and the places of the words that name others."""

from __future__ import annotations

from typing import NamedTuple

from lms.content.reading.silence import Silence
from lms.sources.diagnostics import Place
from lms.sources.links import Link


class Ref(NamedTuple):
    """A word that names something, and where it is written."""

    text: str
    place: Place


class Head(NamedTuple):
    """What every part has: its file, its id and where that is settled, its headings' ids and its links.

    `whole` is False where a fault hides part of what the file says, so that others are not blamed for missing it.
    `was` are the names that the thing had before; a `draft` is nobody's but its authors'.
    """

    file: str
    id: str
    id_place: Place
    whole: bool
    links: tuple[Link, ...] = ()
    anchors: tuple[str, ...] = ()
    silences: tuple[Silence, ...] = ()
    was: tuple[Ref, ...] = ()
    draft: bool = False

    @property
    def start(self) -> Place:
        return Place(self.file, 1, 1, 1, 1)


NOWHERE = Head("", "", Place(""), whole=True)
"""The head of what was read in no file."""
