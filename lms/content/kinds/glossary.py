"""The glossary: words that the site explains once for all of its courses, one file for each language."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from lms.content.reading.body import read_prose, renderer
from lms.content.reading.documents import read_document
from lms.content.reading.filing import IN_LANGUAGE
from lms.content.reading.head import NOWHERE, Head
from lms.content.reading.kind import Fill, Kind, Page
from lms.content.reading.model import Catalog
from lms.content.reading.names import id_of_title
from lms.content.reading.searched import Searched, text_of
from lms.content.reading.site import World
from lms.content.reading.written_in import LANGUAGE, read_language
from lms.sources.diagnostics import Findings
from lms.sources.files import SourceFile
from lms.sources.slips import TITLE as OTHER_WORDS
from lms.sources.tables import SILENCE, ByKey, Entry, Markdown, Table, Text
from lms.sources.yamltext import Scalar, shorten
from lms.wording.phrases import _

TITLE = "Glossary"
KEYS = Table(
    "glossary",
    Entry("title", Text(like="Words we use"), "its heading", default=TITLE),
    LANGUAGE,
    Entry(
        "terms",
        ByKey(".+", "term", Markdown("Taking a medicine as you agreed with whoever prescribed it.")),
        "each word or abbreviation, with what it means",
        needed=True,
    ),
    SILENCE,
    slips={"terms": "words entries glossary", "title": OTHER_WORDS},
)


@dataclass(frozen=True, slots=True)
class Explained:
    """A term of the glossary with its meaning as HTML. `anchor` leads to it; it is "" where the term gives none."""

    term: str
    anchor: str
    html: str


@dataclass(frozen=True, slots=True)
class Glossary:
    """The words that the site explains once for all courses, in the author's order.

    Its head is that of its file, while the site is compiled.
    """

    title: str
    language: str
    terms: tuple[Explained, ...]
    html: str = ""
    head: Head = field(default=NOWHERE, compare=False, repr=False)


def read_glossary(source: SourceFile, findings: Findings) -> Glossary | None:
    document = read_document(source, findings, KEYS)
    if document is None:
        return None
    fields = document.fields
    named = IN_LANGUAGE.fullmatch(source.path)
    language = named[2] if named is not None else ""
    read = read_prose(document.body, findings)
    drawn = renderer(findings, read.links)
    terms = []
    for key, node in fields.mapping("terms") or ():
        term = key.text.strip()
        if isinstance(node, Scalar) and node.text.strip():
            terms.append(Explained(term, id_of_title(term), drawn(node, True)))
        else:
            message = f"The term `{shorten(term)}` has no meaning yet."
            findings.add(key.place, "S202", message, "Say in a sentence what it means.")
    anchors = (*read.anchors, *(one.anchor for one in terms if one.anchor))
    return Glossary(
        head=document.head(f"glossary-{language.lower()}" if language else "glossary", read.links, anchors),
        title=fields.text("title") or TITLE,
        language=read_language(fields) if fields.has("language") or not language else language,
        terms=tuple(terms),
        html=read.html,
    )


class GlossaryKind(Kind):
    name = "glossary"
    place = 8
    files = ("content/glossary.md", "content/glossary.*.md")
    keys = KEYS
    page = Page("/glossary", "courses/glossary.html", _("This site has no glossary yet."), listed=True)

    def read(self, source: SourceFile, findings: Findings) -> Glossary | None:
        return read_glossary(source, findings)

    def made(self, world: World, part: Glossary, fill: Fill) -> Glossary:
        return replace(part, terms=fill(part.terms), html=fill(part.html), head=NOWHERE)

    def searched(self, catalog: Catalog) -> Iterator[Searched]:
        """Each term by itself, of the glossary that a reader of this catalog gets."""
        glossary: Glossary | None = catalog.one(self.name)
        if glossary is None:
            return
        for term in glossary.terms:
            address = f"{self.page.address}#{term.anchor}" if term.anchor else self.page.address
            yield Searched(address, glossary.language, term.term, text_of(term.html))

    def explained(self, world: World) -> Collection[str]:
        return [one.term for glossary in world.of(self.name).values() for one in glossary.terms]


KIND = GlossaryKind()
