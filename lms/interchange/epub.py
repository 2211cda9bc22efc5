"""A course as an EPUB 3 book, with what readers of every kind need: language, order, contents, alternative texts."""

from __future__ import annotations

from lms.content.reading.model import Catalog
from lms.interchange.book import MEDIA_TYPES, Shape, make_book, with_levels
from lms.interchange.chapters import Book, Chapter, direction, properties_of
from lms.interchange.exporting import Exported
from lms.interchange.offline import style
from lms.interchange.packages import packed
from lms.interchange.tree import Node, el
from lms.interchange.xhtml import document

SHAPE = Shape(ending=".xhtml")
_XHTML = "http://www.w3.org/1999/xhtml"
_OPS = "http://www.idpf.org/2007/ops"
# A book has to name the moment of its last change. Ours changes with its content and with nothing else, and the
# content names no moment: so it is always this one, and the identifier tells two editions apart.
_CHANGED = "2000-01-01T00:00:00Z"
_SUMMARY = "Text with headings in order; every picture has words beside it; answers follow each lesson."


def as_epub(catalog: Catalog, course_id: str) -> Exported:
    """The book as one file."""
    book = make_book(catalog, course_id, SHAPE)
    found = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": document(_container()),
        "EPUB/package.opf": document(_package(book)),
        "EPUB/nav.xhtml": document(_contents(book), "<!DOCTYPE html>"),
        "EPUB/index.xhtml": document(_title(book), "<!DOCTYPE html>"),
        "EPUB/style.css": style("epub").encode(),
    }
    for chapter in book.chapters:
        found[f"EPUB/{chapter.name}.xhtml"] = document(_chapter(book, chapter), "<!DOCTYPE html>")
    found |= {f"EPUB/{path}": content for path, content in book.media.items()}
    return Exported(packed(found, stored_first="mimetype"), tuple(book.notes))


def _container() -> Node:
    rootfile = Node("rootfile", {"full-path": "EPUB/package.opf", "media-type": "application/oebps-package+xml"})
    attrs = {"version": "1.0", "xmlns": "urn:oasis:names:tc:opendocument:xmlns:container"}
    return Node("container", attrs, [el("rootfiles", rootfile)])


def _page(book: Book, title: Node, body: Node) -> Node:
    language = book.course.language
    attrs = {"xmlns": _XHTML, "xmlns:epub": _OPS, "xml:lang": language, "lang": language, "dir": book.direction}
    head = el("head", title, Node("link", {"rel": "stylesheet", "type": "text/css", "href": "style.css"}))
    return Node("html", attrs, [head, body])


def _title(book: Book) -> Node:
    publisher = [el("p", book.publisher, class_="publisher")] if book.publisher else []
    body = el("body", book.title("h1"), *book.summary(), *with_levels(book.about, 2), *publisher)
    return _page(book, book.title("title"), body)


def _chapter(book: Book, chapter: Chapter) -> Node:
    words = chapter.words()
    answers: list[Node | str] = []
    if chapter.answers:
        answers = [el("section", words("h2", "Answers", id="answers"), *chapter.answers, class_="answers")]
    section = el(
        "section",
        chapter.titled("h1", chapter.language),
        words("p", f"About {chapter.minutes} minutes", class_="quiet"),
        *with_levels(chapter.content, 2),
        *answers,
        xml_lang=chapter.language,
        lang=chapter.language,
        dir=direction(chapter.language),
    )
    section.attrs["epub:type"] = "chapter"
    return _page(book, chapter.titled("title", book.course.language), el("body", section))


def _contents(book: Book) -> Node:
    words = book.words()
    rows: list[Node | str] = [el("li", el("a", book.course.title, href="index.xhtml"))]
    for part in book.parts:
        own = [el("li", one.titled("a", book.course.language, href=f"{one.name}.xhtml")) for one in part.chapters]
        rows += [el("li", el("span", part.title), el("ol", *own))] if part.title else own
    nav = el("nav", words("h1", "Contents"), el("ol", *rows), id="toc")
    nav.attrs["epub:type"] = "toc"
    return _page(book, book.title("title"), el("body", nav))


def _package(book: Book) -> Node:
    course = book.course
    items = [
        _item("nav", "nav.xhtml", "application/xhtml+xml", "nav"),
        _item("index", "index.xhtml", "application/xhtml+xml", properties_of(book.about)),
        _item("style", "style.css", "text/css"),
        *(
            _item(f"page-{one.name}", f"{one.name}.xhtml", "application/xhtml+xml", one.properties)
            for one in book.chapters
        ),
    ]
    for n, path in enumerate(sorted(book.media), 1):
        items.append(_item(f"media-{n}", path, MEDIA_TYPES["." + path.rpartition(".")[2]]))
    order = ["index", "nav", *(f"page-{one.name}" for one in book.chapters)]
    spine = el("spine", *(el("itemref", idref=name) for name in order))
    spine.attrs["page-progression-direction"] = book.direction
    attrs = {
        "xmlns": "http://www.idpf.org/2007/opf",
        "version": "3.0",
        "unique-identifier": "id",
        "xml:lang": course.language,
        "dir": book.direction,
    }
    return Node("package", attrs, [_metadata(book), el("manifest", *items), spine])


def _item(name: str, path: str, kind: str, properties: str = "") -> Node:
    attrs = {"id": name, "href": path, "media-type": kind}
    return Node("item", attrs | ({"properties": properties} if properties else {}))


def _metadata(book: Book) -> Node:
    course = book.course
    told = [
        Node("dc:identifier", {"id": "id"}, [f"urn:uuid:{book.identity}"]),
        Node("dc:title", {}, [course.title]),
        Node("dc:language", {}, [course.language]),
        *([Node("dc:description", {}, [course.summary])] if course.summary else []),
        *([Node("dc:publisher", {}, [book.publisher])] if book.publisher else []),
    ]
    pictures = bool(book.media)
    facts = [
        ("dcterms:modified", _CHANGED),
        ("schema:accessMode", "textual"),
        *([("schema:accessMode", "visual")] if pictures else []),
        ("schema:accessModeSufficient", "textual"),
        ("schema:accessibilityFeature", "structuralNavigation"),
        ("schema:accessibilityFeature", "tableOfContents"),
        ("schema:accessibilityFeature", "readingOrder"),
        ("schema:accessibilityFeature", "displayTransformability"),
        *([("schema:accessibilityFeature", "alternativeText")] if pictures else []),
        ("schema:accessibilityHazard", "none" if _stands_still(book) else "unknown"),
    ]
    metas = [Node("meta", {"property": name}, [value]) for name, value in facts]
    metas.append(Node("meta", {"property": "schema:accessibilitySummary", "xml:lang": "en"}, [_SUMMARY]))
    return Node("metadata", {"xmlns:dc": "http://purl.org/dc/elements/1.1/"}, [*told, *metas])


def _stands_still(book: Book) -> bool:
    """Whether nothing in it can move: a GIF or a WebP picture may."""
    return not any(path.endswith((".gif", ".webp")) for path in book.media)
