"""What a book is made of: chapters in parts, with their titles, each in its own language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5

from lms.content.reading.model import Course
from lms.interchange.practice import Words
from lms.interchange.report import Note
from lms.interchange.tree import Node, el

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"})


def _said(tag: str, text: str, language: str, around: str, **attrs: str) -> Node:
    """A text as an element, which says its language where what is around it has another."""
    return el(tag, text, **attrs, **({} if language == around else {"lang": language, "xml_lang": language}))


def properties_of(content: Iterable[Node | str]) -> str:
    """What an EPUB has to say of a page with this content: whether there is MathML in it."""
    return "mathml" if any(isinstance(one, Node) and one.all("math") for one in content) else ""


@dataclass(slots=True)
class Chapter:
    """A lesson as a page. `name` is its file without ending; `level` that of its own heading."""

    name: str
    title: str
    language: str
    minutes: int
    content: list[Node | str]
    answers: list[Node | str] = field(default_factory=list)
    title_language: str = ""

    @property
    def properties(self) -> str:
        """What an EPUB has to say of it: whether there is MathML in it."""
        return properties_of((*self.content, *self.answers))

    def words(self) -> Words:
        return Words(self.language)

    def titled(self, tag: str, around: str, **attrs: str) -> Node:
        """Its title as an element."""
        return _said(tag, self.title, self.title_language or self.language, around, **attrs)


@dataclass(slots=True)
class Part:
    """Chapters under one heading, which may be empty."""

    title: str
    chapters: list[Chapter]


@dataclass(slots=True)
class Book:
    """A course put together, with its pictures by path and what could not be taken along."""

    course: Course
    publisher: str
    about: list[Node | str]
    parts: list[Part]
    media: dict[str, bytes]
    notes: list[Note]

    @property
    def chapters(self) -> list[Chapter]:
        return [chapter for part in self.parts for chapter in part.chapters]

    @property
    def direction(self) -> str:
        return direction(self.course.language)

    @property
    def identity(self) -> str:
        """A UUID that is the same for the same content, and another for any other."""
        return str(uuid5(NAMESPACE_URL, f"{self.course.path}:{self.fingerprint}"))

    @property
    def fingerprint(self) -> str:
        everything = repr((self.course, [(part.title, [_seen(one) for one in part.chapters]) for part in self.parts]))
        found = sha256(everything.encode())
        for path, content in sorted(self.media.items()):
            found.update(path.encode() + sha256(content).digest())
        return found.hexdigest()

    def words(self) -> Words:
        return Words(self.course.language)

    def title(self, tag: str) -> Node:
        return _said(tag, self.course.title, self.course.language_of("title"), self.course.language)

    def summary(self) -> list[Node]:
        """The summary of the course as a paragraph; nothing where it has none."""
        course = self.course
        own = course.language_of("summary")
        return [_said("p", course.summary, own, course.language, class_="summary")] if course.summary else []


def _seen(chapter: Chapter) -> tuple[str, str]:
    return chapter.title, _text([*chapter.content, *chapter.answers])


def _text(content: Sequence[Node | str]) -> str:
    return "".join(one if isinstance(one, str) else f"<{one.tag}{one.attrs}>{_text(one.children)}" for one in content)


def direction(language: str) -> str:
    return "rtl" if language.partition("-")[0].casefold() in _RIGHT_TO_LEFT else "ltr"
