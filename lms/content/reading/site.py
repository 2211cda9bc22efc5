"""All parts of a site together: which thing is called what, and where a word that names something leads."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from lms.content.reading.filing import kind_of_file
from lms.content.reading.former import FormerNames, former_path
from lms.content.reading.names import id_of_name, name_order
from lms.content.reading.parts import (
    AgreementPart,
    AssessmentPart,
    BankPart,
    CoursePart,
    CredentialPart,
    DesignPart,
    GlossaryPart,
    IssuerPart,
    LessonPart,
    Part,
    Ref,
    TranslationPart,
)
from lms.sources.files import SourceTree
from lms.sources.suggest import did_you_mean, nearest

NAMED = ("course", "lesson", "module", "assessment", "credential")

_Held = TypeVar("_Held", AssessmentPart, BankPart, CredentialPart)


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
    `untaught` are the lessons that no module of their course has: they have no page.
    """

    tree: SourceTree
    courses: dict[str, CourseFiles] = field(default_factory=dict)
    assessments: dict[str, AssessmentPart] = field(default_factory=dict)
    banks: dict[str, BankPart] = field(default_factory=dict)
    credentials: dict[str, CredentialPart] = field(default_factory=dict)
    agreements: dict[str, AgreementPart] = field(default_factory=dict)
    designs: dict[str, DesignPart] = field(default_factory=dict)
    issuer: IssuerPart | None = None
    glossary: GlossaryPart | None = None
    translations: dict[str, TranslationPart] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)
    hidden_files: dict[str, str] = field(default_factory=dict)
    twins: list[tuple[Part, str]] = field(default_factory=list)
    by_folder: dict[str, CourseFiles] = field(default_factory=dict)
    untaught: set[str] = field(default_factory=set)
    suggestions_left: int = 300

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
        found: dict[str, str] = {}
        for course in self.courses.values():
            path = f"courses/{course.id}"
            found[path] = "course"
            found.update((f"{path}/{lesson}", "lesson") for lesson in course.lessons)
            found.update((f"{path}#{module}", "module") for module in course.modules)
        found.update((f"assessments/{name}", "assessment") for name in self.assessments)
        found.update((f"certificates/{name}", "credential") for name in self.credentials)
        found.update((path, kind) for path, kind in self.hidden.items() if kind in NAMED)
        return found

    @cached_property
    def pages(self) -> Mapping[str, str]:
        """The path of the thing that a file is, for the files that have a page of their own."""
        found = {file: path for file, path in self.hidden_files.items() if self.hidden[path] in NAMED}
        for course in self.courses.values():
            found[f"{course.folder}/course.md"] = found[course.folder] = f"courses/{course.id}"
            for lesson in course.lessons.values():
                found[lesson.head.file] = f"courses/{course.id}/{lesson.head.id}"
        for name, assessment in self.assessments.items():
            found[assessment.head.file] = f"assessments/{name}"
        if self.glossary is not None:
            found[self.glossary.head.file] = "glossary"
        return found

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
        """Each former name of a thing with this path, and all paths that it stands for.

        A name of a lesson stands for as many as its course has had names.
        """
        called: dict[str, tuple[str, ...]] = {}
        for course, part in self.course_parts():
            names = tuple(former_path(ref.text, "courses") for ref in part.head.was)
            called |= dict.fromkeys([f"courses/{course.id}", *names], (f"courses/{course.id}", *names))
            yield from ((f"courses/{course.id}", ref, (name,)) for ref, name in zip(part.head.was, names, strict=True))
        for course in self.courses.values():
            for id, lesson in course.lessons.items():
                for ref in lesson.head.was:
                    owner, _, name = former_path(ref.text, f"courses/{course.id}").rpartition("/")
                    stands_for = tuple(f"{one}/{name}" for one in called.get(owner, (owner,)))
                    yield f"courses/{course.id}/{id}", ref, stands_for
        for id, assessment in self.assessments.items():
            for ref in assessment.head.was:
                yield f"assessments/{id}", ref, (former_path(ref.text, "assessments"),)

    @cached_property
    def drafts(self) -> frozenset[str]:
        """The paths of what is a draft, or stands in one."""
        found = {f"assessments/{id}" for id, one in self.assessments.items() if one.head.draft}
        for course in self.courses.values():
            path, whole = f"courses/{course.id}", course.part is not None and course.part.head.draft
            found |= {path, *(f"{path}#{module}" for module in course.modules)} if whole else set()
            found |= {f"{path}/{id}" for id, lesson in course.lessons.items() if whole or lesson.head.draft}
        return frozenset(found)

    @property
    def terms(self) -> Collection[str]:
        """The terms of the glossary."""
        return () if self.glossary is None else [one.term for one in self.glossary.terms]

    @cached_property
    def knows_all_objectives(self) -> bool:
        """False where a course could not be read: then an unknown objective may well be one of its own."""
        return all(course.knows_objectives for course in self.courses.values())

    def resolve(self, word: str, course: str = "") -> str | None:
        """The path that a word names, for somebody who writes it in a course; None where there is no such thing."""
        if course:
            if word.startswith("#"):
                word = f"courses/{course}{word}"
            elif "/" not in word and "#" not in word:
                word = f"courses/{course}/{word}"
        return word if word in self.paths else None

    def may_be(self, word: str, course: str = "") -> bool:
        """Whether an unknown word may name something that a fault elsewhere hides, so that it is not blamed."""
        path = f"courses/{course}{word}" if course and word.startswith("#") else word
        name, is_module, _ = path.removeprefix("courses/").partition("#")
        owner = self.courses.get(name)
        return bool(is_module) and owner is not None and not owner.knows_lessons

    def course_parts(self) -> Iterator[tuple[CourseFiles, CoursePart]]:
        for course in self.courses.values():
            if course.part is not None:
                yield course, course.part


def gather(tree: SourceTree, parts: Mapping[str, Part | None]) -> World:
    """The world of a tree. `parts` holds None for a file that is there and cannot be read."""
    world = World(tree)
    for path in sorted(parts, key=_reading_order):
        _add(world, path, parts[path])
    return world


def _reading_order(path: str) -> tuple[str, int, tuple[int, str]]:
    """Courses before their lessons, lessons as they are numbered, everything else by name."""
    folder, _, name = path.rpartition("/")
    return (folder, name != "course.md", name_order(name))


def _add(world: World, path: str, part: Part | None) -> None:
    if isinstance(part, CoursePart | LessonPart):
        _add_to_course(world, path.rpartition("/")[0], part)
    elif isinstance(part, AssessmentPart):
        _hold(world, world.assessments, part)
    elif isinstance(part, BankPart):
        _hold(world, world.banks, part)
    elif isinstance(part, CredentialPart):
        _hold(world, world.credentials, part)
    elif isinstance(part, AgreementPart):
        world.agreements[path] = part
    elif isinstance(part, DesignPart):
        world.designs[path] = part
    elif isinstance(part, IssuerPart):
        world.issuer = part
    elif isinstance(part, GlossaryPart):
        world.glossary = part
    elif isinstance(part, TranslationPart):
        world.translations[path] = part
    else:
        _hide(world, path)


def _hold(world: World, held: dict[str, _Held], part: _Held) -> None:
    before = held.setdefault(part.head.id, part)
    if before is not part:
        world.twins.append((part, before.head.file))


def _hide(world: World, file: str) -> None:
    """Keeps the name of a file that is there and cannot be read."""
    kind = kind_of_file(file)
    folder, _, name = file.rpartition("/")
    own, of_folder = id_of_name(name), id_of_name(folder.rpartition("/")[2])
    if kind in ("course", "lesson"):
        course = _course_of(world, folder, of_folder)
        path = f"courses/{course.id}" + (f"/{own}" if kind == "lesson" else "")
    elif kind == "credential":
        path = f"certificates/{of_folder}"
    elif kind in ("assessment", "bank"):
        path = f"{'banks' if kind == 'bank' else 'assessments'}/{own}"
    else:
        path = file
    world.hidden[path] = kind
    world.hidden_files[file] = path


def _add_to_course(world: World, folder: str, part: CoursePart | LessonPart) -> None:
    if isinstance(part, CoursePart):
        course = _course_of(world, folder, part.head.id)
        course.part = part
        if world.courses[course.id] is not course:
            world.twins.append((part, f"{world.courses[course.id].folder}/course.md"))
        return
    course = _course_of(world, folder, id_of_name(folder.rsplit("/", 1)[1]))
    before = course.lessons.setdefault(part.head.id, part)
    if before is not part:
        world.twins.append((part, before.head.file))


def _course_of(world: World, folder: str, name: str) -> CourseFiles:
    """The course of a folder; its file, which comes first, has given it its id."""
    course = world.by_folder.get(folder)
    if course is None:
        course = world.by_folder[folder] = CourseFiles(name, folder)
        world.courses.setdefault(name, course)
    return course
