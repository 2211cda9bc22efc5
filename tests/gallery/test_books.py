"""A course as a book in another language: every word in it says which language it is in."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from lms.content.compiling.compiler import compile_catalog
from lms.content.reading.model import Catalog
from lms.interchange import printed
from lms.interchange.epub import as_epub
from lms.interchange.offline import as_pages
from lms.interchange.tree import Node
from lms.interchange.xhtml import page
from lms.sources.files import tree_of
from tests.gallery.reading import Piece, strangers, unwritten, vocabulary
from tests.gallery.texts import FILES

LESSON = "content/courses/welcome/every-kind.es.md"
VOID = frozenset({"br", "hr", "img", "link", "meta"})
NAMES = ("alt", "aria-label", "title")


class Pieces(HTMLParser):
    """The runs of text of a page, each with the language of what it stands in."""

    def __init__(self) -> None:
        super().__init__()
        self.languages = [("", "")]
        self.found: list[Piece] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        language = known.get("lang") or known.get("xml:lang") or self.languages[-1][1]
        self.found += [Piece(language, words) for name in NAMES if (words := known.get(name))]
        if tag not in VOID:
            self.languages.append((tag, language))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.languages[-1][0] == tag:
            self.languages.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(Piece(self.languages[-1][1], data.strip()))


@cache
def spanish() -> Catalog:
    files = {path: text.encode() for path, text in FILES.items()}
    files[LESSON] = files[LESSON].replace(b"title: Preguntas de todo tipo\n", b"")
    files["certificates/issuer.md"] = (
        b"---\nname: El Programa\nurl: https://programme.example\nemail: a@b.example\n---\n"
    )
    catalog, _ = compile_catalog(tree_of(files), today=date(2026, 11, 30))
    assert catalog is not None
    return catalog.edition(["es"])


def read(pages: Iterator[str]) -> list[Piece]:
    reader = Pieces()
    for text in pages:
        reader.feed(text)
        reader.languages = [("", "")]
    return reader.found


def unzipped(content: bytes) -> list[Piece]:
    package = zipfile.ZipFile(BytesIO(content))
    names = [name for name in package.namelist() if name.endswith("html")]
    return read(package.read(name).decode() for name in names)


def on_paper(monkeypatch: pytest.MonkeyPatch) -> list[Piece]:
    drawn: list[str] = []

    def kept(root: Node) -> bytes:
        drawn.append(page(root).decode())
        return page(root)

    monkeypatch.setattr(printed, "page", kept)
    printed.as_pdf(spanish(), "welcome")
    return read(iter(drawn))


MAKERS: dict[str, Callable[[pytest.MonkeyPatch], list[Piece]]] = {
    "epub": lambda _: unzipped(as_epub(spanish(), "welcome").content),
    "html": lambda _: unzipped(as_pages(spanish(), "welcome").content),
    "pdf": on_paper,
}


@pytest.mark.parametrize("form", MAKERS)
def test_every_word_of_a_book_is_marked_with_its_language(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = MAKERS[form](monkeypatch)
    written = vocabulary([*(text for path, text in FILES.items() if path.endswith(".es.md")), "El Programa"])
    assert strangers(found) + unwritten(found, "es", written) == []
    english = [piece.words for piece in found if piece.language == "en"]
    assert {"True", "or", "About 12 minutes"} <= set(english)


def test_what_a_book_says_of_itself_to_programs_is_marked_too() -> None:
    package = zipfile.ZipFile(BytesIO(as_epub(spanish(), "welcome").content)).read("EPUB/package.opf").decode()
    assert '<meta property="schema:accessibilitySummary" xml:lang="en">Text with headings' in package


def test_a_pdf_tags_our_words_as_english() -> None:
    """Each stretch of them is a span with a language of its own; the file as a whole is in Spanish."""
    pdf = PdfReader(BytesIO(printed.as_pdf(spanish(), "welcome").content))
    assert str(pdf.root_object["/Lang"]) == "es"
    kinds = [
        (str(one["/S"]), str(one["/Lang"])) for one in elements(pdf.root_object["/StructTreeRoot"]) if "/Lang" in one
    ]
    assert len(kinds) > 20
    assert set(kinds) == {("/Span", "en")}
    assert not any(one.get("/S") == "/Art" for one in elements(pdf.root_object["/StructTreeRoot"]))


def elements(root: Any) -> Iterator[Any]:
    """The elements of a PDF's tree of tags."""
    waiting = [root]
    while waiting:
        one = waiting.pop().get_object()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            yield one
            waiting += [one["/K"]] if "/K" in one else []
