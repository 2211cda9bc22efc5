"""All parts of a site together: which thing is called what, and where a word that names something leads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Protocol

from lms.content.reading.for_whom import PATHS
from lms.content.reading.former import FormerNames
from lms.content.reading.model import Issuer
from lms.content.reading.names import name_order
from lms.content.reading.parts import (
    AgreementPart,
    AssessmentPart,
    BankPart,
    CoursePart,
    CredentialPart,
    DesignPart,
    LessonPart,
    Part,
    Ref,
    TranslationPart,
)
from lms.content.reading.schemes import Scheme
from lms.content.reading.targets import COURSES, SECTION, Target, target_of
from lms.sources.files import SourceTree
from lms.sources.suggest import did_you_mean, nearest


class Naming(Protocol):
    """What a site asks of a kind of content."""

    @property
    def family(self) -> str: ...

    def gather(self, world: World, path: str, part: Any) -> None: ...

    def hidden_path(self, world: World, file: str) -> str: ...

    def named(self, world: World) -> Iterator[tuple[str, str]]: ...

    def pages(self, world: World) -> Iterator[tuple[str, str]]: ...

    def ways(self, world: World) -> Iterator[tuple[str, str]]: ...

    def renamed(self, world: World) -> Iterator[tuple[str, Ref, tuple[str, ...]]]: ...

    def drafts(self, world: World) -> Iterator[str]: ...

    def explained(self, world: World) -> Collection[str]: ...


class Register(Protocol):
    """Which kind a file is of, and what each kind says."""

    def of_file(self, path: str) -> str: ...

    def named(self, name: str) -> Naming | None: ...

    def values(self) -> Iterable[Naming]: ...


@dataclass(slots=True)
class CourseFiles:
    """A course's folder with what was read in it, under the id that others know it by."""

    id: str
    folder: str
    part: CoursePart | None = None
    lessons: dict[str, LessonPart] = field(default_factory=dict)

    @property
    def knows_lessons(self) -> bool:
        return self.part is not None and self.part.knows_lessons

    @property
    def knows_objectives(self) -> bool:
        return self.part is not None and self.part.knows_objectives

    @property
    def modules(self) -> Collection[str]:
        if self.part is None or self.part.modules is None:
            return ()
        return [module.id.text for module in self.part.modules if module.id.text]


@dataclass
class World:
    """What the files of a tree say. The first of two things with one id holds it; `twins` are the others.

    `hidden` has the kinds of what is there and cannot be read, by path, and `hidden_files` these paths by file.
    `untaught` are the lessons that no module of their course has: they have no page. `left_out` are the paths of what
    stands in no catalog that is made of it.
    """

    tree: SourceTree
    kinds: Register
    courses: dict[str, CourseFiles] = field(default_factory=dict)
    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    translations: dict[str, TranslationPart] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)
    hidden_files: dict[str, str] = field(default_factory=dict)
    twins: list[tuple[Part, str]] = field(default_factory=list)
    by_folder: dict[str, CourseFiles] = field(default_factory=dict)
    untaught: set[str] = field(default_factory=set)
    left_out: Collection[str] = ()
    suggestions_left: int = 300

    def of(self, kind: str) -> dict[str, Any]:
        """What was read of a kind, by id."""
        return self.things.setdefault(kind, {})

    def hold(self, kind: str, part: Part, id: str = "") -> None:
        """Keeps what was read under its id, unless another holds it already."""
        before = self.of(kind).setdefault(id or part.head.id, part)
        if before is not part:
            self.twins.append((part, before.head.file))

    @property
    def assessments(self) -> dict[str, AssessmentPart]:
        return self.of("assessment")

    @property
    def banks(self) -> dict[str, BankPart]:
        return self.of("bank")

    @property
    def credentials(self) -> dict[str, CredentialPart]:
        return self.of("credential")

    @property
    def agreements(self) -> dict[str, AgreementPart]:
        """By file, as designs are: both lie beside a credential."""
        return self.of("agreement")

    @property
    def designs(self) -> dict[str, DesignPart]:
        return self.of("design")

    @property
    def schemes(self) -> dict[str, Scheme]:
        """By the id of their credential."""
        return self.of("scheme")

    @property
    def issuer(self) -> Issuer | None:
        return next(iter(self.of("issuer").values()), None)

    def issuer_in(self, language: str) -> Issuer | None:
        """The issuer as readers of a language are told of it. Certificates are issued by the original."""
        translated = [one for one in self.translations.values() if (one.kind, one.language) == ("issuer", language)]
        if self.issuer is None or not translated:
            return self.issuer
        told: dict[str, Any] = {
            at.part: text.shown for at, text in translated[0].texts.items() if at.group == "front" and not text.mark
        }
        return replace(self.issuer, **told)

    def _can_be_named(self, kind: str) -> bool:
        known = self.kinds.named(kind)
        return known is not None and bool(known.family)

    def nearest(self, word: str, known: Collection[str]) -> str:
        """The word that was probably meant. After 300 it is not looked for: that takes too long."""
        self.suggestions_left -= 1
        return nearest(word, known) if self.suggestions_left >= 0 else ""

    def did_you_mean(self, word: str, known: Collection[str]) -> str:
        """A sentence with the word that was probably meant, as long as it is looked for."""
        self.suggestions_left -= 1
        return did_you_mean(word, known) if self.suggestions_left >= 0 else ""

    @cached_property
    def paths(self) -> Mapping[str, str]:
        """The kind of everything that can be named, by its path."""
        found = {path: kind for one in self.kinds.values() for path, kind in one.named(self)}
        found.update((path, kind) for path, kind in self.hidden.items() if self._can_be_named(kind))
        return found

    @cached_property
    def pages(self) -> Mapping[str, str]:
        """The path of the thing that a file is, for the files that have a page of their own."""
        found = {file: path for file, path in self.hidden_files.items() if self._can_be_named(self.hidden[path])}
        for kind in self.kinds.values():
            found.update(kind.pages(self))
        return found

    @cached_property
    def ways(self) -> Mapping[str, str]:
        """The paths that things can be for, in the order of the site, each with its own path; "" where it has none."""
        described = {name: path for kind in self.kinds.values() for name, path in kind.ways(self)}
        return described or dict.fromkeys(PATHS, "")

    def ways_shown(self) -> tuple[str, ...]:
        """Those of them that readers see."""
        return tuple(name for name, path in self.ways.items() if path not in self.left_out)

    @cached_property
    def objectives(self) -> Mapping[str, str]:
        """The course of each objective."""
        return {
            key.text: course.id
            for course in self.courses.values()
            if course.part is not None
            for key, _ in reversed(course.part.objectives)
        }

    @cached_property
    def former(self) -> FormerNames:
        """Where the names lead that things had before. Of two that claim one name the first has it."""
        leads: dict[str, str] = {}
        for path, _, names in self.renamed():
            for name in names:
                leads.setdefault(name, path)
        return FormerNames(leads)

    def renamed(self) -> Iterator[tuple[str, Ref, tuple[str, ...]]]:
        """Each former name of a thing with this path, and all paths that it stands for."""
        return (one for kind in self.kinds.values() for one in kind.renamed(self))

    @cached_property
    def drafts(self) -> frozenset[str]:
        """The paths of what is a draft, or stands in one."""
        return frozenset(path for kind in self.kinds.values() for path in kind.drafts(self))

    @property
    def terms(self) -> Collection[str]:
        """The words that are explained once for the whole site."""
        return [word for kind in self.kinds.values() for word in kind.explained(self)]

    @cached_property
    def knows_all_objectives(self) -> bool:
        """False where a course could not be read: then an unknown objective may well be one of its own."""
        return all(course.knows_objectives for course in self.courses.values())

    def resolve(self, word: str, course: str = "") -> str | None:
        """The path that a word names, for somebody who writes it in a course; None where there is no such thing."""
        if course:
            if word.startswith("#"):
                word = Target(COURSES, course).path + word
            elif "/" not in word and "#" not in word:
                word = Target(COURSES, course, word).path
        return word if word in self.paths else None

    def may_be(self, word: str, course: str = "") -> bool:
        """Whether an unknown word may name something that a fault elsewhere hides, so that it is not blamed."""
        path = Target(COURSES, course).path + word if course and word.startswith("#") else word
        target = target_of(path)
        owner = self.courses.get(target.id)
        return target.shape == SECTION and owner is not None and not owner.knows_lessons

    def course_parts(self) -> Iterator[tuple[CourseFiles, CoursePart]]:
        for course in self.courses.values():
            if course.part is not None:
                yield course, course.part


def gather(tree: SourceTree, parts: Mapping[str, Part | None], kinds: Register) -> World:
    """The world of a tree. `parts` holds None for a file that is there and cannot be read."""
    world = World(tree, kinds)
    for path in sorted(parts, key=_reading_order):
        _add(world, path, parts[path])
    return world


def _reading_order(path: str) -> tuple[str, int, tuple[int, str]]:
    """Courses before their lessons, lessons as they are numbered, everything else by name."""
    folder, _, name = path.rpartition("/")
    return (folder, name != "course.md", name_order(name))


def _add(world: World, path: str, part: Part | None) -> None:
    kind = world.kinds.of_file(path)
    known = world.kinds.named(kind)
    if part is None:
        # Keeps the name of a file that is there and cannot be read.
        own = path if known is None else known.hidden_path(world, path)
        world.hidden[own] = kind
        world.hidden_files[path] = own
    elif known is not None:
        known.gather(world, path, part)
    elif isinstance(part, TranslationPart):
        world.translations[path] = part


def course_of(world: World, folder: str, name: str) -> CourseFiles:
    """The course of a folder; its file, which comes first, has given it its id."""
    course = world.by_folder.get(folder)
    if course is None:
        course = world.by_folder[folder] = CourseFiles(name, folder)
        world.courses.setdefault(name, course)
    return course
