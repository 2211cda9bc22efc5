"""A page of the site's own: who stands behind it, how to get help, what is kept, whom to write to."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lms.content.reading import placeholders as words
from lms.content.reading.body import Read
from lms.content.reading.documents import Body, Document
from lms.content.reading.kind import Files, Page, Starter
from lms.content.reading.model import Catalog
from lms.content.reading.names import title_of
from lms.content.reading.publication import Examples, Publication, PublicationKind, Shared, keys_of
from lms.content.reading.site import World
from lms.sources.diagnostics import Findings, Place
from lms.sources.tables import Entry, Whole, YesNo
from lms.wording.phrases import _

NEEDED = ("contact", "privacy", "accessibility")
"""What the law or common sense asks every site for."""

OWN = ("about", "help", *NEEDED, "terms", "hard-day")
"""The pages that every site may have right under its root."""

HARD_DAY = "hard-day"
_CHECKED_FOR = dt.timedelta(days=180)
KEYS = keys_of(
    "page",
    Examples("Who keeps what", "privacy", "data-protection", "What is kept of you, and for how long.", "privacy"),
    Entry("footer", YesNo(), "`yes`: every page leads to it from its foot", default="no"),
    Entry("order", Whole(1, 1000), "its place in the foot, the lowest first", otherwise="after those that have one"),
    slips={"footer": "foot in_footer menu", "order": "weight position place"},
)
_LAST = 1001
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_ROW = re.compile(r"\s*\|?(.*?)\|?\s*")


@dataclass(frozen=True, slots=True)
class SitePage(Publication):
    """A page of the site's own."""

    footer: bool = False
    order: int = _LAST


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


def _start(world: World, name: str) -> Files:
    return {
        f"content/pages/{name}.md": (
            f"---\ntitle: {title_of(name)}\nsummary: {words.PAGE_SUMMARY}\nfooter: yes\n---\n\n{words.PAGE}\n\n"
            "Write to us: {issuer.email}\n"
        )
    }


class PageKind(PublicationKind):
    name = "page"
    place = 9
    files = ("content/pages/*.md",)
    keys = KEYS
    called = "page"
    family = "pages"
    media = "content/pages/media"
    page = Page("/pages/<id>", "pages/page.html", _("There is no such page."), own=OWN, same_for_all=(HARD_DAY,))
    starter = Starter("A page of the site's own, such as privacy or help.", _start)

    def read_own(self, document: Document, body: Read, shared: Shared) -> SitePage:
        shared["reviews"] = (*_days_checked(document.body, document.findings), *shared["reviews"])
        fields = document.fields
        return SitePage(**shared, footer=fields.yes_no("footer"), order=fields.whole("order") or _LAST)

    def check(self, world: World, findings: Findings) -> None:
        super().check(world, findings)
        there = {*world.of(self.name), *(path.rpartition("/")[2] for path in world.hidden)}
        for name in NEEDED if world.issuer is not None else ():
            if name not in there:
                message = f"This site has no page `{name}`, and people look for it."
                findings.warn(world.issuer.head.start, "P203", message, f"Write it: lms content new page {name}")  # type: ignore[union-attr]

    def at_the_foot(self, catalog: Catalog) -> list[SitePage]:
        things = catalog.others.get(self.name, {}).values()
        return sorted((one for one in things if one.footer), key=lambda one: (one.order, one.id))


KIND = PageKind()
