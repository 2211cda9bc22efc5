"""A page's words with their languages, read from its HTML alone."""

from __future__ import annotations

from html.parser import HTMLParser

from tests.gallery.reading import Piece

VOID = frozenset(
    {"br", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "path", "circle", "rect", "line"}
)
NO_WORDS = frozenset({"title", "script", "style", "textarea", "code", "pre", "kbd", "samp"})
"""The title of a page is mostly an author's, and nothing can mark its parts."""

SAID = ("alt", "aria-label", "aria-description", "aria-valuetext", "placeholder", "title")


def pieces(html: str) -> list[Piece]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.pieces


class _Reader(HTMLParser):
    """`open` is each element around, with its language, and whether what is in it is a name or no words at all."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[Piece] = []
        self._open: list[tuple[str, str, bool]] = [("", "", False)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        _, language, own = self._open[-1]
        language = given.get("lang", language)
        named = given.get("dir") == "auto" or given.get("class") == "brand" or "serial" in given.get("class", "")
        named = named or given.get("translate") == "no" or (tag == "bdi" and "lang" not in given)
        own = own or tag in NO_WORDS or named
        self.pieces += [Piece(language, given[name], own) for name in SAID if given.get(name, "").strip()]
        if tag not in VOID:
            self._open.append((tag, language, own))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One that holds nothing, as those of a drawing: it closes nothing around it."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        while len(self._open) > 1 and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        _, language, own = self._open[-1]
        if data.strip():
            self.pieces.append(Piece(language, " ".join(data.split()), own))
