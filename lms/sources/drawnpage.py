"""A text of an author while it is being drawn: where its words stand, and what is met in it on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Protocol

from markdown_it.common.normalize_url import normalizeLink
from markdown_it.token import Token

from lms.sources.characters import shorten
from lms.sources.diagnostics import Findings, Place
from lms.sources.files import MOST_BYTES
from lms.sources.links import WORD, Link, fault_of_web_address, has_scheme, relative_link
from lms.sources.quickline import escape

_WORDLESS = re.compile(r"[^\w\s-]|_")
_HTML = re.compile(r"<[^>]*>")
_BEFORE_ADDRESS = ("](", "](<", "]: ", "]:", "<", "")


class Written(Protocol):
    """A text of an author that knows where it stands: a scalar of YAML, or the body of a file."""

    @property
    def text(self) -> str: ...

    @property
    def place(self) -> Place: ...

    def find(self, words: str, after: int = -1) -> tuple[Place, int] | None: ...


@dataclass(slots=True)
class Page:
    """One text being drawn, and what was met on the way: its headings' ids and the links to other files.

    `top` is the level of its highest headings; a text that begins lower or higher is shifted as a whole. Without
    `anchors` its headings get no ids, as where several texts share a page.
    """

    written: Written
    findings: Findings
    links: list[Link] = field(default_factory=list)
    anchors: dict[str, int] | None = field(default_factory=dict)
    top: int = 2
    shift: int = 0
    level: int = 0
    closing: list[str] = field(default_factory=list)
    met: dict[str, int] = field(default_factory=dict)
    noted: set[str] = field(default_factory=set)
    waiting: list[Token] = field(default_factory=list)

    @property
    def keeps_notes(self) -> bool:
        """Whether it can have footnotes: their names would be those of another text on the same page."""
        return self.anchors is not None

    def word(self, name: str) -> str:
        """Stands for a word that the page says itself, until the language of the text is known."""
        link = Link(self.written.place, "", name, "", picture=False, role=WORD)
        if link not in self.links:
            self.links.append(link)
        return link.open_address

    def place(self, words: str, before: tuple[str, ...] = ("",)) -> Place:
        """The place of these words, the next time that they are met, after one of the signs that stand before them."""
        for sign in before:
            found = self.written.find(sign + words, self.met.get(sign + words, -1))
            if found is not None:
                place, self.met[sign + words] = found
                return replace(place, column=place.column + len(sign))
            # It will not be found the next time either: there is nothing more to look through.
            self.met[sign + words] = len(self.written.text) + MOST_BYTES
        return self.written.place

    def link_place(self, written: str) -> Place:
        return self.place(written, _BEFORE_ADDRESS) if written else self.place("]()")

    def address(self, written: str, picture: bool) -> str | None:
        """What goes into `href` or `src`, None where the link is refused."""
        if picture and has_scheme(written):
            message = f"A picture must be a file of this site: {shorten(written)}"
            help = "Put it into the course's folder `media`, and name it: media/name.jpg"
            self.findings.add(self.link_place(written), "M104", message, help)
            return None
        if not written.strip():
            help = "Write an address between the round brackets."
            self.findings.add(self.link_place(written), "M102", "This link leads nowhere.", help)
            return None
        if has_scheme(written):
            help = fault_of_web_address(written)
            if not help:
                return normalizeLink(written)
            message = f"This link cannot be followed: {shorten(written)}"
            self.findings.add(self.link_place(written), "M102", message, help)
            return None
        place = self.link_place(written)
        link = relative_link(written, self.written.place.file, place, picture, self.findings)
        if link is None:
            return None
        self.links.append(link)
        return link.open_address

    def anchor(self, html: str, own: str = "") -> str:
        """The id of a heading as an attribute: its own name, or its words with a number from the second time on."""
        if self.anchors is None:
            return ""
        if own:
            place = self.place(f"{{#{own}}}")
            if own in self.anchors:
                message = f"There is a heading of this name already: {shorten(own)}"
                self.findings.warn(place, "M117", message, "Give this one another name, or none.")
                return self.anchor(own)
            self.anchors[own] = 1
            return f' id="{own}"'
        words = _WORDLESS.sub("", unescape(_HTML.sub("", html)).lower())
        plain = "-".join(words.replace("-", " ").split())[:80].rstrip("-") or "section"
        name, n = plain, self.anchors.get(plain, 0) + 1
        while n > 1 and (name := f"{plain}-{n}") in self.anchors:
            n += 1
        self.anchors[plain] = n
        self.anchors.setdefault(name, 1)
        return f' id="{escape(name)}"'
