"""A course as the pages of a book: its lessons in order, the questions with their answers, and the pictures they show.

Only what is practice is in it: examination questions are in banks, and no book is made of a bank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import unquote

from lms.content.reading.model import Catalog, Course, Lesson
from lms.interchange.chapters import Book, Chapter, Part
from lms.interchange.media import kind_of_picture
from lms.interchange.practice import Words, answered, asked, html, is_answered, without_place
from lms.interchange.report import Fate, Note
from lms.interchange.tree import Node, el, mapped
from lms.sources.tablelabels import LABEL

MEDIA_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
}


_NO_PLAYER = "a book plays nothing; what is said in it stands there to read"


@dataclass(frozen=True, slots=True)
class Shape:
    """How a kind of book is put together: one page for all or one each, and where answers stand."""

    one_page: bool = False
    answers_inside: bool = False
    takes_other_files: bool = False
    ending: str = ".html"


def make_book(catalog: Catalog, course_id: str, shape: Shape) -> Book:
    """The book of a course that is in the catalog."""
    course = catalog.courses[course_id]
    maker = _Maker(catalog, course, shape)
    about = maker.adapted(html(course.html), "index")
    parts = [
        Part(module.title, [maker.chapter(course.lessons[name]) for name in module.lessons if name in course.lessons])
        for module in course.modules
    ]
    publisher = "" if catalog.issuer is None else catalog.issuer.name
    parts = [part for part in parts if part.chapters]
    return Book(course, publisher, about, parts, maker.media, maker.notes)


class _Maker:
    def __init__(self, catalog: Catalog, course: Course, shape: Shape) -> None:
        self.catalog = catalog
        self.course = course
        self.shape = shape
        self.media: dict[str, bytes] = {}
        self.notes: list[Note] = []
        self.names = {lesson: f"{n:02}-{lesson}" for n, lesson in enumerate(course.lessons, 1)}

    def chapter(self, lesson: Lesson) -> Chapter:
        name = self.names[lesson.id]
        questions = {question.id: question for question in lesson.questions}
        solutions = self.catalog.solutions.get(self.course.id, {})
        content: list[Node | str] = []
        answers: list[Node | str] = []
        words = Words(lesson.language)
        number = 0
        for passage in lesson.passages:
            if not passage.quiz:
                content += html(passage.html)
                continue
            question, solution = questions.get(passage.quiz), solutions.get(passage.quiz)
            if question is None or solution is None:
                continue
            number += 1
            self.notes += without_place(question)
            title = f"Question {number}"
            card = [words("p", el("strong", title), class_="quiz-title"), *asked(question, words)]
            if is_answered(question, solution):
                known = answered(question, solution, words)
                if self.shape.answers_inside:
                    card.append(el("details", words("summary", "Show the answer"), *known))
                else:
                    answers.append(
                        el("section", words("p", el("strong", title), class_="quiz-title"), *known, class_="known")
                    )
            content.append(el("section", *card, class_="quiz", id=f"question-{number}"))
        return Chapter(
            name=name,
            title=lesson.title,
            language=lesson.language,
            minutes=lesson.minutes,
            content=self.adapted(content, name),
            answers=self.adapted(answers, name),
            title_language=lesson.language_of("title"),
        )

    def adapted(self, content: Sequence[Node | str], page: str) -> list[Node | str]:
        """Content with its links and pictures as they are in the book."""

        def change(node: Node) -> Sequence[Node | str]:
            node.attrs.pop("loading", None)
            if (kept := self._of_the_medium(node)) is not None:
                return kept
            if node.tag == "img":
                return self._picture(node)
            if node.tag == "a" and "href" in node.attrs:
                return self._link(node, page)
            if "id" in node.attrs and self.shape.one_page:
                node.attrs["id"] = f"{page}--{node.attrs['id']}"
            if node.tag == "div" and "table-responsive" in node.classes:
                return [el("div", *node.children, class_="table")] if self.shape.answers_inside else node.children
            if node.tag == "table":
                node.attrs.pop("class", None)
            node.attrs.pop(LABEL, None)
            return [node]

        return mapped(mapped(content, self._stilled), change)

    def _of_the_medium(self, node: Node) -> Sequence[Node | str] | None:
        """What only a page can do, as a book says it: None for all else."""
        if node.tag == "math" and self.shape.one_page:
            return [el("span", node.get("alttext"), class_="formula")]
        if node.tag == "div" and "formula" in node.classes:
            return [el("p", *node.children)]
        if node.tag in ("details", "summary") and not self.shape.answers_inside:
            return [el("div" if node.tag == "details" else "p", *node.children, class_=f"opened-{node.tag}")]
        return None

    def _stilled(self, node: Node) -> Sequence[Node | str]:
        """A film or a sound as its name and what is said in it; all else as it is."""
        if node.tag != "figure" or "medium" not in node.classes:
            return [node]
        name = node.words("figcaption")
        self.notes.append(Note(Fate.LEFT_OUT, name, 0, _NO_PLAYER))
        return [el("div", el("p", el("strong", name)), *node.named("details"), class_="medium")]

    def _picture(self, node: Node) -> Sequence[Node | str]:
        path = self._taken(node.get("src"))
        content = self.media.get(path, b"")
        if not path or not kind_of_picture(content):
            self.media.pop(path, None)
            name = unquote(node.get("src")).rpartition("/")[2]
            self.notes.append(Note(Fate.LEFT_OUT, name, 0, "a picture that is none, or that does more than be seen"))
            return [el("span", f"[{node.get('alt')}]")]
        attrs = {"src": path, "alt": node.get("alt")}
        return [Node("img", attrs | ({"title": node.get("title")} if node.get("title") else {}))]

    def _taken(self, address: str) -> str:
        """The path in the book of a file of this site; "" where there is none."""
        source = unquote(address.partition("#")[0]).lstrip("/")
        content = self.catalog.media.get(source)
        if content is None:
            return ""
        inner = source.rpartition("/media/")[2] if "/media/" in source else source
        ending = kind_of_picture(content) or "." + inner.rpartition(".")[2]
        plain = "".join(
            sign if sign.isascii() and (sign.isalnum() or sign in "-_") else "-" for sign in inner.rpartition(".")[0]
        )
        path = f"media/{plain[:60]}-{sha256(source.encode()).hexdigest()[:6]}{ending}"
        self.media[path] = content
        return path

    def _link(self, node: Node, page: str) -> Sequence[Node | str]:
        address = node.get("href")
        if self.shape.one_page and node.text.startswith("\u21a9"):
            # On paper nobody goes back by a sign, and hardly any font has it.
            return []
        kept = {name: node.get(name) for name in ("title", "id") if node.get(name)}
        target = address if address.startswith(("https:", "mailto:")) else self._target(address, page)
        if not target:
            return node.children
        if self.shape.one_page:
            own = {"id": f"{page}--{kept['id']}"} if "id" in kept else {}
            return _plain_link(node, {"href": target, **kept, **own})
        return [Node("a", {"href": target, **kept}, node.children)]

    def _target(self, address: str, page: str) -> str:
        """Where a link of this site leads in the book; "" where that is not in it."""
        path, _, anchor = address.partition("#")
        prefix = f"/{self.course.path}"
        if not path:
            name = page
        elif path == prefix:
            name = "index"
        elif path.startswith(f"{prefix}/") and (lesson := path.removeprefix(f"{prefix}/")) in self.names:
            name = self.names[lesson]
        else:
            return self._taken(address) if self.shape.takes_other_files else ""
        if self.shape.one_page:
            return f"#{name}--{anchor}" if anchor else f"#{name}"
        return (f"{name}{self.shape.ending}" if name != page or not anchor else "") + (f"#{anchor}" if anchor else "")


def _plain_link(node: Node, attrs: dict[str, str]) -> Sequence[Node | str]:
    """A link with nothing but words in it: WeasyPrint does not tag as a link what is marked up inside of one."""
    inner = node.elements
    if len(inner) == 1 and inner[0].tag != "img" and inner[0].text == node.text:
        return [Node(inner[0].tag, dict(inner[0].attrs), [Node("a", attrs, [node.text])])]
    pictures = [one for one in inner if one.tag == "img"]
    return [*pictures, *([Node("a", attrs, [node.text])] if node.text.strip() else [])]


def with_levels(content: Sequence[Node | str], top: int) -> list[Node | str]:
    """Content whose highest headings have this level, and where none is more than one below the one before."""
    headings = [node for one in content if isinstance(one, Node) for node in one.all(*_HEADINGS)]
    shift = top - min((int(node.tag[1]) for node in headings), default=top)
    last = top - 1
    found = mapped(content, lambda node: [node])
    for node in (node for one in found if isinstance(one, Node) for node in one.all(*_HEADINGS)):
        last = max(top, min(int(node.tag[1]) + shift, last + 1, 6))
        node.tag = f"h{last}"
    return found


_HEADINGS = tuple(f"h{n}" for n in range(1, 7))
