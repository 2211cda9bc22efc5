"""A course as a zip of pages for reading offline: no script, no request, one style, and it works from a disk."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from lms.content.reading.model import Catalog
from lms.interchange.book import Book, Chapter, Shape, direction, make_book
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


def _html(book: Book, title: str, body: Node) -> Node:
    language = book.course.language
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        Node("meta", {"http-equiv": "Content-Security-Policy", "content": _POLICY}),
        el("meta", name="color-scheme", content="light dark"),
        el("title", title),
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
            el("li", el("a", chapter.title, href=f"{chapter.name}.html", lang=chapter.language))
            for chapter in part.chapters
        ]
        contents += [*heading, el("ol", *rows)]
    main = el(
        "main",
        el("h1", course.title),
        *([el("p", course.summary, class_="summary")] if course.summary else []),
        *book.about,
        el("nav", words("h2", "Lessons", id="lessons"), *contents, aria_labelledby="lessons"),
        *([el("footer", el("p", book.publisher))] if book.publisher else []),
    )
    return _html(book, course.title, el("body", main))


def _lesson(book: Book, chapter: Chapter, before: Chapter | None, after: Chapter | None) -> Node:
    words = book.words()
    turns = []
    if before is not None:
        turns.append(el("a", words("span", "Before: "), before.title, href=f"{before.name}.html", rel="prev"))
    if after is not None:
        turns.append(el("a", words("span", "Next: "), after.title, href=f"{after.name}.html", rel="next"))
    top = el("nav", el("a", book.course.title, href="index.html"), aria_label="Course")
    article = el(
        "main",
        el("h1", chapter.title),
        words("p", f"About {chapter.minutes} minutes", class_="quiet"),
        *chapter.content,
        lang=chapter.language,
        dir=direction(chapter.language),
    )
    foot = [el("nav", *turns, class_="turns", aria_label="Lessons before and after")] if turns else []
    return _html(book, f"{chapter.title} – {book.course.title}", el("body", top, article, *foot))
