"""What every publication has: one table of front matter, one reading, one class of what a site has of it.

A kind of publication says its own entries, and makes its thing of what was read; all else is here.
"""

from __future__ import annotations

import datetime as dt
import re
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from types import MappingProxyType
from typing import Any, NamedTuple, TypedDict

from lms.content.reading import contact
from lms.content.reading.body import Read, read_prose
from lms.content.reading.documents import Body, Document, read_document
from lms.content.reading.for_whom import LEVEL, WALKED, paths_of, read_paths
from lms.content.reading.head import NOWHERE, Head, Ref
from lms.content.reading.kind import TRANSLATED_TITLE, Fill, Kind, Translation
from lms.content.reading.model import Issuer
from lms.content.reading.site import World
from lms.content.reading.topics import TOPICS, read_topics
from lms.content.reading.written_in import LANGUAGE, read_language
from lms.sources.diagnostics import Findings, Place
from lms.sources.files import SourceFile
from lms.sources.slips import TITLE
from lms.sources.tables import SILENCE, Day, Entry, Id, ListOf, Table, Text, naming

Reviews = tuple[tuple[dt.date, Place], ...]
"""Days by which something is to be read again, each with its place."""

FACTS = ("issuer.name", "issuer.url", "issuer.email", "issuer.description")
"""The operator's own facts, which fill the gaps `{issuer.name}` and the like."""

SLIPS: Mapping[str, str] = MappingProxyType(
    {
        "title": TITLE,
        "summary": "description abstract intro subtitle excerpt",
        "language": "lang locale",
        "topics": "tags keywords topic",
        "date": "day published updated",
        "review_by": "review review-date expires review-after",
        "author": "by writer",
    }
)
_GAP = re.compile(r"\{\s*([A-Za-z][A-Za-z_-]*(?:\.[A-Za-z_-]+)+|[Ii]ssuer)\s*\}")


class Examples(NamedTuple):
    """What the manual and the editors show of one kind for the entries that all have."""

    title: str
    id: str
    was: str
    summary: str
    topic: str


def keys_of(what: str, like: Examples, *own: Entry, slips: Mapping[str, str] = MappingProxyType({})) -> Table:
    """The front matter of a kind of publication: what all have, and its own."""
    return Table(
        what,
        Entry("title", Text(like=like.title), "its heading, and the words that lead to it", needed=True),
        Entry("id", Id(like.id), "another id than the file's name", otherwise="the file's name"),
        *naming(f"the {what}", like.was),
        Entry("summary", Text(like=like.summary), "one sentence for lists"),
        LANGUAGE,
        LEVEL,
        WALKED,
        TOPICS._replace(shape=ListOf(Text(like=like.topic))),
        Entry("date", Day(), "the day of what it says"),
        Entry("review_by", Day(), "after this day a check warns"),
        Entry("author", Text(like="Amal Haddad"), "who wrote it, for colleagues"),
        *own,
        SILENCE,
        slips={**SLIPS, **slips},
    )


@dataclass(frozen=True, slots=True)
class Publication:
    """What a site has of every publication. What stands behind its date is its file's, while the site is compiled."""

    id: str
    title: str
    summary: str
    language: str
    html: str
    paths: tuple[str, ...] = ()
    level: str = ""
    topics: tuple[str, ...] = ()
    date: dt.date | None = None
    head: Head = field(default=NOWHERE, compare=False, repr=False, kw_only=True)
    named_paths: tuple[Ref, ...] | None = field(default=None, compare=False, repr=False, kw_only=True)
    gaps: tuple[Ref, ...] = field(default=(), compare=False, repr=False, kw_only=True)
    reviews: Reviews = field(default=(), compare=False, repr=False, kw_only=True)


class Shared(TypedDict):
    """What was read of a file that every publication has, by the names that its class has for it."""

    id: str
    title: str
    summary: str
    language: str
    html: str
    named_paths: tuple[Ref, ...] | None
    level: str
    topics: tuple[str, ...]
    date: dt.date | None
    head: Head
    gaps: tuple[Ref, ...]
    reviews: Reviews


class PublicationKind(Kind):
    """One kind of publication. It must say its name, place, files, family, keys and page, and what it reads besides."""

    publication = True
    has_page = True
    keys: Table
    translation = Translation(
        entries=(TRANSLATED_TITLE, Entry("summary", Text(), "the sentence for lists", otherwise="the original's")),
        texts=("title", "summary"),
    )

    @abstractmethod
    def read_own(self, document: Document, body: Read, shared: Shared) -> Publication:
        """The thing, of what all have and of what this kind has besides."""

    def read_body(self, document: Document) -> Read:
        """Its body: prose alone, where a kind does not say otherwise."""
        return read_prose(document.body, document.findings)

    def id_of(self, source: SourceFile) -> str:
        """The name that gives the id, where the front matter has none."""
        return source.path.rpartition("/")[2]

    def read(self, source: SourceFile, findings: Findings) -> Publication | None:
        document = read_document(source, findings, self.keys)
        if document is None:
            return None
        body = self.read_body(document)
        head = document.named_head(self.id_of(source), body.links, body.anchors, body.silences)
        return self.read_own(document, body, _shared(document, body, head))

    def reviews(self, world: World) -> Iterator[tuple[dt.date, Place]]:
        for thing in world.of(self.name).values():
            yield from thing.reviews

    def check(self, world: World, findings: Findings) -> None:
        for thing in world.of(self.name).values():
            _check_gaps(thing.gaps, world.issuer, findings)
        for part in world.translations.values():
            if part.kind == self.name:
                for text in part.texts.values():
                    gaps = [Ref(gap, text.place) for gap in _GAP.findall(text.shown)]
                    _check_gaps(gaps, world.issuer, findings)

    def made(self, world: World, part: Any, fill: Fill) -> Any:
        paths = paths_of(part.named_paths, world.ways_shown())
        return replace(part, html=fill(part.html), paths=paths, head=NOWHERE, named_paths=None, gaps=(), reviews=())

    def for_paths(self, world: World) -> Iterator[Ref]:
        return (ref for thing in world.of(self.name).values() for ref in thing.named_paths or ())

    def finished(self, world: World, thing: Any) -> Any:
        return replace(thing, html=filled(thing.html, world.issuer_in(thing.language)))


def _shared(document: Document, body: Read, head: Head) -> Shared:
    fields, findings = document.fields, document.findings
    review = fields.date("review_by")
    fields.text("author")
    for key in ("title", "summary"):
        if gap := _GAP.search(fields.text(key)):
            message = f"Nothing fills the gap `{{{gap[1]}}}` here: it is shown as it is written."
            findings.add(fields.place_of(key), "P201", message, "Write the words themselves; gaps stand in the text.")
    return Shared(
        id=head.id,
        title=fields.text("title"),
        summary=fields.text("summary"),
        language=read_language(fields),
        html=body.html,
        named_paths=read_paths(fields),
        level=fields.word("level"),
        topics=read_topics(fields),
        date=fields.date("date"),
        head=head,
        gaps=tuple(_gaps(document.body)),
        reviews=() if review is None else ((review, fields.place_of("review_by")),),
    )


def _gaps(body: Body) -> Iterator[Ref]:
    """Each `{issuer.name}` and the like, with its place."""
    for n, line in enumerate(body.lines, body.first_line):
        for gap in _GAP.finditer(line):
            yield Ref(gap[1], Place(body.file, n, gap.start() + 1, n, gap.end() + 1))


def _check_gaps(gaps: Iterable[Ref], issuer: Issuer | None, findings: Findings) -> None:
    for name, place in gaps:
        if name not in FACTS:
            message = f"Nothing fills the gap `{{{name}}}`."
            findings.add(place, "P201", message, f"Write one of {', '.join(f'`{{{one}}}`' for one in FACTS)}.")
        elif issuer is None or not getattr(issuer, name.partition(".")[2]):
            message = f"The gap `{{{name}}}` stays empty: certificates/issuer.md does not say it."
            findings.add(place, "P202", message, f"Add `{name.partition('.')[2]}` to certificates/issuer.md.")


def filled(html: str, issuer: Issuer | None) -> str:
    """A text with the operator's own facts in its gaps; addresses are links."""
    facts = dict.fromkeys(FACTS, "")
    if issuer is not None:
        facts["issuer.name"], facts["issuer.description"] = escape(issuer.name), escape(issuer.description)
        facts["issuer.url"] = _link(issuer.url, issuer.url)
        facts["issuer.email"] = _link(contact.link_of(issuer), contact.address_of(issuer))
    return _GAP.sub(lambda gap: facts.get(gap[1], gap[0]), html)


def _link(address: str, text: str) -> str:
    return f'<a class="address" href="{escape(address)}">{escape(text)}</a>' if address else ""
