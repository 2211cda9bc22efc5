"""HTML as people and their editors write it, as a tree. Never refused: what is left open is closed."""

from __future__ import annotations

from html.parser import HTMLParser

from lms.interchange.report import CannotCarry
from lms.interchange.tree import MOST_LEVELS, Node

MOST_CHARACTERS = 64 * 1024
"""The most that one text of a question may hold: no block of ours could."""

_NAMES_OF_VOID = "area base br col embed hr img input link meta source track wbr"
_VOID = frozenset(_NAMES_OF_VOID.split())
_CLOSED_BY: dict[str, frozenset[str]] = {
    "li": frozenset({"li"}),
    "p": frozenset({"p"}),
    "tr": frozenset({"tr", "td", "th"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "option": frozenset({"option"}),
}
_NAMES_OF_BLOCKS = """address article aside blockquote div dl figure footer form h1 h2 h3 h4 h5 h6 header hr main nav
    ol p pre section table ul"""
_BLOCKS = frozenset(_NAMES_OF_BLOCKS.split())
_BOUNDARIES = frozenset({"table", "ul", "ol", "dl", "body"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("body")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._close(frozenset({"p"}))
        if tag in _CLOSED_BY:
            self._close(_CLOSED_BY[tag])
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in _VOID and len(self.open) < MOST_LEVELS - 10:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for n in range(len(self.open) - 1, 0, -1):
            if self.open[n].tag == tag:
                del self.open[n:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def _close(self, tags: frozenset[str]) -> None:
        """Ends the nearest such element, unless a list or a table stands between."""
        for n in range(len(self.open) - 1, 0, -1):
            if self.open[n].tag in tags:
                del self.open[n:]
                return
            if self.open[n].tag in _BOUNDARIES:
                return


def read_html(text: str) -> Node:
    """The content of a stretch of HTML, under an element of its own. Raises CannotCarry where it is too long."""
    if len(text) > MOST_CHARACTERS:
        raise CannotCarry(f"one of its texts is longer than {MOST_CHARACTERS:,} characters")
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.root
