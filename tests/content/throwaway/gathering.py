"""A throw-away kind of content: all that there is of it is this module and one template."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from lms.content.kinds import KINDS
from lms.content.reading.body import read_prose
from lms.content.reading.documents import read_document, refs
from lms.content.reading.head import NOWHERE, Head, Ref
from lms.content.reading.kind import REQUIREMENT, TRANSLATED_TITLE, Files, Fill, Kind, Page, Starter, Translation
from lms.content.reading.site import World
from lms.content.reading.targets import WHOLE
from lms.content.reading.written_in import LANGUAGE, read_language
from lms.sources.diagnostics import Findings
from lms.sources.files import SourceFile
from lms.sources.tables import SILENCE, Entry, Id, ListOf, Name, Table, Text, naming

TEMPLATES = Path(__file__).parent
KEYS = Table(
    "gathering",
    Entry("title", Text(like="Spring gathering"), "its name", needed=True),
    Entry("id", Id("spring"), "another id than the file's name", otherwise="the file's name"),
    *naming("the gathering", "may"),
    LANGUAGE,
    Entry("opens_after", ListOf(Name((REQUIREMENT,), "courses/foundations")), "what comes first", otherwise="nothing"),
    SILENCE,
)


@dataclass(frozen=True, slots=True)
class Gathering:
    """Somewhere to come to. Its head and what it opens after are its file's, while the site is compiled."""

    id: str
    title: str
    language: str
    html: str
    opens_after: tuple[str, ...] = ()
    head: Head = field(default=NOWHERE, compare=False, repr=False)
    before: tuple[Ref, ...] = field(default=(), compare=False, repr=False)


def _start(world: World, name: str) -> Files:
    return {f"content/gatherings/{name}.md": f"---\ntitle: {name.capitalize()}\n---\n\nCome and listen.\n"}


class GatheringKind(Kind):
    name = "gathering"
    place = 20
    files = ("content/gatherings/*.md",)
    keys = KEYS
    family = "gatherings"
    asked_for = {"gathering": WHOLE}
    has_page = True
    media = "content/gatherings/media"
    held = "have come to it"
    page = Page("/gatherings/<id>", "gathering.html", "There is no such gathering.")
    translation = Translation(entries=(TRANSLATED_TITLE,), texts=("title",))
    starter = Starter("A gathering.", _start)

    def read(self, source: SourceFile, findings: Findings) -> Gathering | None:
        document = read_document(source, findings, KEYS)
        if document is None:
            return None
        read = read_prose(document.body, findings)
        head = document.named_head(source.path.rpartition("/")[2], read.links, read.anchors)
        fields = document.fields
        return Gathering(
            head.id,
            fields.text("title"),
            read_language(fields),
            read.html,
            head=head,
            before=refs(fields, "opens_after"),
        )

    def opens_after(self, part: Gathering) -> tuple[Ref, ...]:
        return part.before

    def check(self, world: World, findings: Findings) -> None:
        for one in world.of(self.name).values():
            if not one.html:
                findings.warn(one.head.start, "C102", "This gathering says nothing.", "Say what it is about.")

    def made(self, world: World, part: Gathering, fill: Fill) -> Gathering:
        paths = tuple(path for ref in part.before if (path := world.resolve(ref.text)) is not None)
        return replace(part, html=fill(part.html), opens_after=paths, head=NOWHERE, before=())


@contextmanager
def registered() -> Iterator[Kind]:
    """The kind is there, and gone afterwards."""
    kind = GatheringKind()
    KINDS.add(kind)
    try:
        yield kind
    finally:
        KINDS.remove(kind.name)
