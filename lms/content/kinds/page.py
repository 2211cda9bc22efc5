"""A page of the site's own: who stands behind it, how to get help, what is kept, whom to write to."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import escape

from lms.content.kinds.course import LANGUAGE, LEVELS, PATHS, read_language
from lms.content.reading import contact
from lms.content.reading import placeholders as words
from lms.content.reading.body import read_prose
from lms.content.reading.documents import Body, read_document
from lms.content.reading.head import NOWHERE, Head, Ref
from lms.content.reading.kind import TRANSLATED_TITLE, Files, Fill, Kind, Page, Starter, Translation
from lms.content.reading.model import Catalog, Issuer
from lms.content.reading.names import title_of
from lms.content.reading.site import World
from lms.sources.diagnostics import Findings, Place
from lms.sources.fields import Fields
from lms.sources.files import SourceFile
from lms.sources.slips import TITLE
from lms.sources.tables import SILENCE, Day, Entry, Id, ListOf, Table, Text, Whole, Word, YesNo, naming
from lms.wording.phrases import _

NEEDED = ("contact", "privacy", "accessibility")
"""What the law or common sense asks every site for."""

OWN = ("about", "help", *NEEDED, "terms", "hard-day")
"""The pages that every site may have right under its root."""

HARD_DAY = "hard-day"
_CHECKED_FOR = dt.timedelta(days=180)
KEYS = Table(
    "page",
    Entry("title", Text(like="Who keeps what"), "its heading, and the words that lead to it", needed=True),
    Entry("id", Id("privacy"), "another id than the file's name", otherwise="the file's name"),
    *naming("the page", "data-protection"),
    Entry("summary", Text(like="What is kept of you, and for how long."), "one sentence for lists"),
    LANGUAGE,
    Entry("level", Word(LEVELS), "for whom it is, by experience", default="new"),
    Entry("paths", ListOf(Word(PATHS)), "for whom it is, by what they want to do", default=", ".join(PATHS)),
    Entry("topics", ListOf(Text(like="privacy")), "what it is about, in a word or two each"),
    Entry("date", Day(), "the day of what it says"),
    Entry("review_by", Day(), "after this day a check warns"),
    Entry("author", Text(like="Amal Haddad"), "who wrote it, for colleagues"),
    Entry("footer", YesNo(), "`yes`: every page leads to it from its foot", default="no"),
    Entry("order", Whole(1, 1000), "its place in the foot, the lowest first", otherwise="after those that have one"),
    SILENCE,
    slips={
        "title": TITLE,
        "summary": "description abstract intro subtitle excerpt",
        "language": "lang locale",
        "topics": "tags keywords topic",
        "date": "day published updated",
        "review_by": "review review-date expires review-after",
        "author": "by writer",
        "footer": "foot in_footer menu",
        "order": "weight position place",
    },
)
_GAP = re.compile(r"\{\s*([A-Za-z][A-Za-z_-]*(?:\.[A-Za-z_-]+)+|[Ii]ssuer)\s*\}")
_FACTS = ("issuer.name", "issuer.url", "issuer.email", "issuer.description")
_LAST = 1001
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_ROW = re.compile(r"\s*\|?(.*?)\|?\s*")


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page of the site's own. What follows its head is its file's, while the site is compiled."""

    id: str
    title: str
    summary: str
    language: str
    html: str
    paths: tuple[str, ...] = ()
    level: str = ""
    topics: tuple[str, ...] = ()
    date: dt.date | None = None
    footer: bool = False
    order: int = _LAST
    head: Head = field(default=NOWHERE, compare=False, repr=False)
    gaps: tuple[Ref, ...] = field(default=(), compare=False, repr=False)
    reviews: tuple[tuple[dt.date, Place], ...] = field(default=(), compare=False, repr=False)


def read_page(source: SourceFile, findings: Findings) -> SitePage | None:
    document = read_document(source, findings, KEYS)
    if document is None:
        return None
    fields = document.fields
    read = read_prose(document.body, findings)
    head = document.named_head(source.path.rpartition("/")[2], read.links, read.anchors)
    reviews = list(_days_checked(document.body, findings))
    if (day := fields.date("review_by")) is not None:
        reviews.append((day, fields.place_of("review_by")))
    fields.text("author")
    _report_in_front(fields, findings)
    return SitePage(
        head.id,
        fields.text("title"),
        fields.text("summary"),
        read_language(fields),
        read.html,
        fields.words("paths"),
        fields.word("level"),
        tuple(scalar.text.strip() for scalar in fields.texts("topics")),
        fields.date("date"),
        fields.yes_no("footer"),
        fields.whole("order") or _LAST,
        head,
        tuple(_gaps(document.body)),
        tuple(reviews),
    )


def _report_in_front(fields: Fields, findings: Findings) -> None:
    for key in ("title", "summary"):
        if found := _GAP.search(fields.text(key)):
            message = f"Nothing fills the gap `{{{found[1]}}}` here: it is shown as it is written."
            findings.add(fields.place_of(key), "P201", message, "Write the words themselves; gaps stand in the text.")


def _gaps(body: Body) -> Iterator[Ref]:
    """Each `{issuer.name}` and the like, with its place."""
    for n, line in enumerate(body.lines, body.first_line):
        for gap in _GAP.finditer(line):
            yield Ref(gap[1], Place(body.file, n, gap.start() + 1, n, gap.end() + 1))


def _days_checked(body: Body, findings: Findings) -> Iterator[tuple[dt.date, Place]]:
    """Until when each row of a table holds that says in a column `checked` when somebody looked."""
    column = -1
    for n, line in enumerate(body.lines, body.first_line):
        cells = [cell.strip() for cell in _ROW.fullmatch(line)[1].split("|")] if "|" in line else []  # type: ignore[index]
        if not cells:
            column = -1
        elif "checked" in map(str.lower, cells):
            column = [cell.lower() for cell in cells].index("checked")
        elif column >= 0 and any(cell.strip(":-") for cell in cells):
            cell = cells[column] if column < len(cells) else ""
            start = line.rfind(cell) + 1 if cell else 1
            place = Place(body.file, n, start, n, start + len(cell or line))
            try:
                day = dt.date.fromisoformat(_DAY.fullmatch(cell)[0]) + _CHECKED_FOR  # type: ignore[index]
            except (ValueError, OverflowError, TypeError):
                message = "This row does not say on which day somebody checked it."
                findings.add(place, "S207", message, "Write the day, year first, such as 2027-03-05.")
            else:
                yield day, place


def filled(html: str, issuer: Issuer | None) -> str:
    """A text with the operator's own facts in its gaps; addresses are links."""
    facts = {"issuer.name": "", "issuer.url": "", "issuer.email": "", "issuer.description": ""}
    if issuer is not None:
        facts["issuer.name"], facts["issuer.description"] = escape(issuer.name), escape(issuer.description)
        facts["issuer.url"] = _link(issuer.url, issuer.url)
        facts["issuer.email"] = _link(contact.link_of(issuer), contact.address_of(issuer))
    return _GAP.sub(lambda gap: facts.get(gap[1], gap[0]), html)


def _link(address: str, text: str) -> str:
    return f'<a class="address" href="{escape(address)}">{escape(text)}</a>' if address else ""


def _start(world: World, name: str) -> Files:
    return {
        f"content/pages/{name}.md": (
            f"---\ntitle: {title_of(name)}\nsummary: {words.PAGE_SUMMARY}\nfooter: yes\n---\n\n{words.PAGE}\n\n"
            "Write to us: {issuer.email}\n"
        )
    }


class PageKind(Kind):
    name = "page"
    place = 9
    files = ("content/pages/*.md",)
    keys = KEYS
    called = "page"
    family = "pages"
    has_page = True
    media = "content/pages/media"
    publication = True
    page = Page("/pages/<id>", "pages/page.html", _("There is no such page."), own=OWN, same_for_all=(HARD_DAY,))
    translation = Translation(
        entries=(TRANSLATED_TITLE, Entry("summary", Text(), "the sentence for lists", otherwise="the original's")),
        texts=("title", "summary"),
    )
    starter = Starter("A page of the site's own, such as privacy or help.", _start)

    def read(self, source: SourceFile, findings: Findings) -> SitePage | None:
        return read_page(source, findings)

    def reviews(self, world: World) -> Iterator[tuple[dt.date, Place]]:
        for page in world.of(self.name).values():
            yield from page.reviews

    def check(self, world: World, findings: Findings) -> None:
        for page in world.of(self.name).values():
            _check_gaps(page.gaps, world.issuer, findings)
        for part in world.translations.values():
            if part.kind == self.name:
                for text in part.texts.values():
                    _check_gaps([Ref(gap, text.place) for gap in _GAP.findall(text.shown)], world.issuer, findings)
        _check_missing(world, findings)

    def made(self, world: World, part: SitePage, fill: Fill) -> SitePage:
        return replace(part, html=fill(part.html), head=NOWHERE, gaps=(), reviews=())

    def finished(self, world: World, thing: SitePage) -> SitePage:
        return replace(thing, html=filled(thing.html, world.issuer_in(thing.language)))

    def at_the_foot(self, catalog: Catalog) -> list[SitePage]:
        things = catalog.others.get(self.name, {}).values()
        return sorted((one for one in things if one.footer), key=lambda one: (one.order, one.id))


def _check_gaps(gaps: list[Ref] | tuple[Ref, ...], issuer: Issuer | None, findings: Findings) -> None:
    for name, place in gaps:
        if name not in _FACTS:
            message = f"Nothing fills the gap `{{{name}}}`."
            findings.add(place, "P201", message, f"Write one of {', '.join(f'`{{{one}}}`' for one in _FACTS)}.")
        elif issuer is None or not getattr(issuer, name.partition(".")[2]):
            message = f"The gap `{{{name}}}` stays empty: certificates/issuer.md does not say it."
            findings.add(place, "P202", message, f"Add `{name.partition('.')[2]}` to certificates/issuer.md.")


def _check_missing(world: World, findings: Findings) -> None:
    there = {*world.of(KIND.name), *(path.rpartition("/")[2] for path in world.hidden)}
    for name in NEEDED if world.issuer is not None else ():
        if name not in there:
            message = f"This site has no page `{name}`, and people look for it."
            findings.warn(world.issuer.head.start, "P203", message, f"Write it: lms content new page {name}")  # type: ignore[union-attr]


KIND = PageKind()
