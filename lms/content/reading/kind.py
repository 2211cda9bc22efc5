"""What every kind of content says of itself. Each is one module in `lms.content.kinds`; all else asks the register."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from html import escape
from types import MappingProxyType
from typing import Any, NamedTuple

from lms.content.reading.former import former_path
from lms.content.reading.model import Catalog
from lms.content.reading.names import id_of_name
from lms.content.reading.parts import Part, Ref
from lms.content.reading.searched import Searched, text_of
from lms.content.reading.site import World
from lms.content.reading.targets import Target
from lms.questions.block import Block
from lms.sources.diagnostics import Findings, Place
from lms.sources.files import SourceFile
from lms.sources.tables import Entry, Table, Text
from lms.sources.yamltext import Node, Scalar

Files = Mapping[str, str]
"""New texts, and old texts that change, by path."""

Fill = Callable[[Any], Any]
"""A value of a part, with the addresses of its links in the place of the links."""


REQUIREMENT, WHOLE_REQUIREMENT = "requirement", "whole requirement"
"""What stands in a table of keys for everything that a door can ask for, or for that of it which is no part."""

WITH_PAGE = "with page"
"""What stands there for everything that has a page of its own."""


class NotPossible(Exception):
    """Why nothing can be started, in words for the author."""


class Starter(NamedTuple):
    """What `lms content new` writes: its help, what is to be named, and the files. `make` may raise NotPossible."""

    says: str
    make: Callable[[World, str], Files]
    names: str = "ID"


class Quizzes(NamedTuple):
    """The blocks among which an id stands for one question only: those of a course, or of a bank.

    Those without an objective of their own have the `default`. `whole`: every file of it could be read.
    """

    path: str
    blocks: tuple[Block, ...]
    default: str = ""
    whole: bool = True


class Listing(NamedTuple):
    """The page that lists all of a kind, at the address of its family: its heading, and what it says above them.

    Those with a month have a page for each month as well, and the newest of those with a day are told to readers of
    feeds, where a kind is listed `by_month`.
    """

    heading: str
    says: str
    by_month: bool = False
    template: str = "publications/list.html"


class Page(NamedTuple):
    """Where readers find it: an address, in which `<id>` stands for that of one of several, and the template.

    The template gets it as `thing`, and under the name of its kind. `missing` says that there is none; a page that is
    `listed` is led to from every page, by its title. Those of several that are the site's `own` have their page right
    under its root, and the long address leads there. What is the `same_for_all` is drawn without asking who reads it,
    runs no script, and is not counted. With `all`, there is a page that lists them.
    """

    address: str
    template: str
    missing: str
    listed: bool = False
    own: tuple[str, ...] = ()
    same_for_all: tuple[str, ...] = ()
    all: Listing | None = None

    def address_of(self, id: str) -> str:
        """Where one of several is found."""
        return f"/{id}" if id in self.own else self.address.replace("<id>", id)


TRANSLATED_TITLE = Entry("title", Text(like="Contar tu historia"), "the title", otherwise="the original's")
Texts = Iterator[tuple[str, Scalar]]
"""Texts of a front matter that can be translated, by part."""


Front = Callable[[str], str | None]
"""The text that a translation has for a part of the front matter, such as `modules.voice`."""


def _no_more(get: Callable[[str], Node | None]) -> Texts:
    return iter(())


def _nothing_put(thing: Any, front: Front, language: str) -> Mapping[str, Any]:
    return {}


class Translation(NamedTuple):
    """What a translation may say: the entries of its front matter, and which of them are plain texts.

    `more` finds texts that are not plain, such as those under ids, and `put` gives the fields of a thing that have them
    in the language. `blocks` is what those are called that ask in it.
    """

    entries: tuple[Entry, ...] = ()
    texts: tuple[str, ...] = ()
    more: Callable[[Callable[[str], Node | None]], Texts] = _no_more
    put: Callable[[Any, Front, str], Mapping[str, Any]] = _nothing_put
    blocks: str = ""


class Kind(ABC):
    """One kind of content. What it does not say is as most kinds have it."""

    name: str
    place: int
    """Where it stands among the others, in lists for people."""
    files: tuple[str, ...]
    """Where its files lie, as paths in which `*` stands for one name or the beginning of one."""
    keys: Table | None = None
    """Its front matter; None for files that have none."""
    needs_front: bool = True
    tables: Mapping[str, Table] = MappingProxyType({})
    """The tables inside of its front matter that the manual has a place for, by what they are of."""
    depends: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
    """What JSON Schema says of how the keys of its tables depend on each other, by what a table calls itself."""
    called: str = "file"
    """What an author is told to give another id, where two have the same."""
    family: str = ""
    """The family of the paths by which others name it, if they can."""
    asked_for: Mapping[str, str] = MappingProxyType({})
    """What of it a door can ask for: kinds of what a path names, each with the shape of such a path."""
    has_page: bool = False
    """Whether each has a page at its path, to which others can lead."""
    read_by_people: bool = True
    """Whether how it is written is looked at."""
    shows_prose: bool = True
    """Whether readers see its body; else it is for colleagues, and translated for nobody."""
    asks_learners: bool = False
    """Whether it has questions of its own, which have a history, or says where such belong."""
    drawn_from: bool = False
    """Whether papers are drawn from its questions, so that none of them may be easier to guess than the others."""
    held: str = ""
    """What people have done who hold on to one of it, such as `hold it`; "" where nobody does."""
    compared_as_a_whole: bool = True
    """Whether a difference says only that a file changed. For any other kind there are finer words."""
    media: str = ""
    """The folder of the pictures and files that its pages may show, with `*` for a name; "" where it has none."""
    overdue: str = "C108"
    """The code of the warning that a day of review is past."""
    publication: bool = False
    """Whether its things have what every publication has: id, title, summary, html, paths, level, topics and date."""
    form: bool = False
    """Whether each of its things is a form: it has passages, asks, and the text that it gives."""
    page: Page | None = None
    translation: Translation | None = None
    starter: Starter | None = None

    @abstractmethod
    def read(self, source: SourceFile, findings: Findings) -> Part | None:
        """What one file says by itself; None where nothing of it can be read."""

    def gather(self, world: World, path: str, part: Any) -> None:
        """Puts a part where others find it. Of two with one id the first holds it."""
        world.hold(self.name, part)

    def hidden_path(self, world: World, file: str) -> str:
        """The path of what is there and cannot be read."""
        name = id_of_name(file.rpartition("/")[2])
        return f"{self.family}/{name}" if self.family else file

    def named(self, world: World) -> Iterator[tuple[str, str]]:
        """What can be named: each path with the kind of what it names."""
        if self.family:
            yield from ((f"{self.family}/{id}", self.name) for id in world.of(self.name))

    def files_of(self, world: World) -> Iterator[tuple[str, str]]:
        """The path of each that others can name, with its file."""
        if self.family:
            yield from ((f"{self.family}/{id}", part.head.file) for id, part in world.of(self.name).items())

    def ways(self, world: World) -> Iterator[tuple[str, str]]:
        """The paths for people that it describes, in order: what others call each, and its own path."""
        return iter(())

    def for_paths(self, world: World) -> Iterator[Ref]:
        """All words by which its things say for which of these they are."""
        return iter(())

    def renamed(self, world: World) -> Iterator[tuple[str, Ref, tuple[str, ...]]]:
        """Each former name of one with this path, and all paths that it stands for."""
        for id, part in world.of(self.name).items() if self.family else ():
            path = Target(self.family, id).path
            yield from ((path, ref, (former_path(ref.text, self.family),)) for ref in part.head.was)

    def drafts(self, world: World) -> Iterator[str]:
        """The paths of what is a draft, or stands in one."""
        if self.family:
            yield from (Target(self.family, id).path for id, part in world.of(self.name).items() if part.head.draft)

    def opens_after(self, part: Any) -> tuple[Ref, ...]:
        """What must be met before one of it opens, in the words of its author."""
        return ()

    def asks_for(self, part: Any) -> Iterator[tuple[tuple[Ref, ...], tuple[str, ...]]]:
        """All that it names as to be met, each with the kinds that may be named; () for whatever can be asked for."""
        yield self.opens_after(part), ()

    def leads_to(self, part: Any) -> Iterator[tuple[tuple[Ref, ...], tuple[str, ...]]]:
        """All that it names and does not wait for, each with the kinds that may be named; () for all with a page."""
        return iter(())

    def quizzes(self, world: World, hidden: Collection[str] = ()) -> Iterator[Quizzes]:
        """Its questions, without those of what stands under some paths."""
        return iter(())

    def reviews(self, world: World) -> Iterator[tuple[date, Place]]:
        """The days by which its files are to be read again, beside their questions, each with its place."""
        return iter(())

    def language_of(self, world: World, part: Any) -> str:
        """The language that it is written in."""
        return str(getattr(part, "language", "") or "en")

    def pages(self, world: World) -> Iterator[tuple[str, str]]:
        """The files that have a page of their own, each with its address without the slash before it."""
        if self.page is not None:
            for id, part in world.of(self.name).items():
                yield part.head.file, self.page.address.replace("<id>", id).strip("/")

    def check(self, world: World, findings: Findings) -> None:  # noqa: B027 - most kinds have nothing more to check.
        """Finds fault with what only all files together show, beside what is checked of every kind."""

    def made(self, world: World, part: Any, fill: Fill) -> Any:
        """The thing as the catalog has it; None for what has a place of its own there, or none."""
        return None

    def in_order(self, things: Iterable[Any]) -> list[Any]:
        """Its things as lists have them: the latest day first, then by title."""
        by_title = sorted(things, key=lambda one: (one.title.casefold(), one.id))
        return sorted(by_title, key=lambda one: one.date or date.min, reverse=True)

    def told(self, thing: Any) -> dict[str, Any]:
        """What programs are told of one beside what all publications have."""
        return {}

    def finished(self, world: World, thing: Any) -> Any:
        """The thing of the catalog, in each language, with what only the whole site can say put into it."""
        return thing

    def walked(self, catalog: Catalog) -> Iterable[Any]:
        """Those of its things that are paths for people, in order, as readers of the catalog have them."""
        return ()

    def label(self, thing: Any) -> str:
        """What sort of its kind one is, in a word or two for people; "" where all are of one sort."""
        return ""

    def at_the_foot(self, catalog: Catalog) -> Iterable[Any]:
        """Those of its things that every page leads to, in order; of one in each language, that of the catalog's."""
        one = catalog.one(self.name) if self.page is not None and self.page.listed else None
        return () if one is None else (one,)

    def searched(self, catalog: Catalog) -> Iterator[Searched]:
        """What of it is found by its words, of a catalog in one language: of a publication title, summary and body.

        Nothing in it may be closed for anybody who reads the thing.
        """
        for thing in catalog.others.get(self.name, {}).values() if self.publication and self.page is not None else ():
            text = text_of(escape(thing.summary), thing.html)
            yield Searched(self.page.address_of(thing.id), thing.language, thing.title, text)  # type: ignore[union-attr]

    def translatable(self, world: World) -> Iterator[tuple[Part, str]]:
        """All that may be translated, each with its language."""
        yield from ((part, self.language_of(world, part)) for part in world.of(self.name).values())

    def explained(self, world: World) -> Collection[str]:
        """The words whose meaning it gives for the whole site."""
        return ()
