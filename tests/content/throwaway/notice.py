"""A throw-away kind of publication: all that there is of it is this module and one template."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from lms.content.kinds import KINDS
from lms.content.reading.body import Read
from lms.content.reading.documents import Document
from lms.content.reading.kind import Files, Kind, Listing, Page, Starter
from lms.content.reading.publication import Examples, Publication, PublicationKind, Shared, keys_of
from lms.content.reading.site import World
from lms.sources.tables import Entry, Text


@dataclass(frozen=True, slots=True)
class Notice(Publication):
    """Something to put on a wall."""

    wall: str = ""


def _start(world: World, name: str) -> Files:
    return {f"content/notices/{name}.md": f"---\ntitle: {name.capitalize()}\nwall: north\n---\n\nLook up.\n"}


class NoticeKind(PublicationKind):
    name = "notice"
    place = 21
    files = ("content/notices/*.md",)
    keys = keys_of(
        "notice",
        Examples("Look up", "look-up", "see-above", "Look up for once.", "walls"),
        Entry("wall", Text(like="north"), "where it hangs", needed=True),
        slips={"wall": "place where"},
    )
    called = "notice"
    family = "notices"
    media = "content/notices/media"
    page = Page("/notices/<id>", "notice.html", "There is no such notice.", all=Listing("Notices", "On every wall."))
    starter = Starter("A notice.", _start)

    def read_own(self, document: Document, body: Read, shared: Shared) -> Notice:
        return Notice(**shared, wall=document.fields.text("wall"))

    def told(self, thing: Notice) -> dict[str, Any]:
        return {"wall": thing.wall}


@contextmanager
def registered() -> Iterator[Kind]:
    """The kind is there, and gone afterwards."""
    kind = NoticeKind()
    KINDS.add(kind)
    try:
        yield kind
    finally:
        KINDS.remove(kind.name)
