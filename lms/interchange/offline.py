"""A course as a zip of pages for reading offline: no script, no request, one style, and it works from a disk."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from lms.content.reading.model import Catalog
from lms.interchange.book import Shape, make_book
from lms.interchange.chapters import Book, Chapter, direction
from lms.interchange.exporting import Exported
from lms.interchange.packages import packed
from lms.interchange.tree import Node, el
from lms.interchange.xhtml import page

SHAPE = Shape(answers_inside=True, takes_other_files=True)
_POLICY = "default-src 'none'; img-src 'self' data: file:; style-src 'self' file:"


@lru_cache(maxsize=8)
def style(name: str) -> str:
    """A style that comes with this package."""
    return (files("lms.interchange") / "styles" / f"{name}.css").read_text(encoding="utf-8")


def as_pages(catalog: Catalog, course_id: str) -> Exported:
    """The zip file: index.html first, then a page for each lesson."""
    book = make_book(catalog, course_id, SHAPE)
    folder = course_id
    found = {f"{folder}/index.html": page(_index(book)), f"{folder}/style.css": style("screen").encode()}
    chapters = book.chapters
    for n, chapter in enumerate(chapters):
        before = chapters[n - 1] if n else None
        after = chapters[n + 1] if n + 1 < len(chapters) else None
        found[f"{folder}/{chapter.name}.html"] = page(_lesson(book, chapter, before, after))
    found |= {f"{folder}/{path}": content for path, content in book.media.items()}
    return Exported(packed(found), tuple(book.notes))


def _html(book: Book, title: Node, body: Node) -> Node:
    language = book.course.language
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        Node("meta", {"http-equiv": "Content-Security-Policy", "content": _POLICY}),
        el("meta", name="color-scheme", content="light dark"),
        title,
        el("link", rel="stylesheet", href="style.css"),
    )
    return el("html", head, body, lang=language, dir=book.direction)


def _index(book: Book) -> Node:
    words = book.words()
    course = book.course
    contents: list[Node | str] = []
    for part in book.parts:
        heading = [el("h3", part.title)] if part.title else []
        rows = [
            el("li", chapter.titled("a", course.language, href=f"{chapter.name}.html")) for chapter in part.chapters
        ]
        contents += [*heading, el("ol", *rows)]
    main = el(
        "main",
        book.title("h1"),
        *book.summary(),
        *book.about,
        el("nav", words("h2", "Lessons", id="lessons"), *contents, aria_labelledby="lessons"),
        *([el("footer", el("p", book.publisher))] if book.publisher else []),
    )
    return _html(book, book.title("title"), el("body", main))


def _lesson(book: Book, chapter: Chapter, before: Chapter | None, after: Chapter | None) -> Node:
    words, around = book.words(), book.course.language
    turns = []
    if before is not None:
        link = el("a", words("span", "Before: "), before.titled("span", around), href=f"{before.name}.html", rel="prev")
        turns.append(link)
    if after is not None:
        link = el("a", words("span", "Next: "), after.titled("span", around), href=f"{after.name}.html", rel="next")
        turns.append(link)
    top = el("nav", el("a", book.course.title, href="index.html"), **words.label("Course", book.course.title))
    article = el(
        "main",
        chapter.titled("h1", chapter.language),
        chapter.words()("p", f"About {chapter.minutes} minutes", class_="quiet"),
        *chapter.content,
        lang=chapter.language,
        dir=direction(chapter.language),
    )
    foot = [el("nav", *turns, class_="turns", **words.label("Lessons before and after"))] if turns else []
    return _html(book, _name(book, chapter), el("body", top, article, *foot))


def _name(book: Book, chapter: Chapter) -> Node:
    """The title of a page, which can be in one language alone."""
    here = book.course.language
    if chapter.title_language == book.course.language_of("title") == here:
        return el("title", f"{chapter.title} – {book.course.title}")
    return chapter.titled("title", here)
