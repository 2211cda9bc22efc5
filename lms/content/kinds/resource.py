"""A resource: a guide, a template, a source card, a kit or a link, to be used between two lessons."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from lms.content.reading import placeholders as words
from lms.content.reading.body import Read
from lms.content.reading.documents import Document
from lms.content.reading.kind import Files, Fill, Listing, Page, Starter
from lms.content.reading.names import id_of_name, title_of
from lms.content.reading.publication import Examples, Publication, PublicationKind, Shared, keys_of
from lms.content.reading.site import World
from lms.sources.diagnostics import Edit, Findings
from lms.sources.fields import Fields
from lms.sources.files import SourceFile
from lms.sources.links import Link, fault_of_web_address, has_scheme, relative_link
from lms.sources.tables import Entry, Name, Text, Word, YesNo
from lms.sources.yamltext import shorten
from lms.wording.phrases import _

GUIDE, LINK = "guide", "link"
KINDS = (GUIDE, "template", "source-card", "kit", LINK)
_CALLED = {
    GUIDE: _("Guide"),
    "template": _("Template"),
    "source-card": _("Source card"),
    "kit": _("Kit"),
    LINK: _("Link"),
}
MONTH = r"[0-9]{4}-(?:0[1-9]|1[0-2])"
KEYS = keys_of(
    "resource",
    Examples("A one-page ask", "one-page-ask", "the-ask", "One page that asks for one thing.", "meetings"),
    Entry("kind", Word(KINDS), "what it is; a `link` leads elsewhere, and has an `address`", default=GUIDE),
    Entry("address", Text(r"\s*https://\S+\s*", "https://example.org/guide"), "where a `link` leads"),
    Entry(
        "month", Text(rf"\s*{MONTH}\s*", "2027-03"), "the month that it belongs to", otherwise="that of its file's name"
    ),
    Entry("print", YesNo(), "`yes`: it prints on one page", default="no"),
    Entry("file", Name(("file",), "media/one-page.pdf"), "a file to download, in the folder `media`"),
    slips={
        "kind": "type category",
        "address": "url href link website web",
        "month": "issue edition",
        "print": "printable one-page",
        "file": "download attachment pdf media",
    },
)
_LINK_HAS_ADDRESS = {
    "if": {"properties": {"kind": {"const": LINK}}, "required": ["kind"]},
    "then": {"required": ["address"]},
    "else": {"properties": {"address": False}},
}
_MONTH = re.compile(MONTH, re.ASCII)
_IN_NAME = re.compile(rf"({MONTH})-(?=.)", re.ASCII)
_MOST_WORDS = 520
"""About as many as a page takes at the size in which it is printed."""


@dataclass(frozen=True, slots=True)
class Resource(Publication):
    """Something to use. `file` is the address of what can be downloaded, `address` where a link leads."""

    kind: str = GUIDE
    month: str = ""
    one_page: bool = False
    file: str = ""
    address: str = ""
    download: Link | None = field(default=None, compare=False, repr=False, kw_only=True)


def _id_in(name: str) -> str:
    """The name of a file without the month before it."""
    return _IN_NAME.sub("", name, count=1)


def _month(fields: Fields, name: str) -> str:
    """That of the front matter, else that of the file's name. Where the two differ nobody knows which counts."""
    found = _IN_NAME.match(name)
    own = "" if found is None else found[1]
    scalar = fields.scalar("month")
    if scalar is None:
        return own
    month = scalar.text.strip()
    if not _MONTH.fullmatch(month):
        message = f"`month` is `{shorten(month)}`, which is not a month."
        meant = _month_meant(month)
        help = f"Did you mean `{meant}`?" if meant else "Write the year and the month, such as 2027-03."
        fields.findings.add(scalar.place, "S207", message, help, edits=(Edit(scalar.place, meant),) if meant else ())
        return own
    if own and own != month:
        message = f"The month is {month} here, and {own} in the name of the file."
        fields.findings.add(scalar.place, "P206", message, "Keep one of the two.")
    return month


def _month_meant(written: str) -> str:
    found = re.fullmatch(r"([0-9]{4})[-/. ]([0-9]{1,2})(?:[-/. ][0-9]{1,2})?", written, re.ASCII)
    return f"{found[1]}-{int(found[2]):02}" if found is not None and 1 <= int(found[2]) <= 12 else ""


def _address(fields: Fields, kind: str) -> str:
    scalar = fields.scalar("address")
    if kind != LINK:
        if scalar is not None:
            message = f"A {kind} has no address elsewhere: only a link leads away."
            fields.findings.add(fields.key_place("address"), "P207", message, "Write `kind: link`, or take it out.")
        return ""
    if scalar is None:
        if not fields.has("address") and not fields.is_misspelt("address"):
            message = "This link does not say where it leads."
            fields.findings.add(fields.place_of("kind"), "P207", message, "Add a line `address: https://…`.")
        elif not fields.is_misspelt("address"):
            fields.missing("address")
        return ""
    address = scalar.text.strip()
    if any(one.isspace() for one in address) or not address.startswith("https:") or fault_of_web_address(address):
        message = f"`{shorten(address)}` is not the address of a page."
        help = fault_of_web_address(address) or "Write it whole, such as https://example.org/guide."
        fields.findings.add(scalar.place, "P207", message, help)
        return ""
    return address


def _download(document: Document) -> Link | None:
    scalar = document.fields.scalar("file")
    if scalar is None:
        return None
    written = scalar.text.strip()
    if has_scheme(written):
        message = f"`file` names a file of this site, and this is not one: {shorten(written)}"
        help = "Put the file into the folder `media`; what lies elsewhere is a link in the text."
        document.findings.add(scalar.place, "P208", message, help)
        return None
    return relative_link(written, document.file, scalar.place, False, document.findings)


def _start(world: World, name: str) -> Files:
    return {
        f"content/resources/{name}.md": (
            f"---\ntitle: {title_of(name)}\nsummary: {words.RESOURCE_SUMMARY}\nkind: {GUIDE}\n---\n\n{words.RESOURCE}\n"
        )
    }


class ResourceKind(PublicationKind):
    name = "resource"
    place = 12
    files = ("content/resources/*.md",)
    keys = KEYS
    depends = {KEYS.what: _LINK_HAS_ADDRESS}
    called = "resource"
    family = "resources"
    media = "content/resources/media"
    page = Page(
        "/resources/<id>",
        "resources/resource.html",
        _("There is no such resource."),
        all=Listing(_("Resources"), _("Guides, templates and cards for the days between two lessons."), by_month=True),
    )
    starter = Starter("A resource: a guide, a template, a card, a kit or a link.", _start)

    def id_of(self, source: SourceFile) -> str:
        return _id_in(source.path.rpartition("/")[2])

    def hidden_path(self, world: World, file: str) -> str:
        return f"{self.family}/{id_of_name(_id_in(file.rpartition('/')[2]))}"

    def read_own(self, document: Document, body: Read, shared: Shared) -> Resource:
        fields, head = document.fields, shared["head"]
        kind = fields.word("kind")
        download = _download(document)
        if download is not None:
            shared["head"] = head._replace(links=(*head.links, download))
        if _MONTH.fullmatch(head.id):
            message = f"The id `{head.id}` reads as a month, and every month has a page of that name."
            document.findings.add(head.id_place, "P206", message, "Give it an id of words.")
        one_page = fields.yes_no("print")
        if one_page and len(document.body.text.split()) > _MOST_WORDS:
            message = f"This has more than {_MOST_WORDS} words, so it hardly prints on one page."
            document.findings.warn(fields.place_of("print"), "P209", message, "Make it shorter, or take `print` out.")
        return Resource(
            **shared,
            kind=kind,
            month=_month(fields, document.file.rpartition("/")[2]),
            one_page=one_page,
            address=_address(fields, kind),
            download=download,
        )

    def check(self, world: World, findings: Findings) -> None:
        super().check(world, findings)
        for one in world.of(self.name).values():
            link = one.download
            if link is not None and link.target in world.tree.files and not link.target.startswith(f"{self.media}/"):
                message = f"What can be downloaded lies in the folder `media`: {shorten(link.written)}"
                findings.add(link.place, "P208", message, "Move the file into content/resources/media.")

    def made(self, world: World, part: Resource, fill: Fill) -> Resource:
        file = "" if part.download is None else fill(part.download.open_address)
        shared: Resource = super().made(world, part, fill)
        return replace(shared, file=file, download=None)

    def in_order(self, things: Iterable[Resource]) -> list[Resource]:
        """The latest month first, then by title; those of no month come last."""
        by_title = sorted(things, key=lambda one: (one.title.casefold(), one.id))
        return sorted(by_title, key=lambda one: one.month, reverse=True)

    def label(self, thing: Resource) -> str:
        return _CALLED[thing.kind]

    def told(self, thing: Resource) -> dict[str, Any]:
        return {
            "kind": thing.kind,
            "month": thing.month or None,
            "print": thing.one_page,
            "file": thing.file or None,
            "address": thing.address or None,
        }


KIND = ResourceKind()
