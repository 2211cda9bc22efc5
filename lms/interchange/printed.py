"""A course as one accessible PDF, PDF/UA-1: the one module here that imports WeasyPrint.

Importing it takes half a second and tens of megabytes, so import it where something is drawn, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unicodedata import category, name
from urllib.parse import unquote

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from lms.content.reading.model import Catalog
from lms.interchange.book import MEDIA_TYPES, Shape, make_book, with_levels
from lms.interchange.chapters import Book, Chapter, direction
from lms.interchange.exporting import Exported
from lms.interchange.offline import style
from lms.interchange.report import Fate, Note
from lms.interchange.tree import Node, el
from lms.interchange.xhtml import page

VARIANT = "pdf/ua-1"
SHAPE = Shape(one_page=True)
_BASE = "https://book.invalid/"
_OURS, _TAG_OF_OURS = "article", "/Art"


class OwnFiles(URLFetcher):  # type: ignore[misc]
    """Answers with the pictures of a book at hand, and refuses every other address."""

    def __init__(self, media: dict[str, bytes]) -> None:
        super().__init__(allowed_protocols=())
        self._media = media

    def fetch(self, url: str, headers: Any = None) -> Any:
        name = unquote(url.removeprefix(_BASE)) if url.startswith(_BASE) else ""
        if name not in self._media:
            raise PermissionError(f"{url[:200]} is not a picture of this book")
        kind = MEDIA_TYPES["." + name.rpartition(".")[2]]
        return URLFetcherResponse(url, self._media[name], {"Content-Type": kind})


def _any(_letter: str) -> bool:
    return True


def as_pdf(catalog: Catalog, course_id: str, prints: Callable[[str], bool] = _any) -> Exported:
    """The whole course, with a table of contents and bookmarks: the same content gives the same bytes.

    `prints` tells whether some font at hand has a letter: those that none has are told.
    """
    book = make_book(catalog, course_id, SHAPE)
    fetcher = OwnFiles(book.media)
    fonts = FontConfiguration()
    sheet = CSS(string=style("print"), base_url=_BASE, url_fetcher=fetcher, font_config=fonts)
    whole = _whole(book)
    _tag_ours(whole)
    source = HTML(string=page(whole).decode(), base_url=_BASE, url_fetcher=fetcher)
    drawn = source.render(stylesheets=[sheet], font_config=fonts, pdf_variant=VARIANT)
    drawn.metadata.title = book.course.title
    drawn.metadata.description = book.course.summary
    drawn.metadata.authors = [book.publisher] if book.publisher else []
    drawn.metadata.lang = book.course.language
    identifier = bytes.fromhex(book.fingerprint)[:16]
    content: bytes = drawn.write_pdf(
        pdf_variant=VARIANT, pdf_identifier=identifier, finisher=lambda _, written: _say_english(written)
    )
    return Exported(content, (*book.notes, *_empty_boxes(whole.text, prints)))


def sheet(html: str) -> bytes:
    """A page of ours on paper, in the style of a book; it names no picture, and nothing is fetched for it."""
    fetcher, fonts = OwnFiles({}), FontConfiguration()
    style_of_books = CSS(string=style("print"), base_url=_BASE, url_fetcher=fetcher, font_config=fonts)
    source = HTML(string=html, base_url=_BASE, url_fetcher=fetcher)
    content: bytes = source.write_pdf(stylesheets=[style_of_books], font_config=fonts, pdf_variant=VARIANT)
    return content


def _tag_ours(whole: Node) -> None:
    """Put our words into an element that no author's text has, and that keeps a tag of its own in a PDF."""
    for node in whole.walk():
        if node.tag == "bdi":
            node.tag = _OURS


def _say_english(pdf: Any) -> None:
    """WeasyPrint tags no language but that of the whole file: here each stretch of our words says its own."""
    for one in pdf.objects:
        if isinstance(one, dict) and one.get("S") == _TAG_OF_OURS:
            one.update({"S": "/Span", "Lang": "(en)"})


def _empty_boxes(text: str, prints: Callable[[str], bool]) -> list[Note]:
    """The letters that are not in any font: the PDF shows a box for each, and is PDF/UA-1 no more."""
    seen = (letter for letter in sorted(set(text)) if category(letter)[0] in "LNPS" and not prints(letter))
    what = "no font on this machine has it, so a box stands for it, and the file does not keep PDF/UA-1"
    return [Note(Fate.CHANGED, f"{one}, {name(one, f'U+{ord(one):04X}').lower()}", 0, what) for one in seen]


def _whole(book: Book) -> Node:
    course, words = book.course, book.words()
    publisher = [el("p", book.publisher, class_="publisher")] if book.publisher else []
    has_parts = any(part.title for part in book.parts)
    level = 3 if has_parts else 2
    body: list[Node | str] = [
        el("section", book.title("h1"), *book.summary(), *publisher, class_="cover", id="index"),
        _contents(book),
    ]
    if book.about:
        body.append(
            el("section", words("h2", "About this course", id="about"), *with_levels(book.about, 3), class_="chapter")
        )
    for part in book.parts:
        for n, chapter in enumerate(part.chapters):
            heading = [el("h2", part.title, class_="part")] if part.title and n == 0 else []
            body.append(_chapter(book, chapter, level if part.title or not has_parts else 2, heading))
    head = el("head", el("meta", charset="utf-8"), el("title", course.title))
    return el("html", head, el("body", *body), lang=course.language, dir=book.direction)


def _contents(book: Book) -> Node:
    words = book.words()
    rows: list[Node | str] = []
    if book.about:
        # Around the link: there may be nothing but words in one, see `book._plain_link`.
        rows.append(words("li", el("a", "About this course", href="#about")))
    for part in book.parts:
        own = [el("li", one.titled("a", book.course.language, href=f"#{one.name}")) for one in part.chapters]
        rows += [el("li", el("p", part.title), el("ul", *own))] if part.title else own
    return el("section", words("h2", "Contents"), el("ul", *rows), class_="contents")


def _chapter(book: Book, chapter: Chapter, level: int, heading: list[Node]) -> Node:
    words = chapter.words()
    answers: list[Node | str] = []
    if chapter.answers:
        answers = [words(f"h{level + 1}", "Answers", class_="answers-title"), *chapter.answers]
    return el(
        "section",
        *heading,
        chapter.titled(f"h{level}", chapter.language, class_="title", id=chapter.name),
        words("p", f"About {chapter.minutes} minutes", class_="quiet"),
        *with_levels(chapter.content, level + 1),
        *answers,
        class_="chapter",
        lang=chapter.language,
        dir=direction(chapter.language),
    )
