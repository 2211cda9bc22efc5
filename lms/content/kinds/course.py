"""A course file: what the course is about, and how its lessons follow each other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from html import escape

from lms.content.reading import placeholders as words
from lms.content.reading.body import read_prose
from lms.content.reading.documents import Document, read_document, ref, refs
from lms.content.reading.filing import COURSES as FOLDER
from lms.content.reading.for_whom import LEVEL, WALKED, read_paths
from lms.content.reading.former import former_path
from lms.content.reading.kind import (
    REQUIREMENT,
    TRANSLATED_TITLE,
    WHOLE_REQUIREMENT,
    Files,
    Kind,
    Quizzes,
    Starter,
    Translation,
)
from lms.content.reading.model import Catalog
from lms.content.reading.names import id_of_name, id_of_title, is_id, proposed_id, title_of
from lms.content.reading.nodes import plain_text, texts_by_key
from lms.content.reading.parts import CoursePart, ModulePart, Part, Ref
from lms.content.reading.searched import Searched, text_of
from lms.content.reading.site import World, course_of
from lms.content.reading.targets import COURSES, WHOLE, Target
from lms.content.reading.topics import TOPICS, read_topics
from lms.content.reading.written_in import LANGUAGE, read_language
from lms.sources.diagnostics import Edit, Findings, Place
from lms.sources.fields import Fields
from lms.sources.files import SourceFile
from lms.sources.slips import AIMS, GATE, TITLE
from lms.sources.tables import SILENCE, ByKey, Day, Entry, Group, Id, ListOf, Name, Table, Text, YesNo, naming
from lms.sources.yamltext import Mapping_, Node, Scalar, shorten
from lms.sources.yamltext import Sequence as Items

MODULE_KEYS = Table(
    "module",
    Entry(
        "id", Id("voice"), "its name, unique in the course", otherwise="the title as an id; one of the two is needed"
    ),
    Entry("title", Text(like="Your voice"), "its heading", otherwise="the id in words"),
    Entry(
        "lessons",
        ListOf(Name(("lesson",), "telling-your-story"), least=1),
        "the ids of its lessons, in order; a lesson is in one module, and one that is in none is not seen",
        needed=True,
    ),
    Entry(
        "opens_after",
        ListOf(Name((REQUIREMENT,), "#voice")),
        "courses, lessons, modules or assessments before the whole module",
        otherwise="it is open",
    ),
    slips={"title": TITLE, "lessons": "items contents pages lesson", "opens_after": GATE},
)
KEYS = Table(
    "course",
    Entry("title", Text(like="Foundations of patient leadership"), "the name of the course", needed=True),
    Entry("id", Id("foundations"), "another id than the folder's name", otherwise="the folder's name"),
    *naming("the course", "basics"),
    Entry("summary", Text(like="How to tell your story, and stay whole."), "one sentence for the catalogue"),
    LANGUAGE,
    LEVEL,
    WALKED,
    TOPICS,
    Entry(
        "objectives",
        ByKey("[a-z0-9]+(?:-[a-z0-9]+)*", "id", Text(like="Ask for the consent of everyone in your story.")),
        "ids, each with what a learner will be able to do; unique in the site, and named by lessons, quizzes and banks",
    ),
    Entry(
        "modules",
        ListOf(Group(MODULE_KEYS), single=False),
        "the lessons in groups, in order",
        otherwise="all lessons by their numbers, then by name, as one module",
    ),
    Entry(
        "opens_after",
        ListOf(Name((WHOLE_REQUIREMENT,), "courses/foundations")),
        "courses and assessments that must be complete or passed before this course opens",
        otherwise="it is open",
    ),
    Entry("in_order", YesNo(), "`yes`: each lesson opens after the one before it", default="no"),
    Entry(
        "authors",
        ListOf(Text(like="amal-h")),
        "who wrote it, by their pen names: under a scheme they decide about none of its candidates",
    ),
    Entry("review_by", Day(), "after this day a check warns"),
    SILENCE,
    slips={
        "authors": "author writers writer written_by",
        "title": TITLE,
        "summary": "description abstract intro subtitle excerpt resumen",
        "language": "lang locale idioma sprache",
        "level": "difficulty",
        "opens_after": GATE,
        "modules": "sections chapters units lessons parts",
        "objectives": AIMS,
        "in_order": "ordered sequential linear order",
        "review_by": "review review-date expires review-after",
        "paths": "path track tracks audience",
        "topics": "tags keywords topic",
    },
)


def read_course(source: SourceFile, findings: Findings) -> CoursePart | None:
    document = read_document(source, findings, KEYS)
    if document is None:
        return None
    fields = document.fields
    read = read_prose(document.body, findings)
    errors = len(findings.items)
    objectives = _objectives(document)
    knows_objectives = document.whole and len(findings.items) == errors
    errors = len(findings.items)
    modules = _modules(document)
    return CoursePart(
        head=document.named_head(source.path.split("/")[-2], read.links, read.anchors),
        knows_lessons=document.whole and len(findings.items) == errors,
        knows_objectives=knows_objectives,
        title=fields.text("title"),
        summary=fields.text("summary"),
        language=read_language(fields),
        level=fields.word("level"),
        paths=read_paths(fields),
        topics=read_topics(fields),
        objectives=objectives,
        modules=modules,
        opens_after=refs(fields, "opens_after"),
        in_order=fields.yes_no("in_order"),
        html=read.html,
        authors=tuple(dict.fromkeys(scalar.text.strip() for scalar in fields.texts("authors"))),
        review_by=fields.date("review_by"),
        review_place=fields.place_of("review_by"),
    )


def _objectives(document: Document) -> tuple[tuple[Ref, str], ...]:
    found = []
    for key, node in document.fields.mapping("objectives") or ():
        if not is_id(key.text):
            near = proposed_id(key.text)
            help = f"Did you mean `{near}`?" if near else "Write a–z, 0–9 and single dashes."
            edits = (Edit(key.place, near),) if near else ()
            document.findings.add(key.place, "I001", f"`{shorten(key.text)}` is not an id.", help, edits=edits)
        elif not isinstance(node, Scalar) or not node.text.strip():
            message = f"The objective `{key.text}` has no text."
            document.findings.add(key.place, "S202", message, "Say what a learner will be able to do.")
            found.append((Ref(key.text, key.place), ""))
        else:
            found.append((Ref(key.text, key.place), node.text.strip()))
    return tuple(found)


def _modules(document: Document) -> tuple[ModulePart, ...] | None:
    """The modules, None where there are none of them: then all lessons make one."""
    if not document.fields.has("modules"):
        return None
    found = []
    for node in document.fields.items("modules"):
        module = _module(node, document.findings)
        if module is not None:
            found.append(module)
    return tuple(found)


def _warn_of_lost_letters(fields: Fields, title: str, own: str) -> None:
    """A title with other letters than a–z gives an id that hardly anybody could guess."""
    near = proposed_id(title)
    if own == near:
        return
    message = f"This title has letters that no id can have, and gives the module the id `{own}`."
    kept = f", or `id: {own}` if something names it so already" if own else ""
    fields.warn("title", "I008", message, f"Write an id of its own above it, such as `id: {near or 'a-name'}`{kept}.")


def _module(node: Node, findings: Findings) -> ModulePart | None:
    fields = Fields(node, findings, MODULE_KEYS)
    if not fields.readable:
        return None
    title = fields.text("title")
    name = ref(fields, "id", needed=not title)
    if name is None and title:
        name = Ref(id_of_title(title), fields.place)
        _warn_of_lost_letters(fields, title, name.text)
    elif name is not None and not is_id(name.text):
        near = proposed_id(name.text)
        help = f"Did you mean `{near}`?" if near else "Write a–z, 0–9 and single dashes."
        edits = (Edit(name.place, near),) if near else ()
        findings.add(name.place, "I001", f"`{shorten(name.text)}` is not an id.", help, edits=edits)
    return ModulePart(
        id=name or Ref("", fields.place),
        title=title or title_of("" if name is None else name.text),
        lessons=refs(fields, "lessons"),
        opens_after=refs(fields, "opens_after"),
    )


def translated_texts(get: Callable[[str], Node | None]) -> Iterator[tuple[str, Scalar]]:
    """The objectives and the titles of the modules, by id. Modules may be a list, or titles by id."""
    for id, text in texts_by_key(get("objectives")):
        yield f"objectives.{id}", text
    modules = get("modules")
    for id, text in texts_by_key(modules):
        yield f"modules.{id}", text
    for module in modules.items if isinstance(modules, Items) else ():
        if isinstance(module, Mapping_) and isinstance(title := module.entries.get("title"), Scalar):
            id = plain_text(module, "id") or id_of_title(title.text)
            if id and title.text.strip():
                yield f"modules.{id}", title


_OBJECTIVES = ByKey("[a-z0-9-]+", "objective", Text())
_MODULES = ByKey("[a-z0-9-]+", "module", Text())
_ID_OR_TITLE = {"anyOf": [{"required": ["id"]}, {"required": ["title"]}]}


def _start(world: World, name: str) -> Files:
    folder = f"{FOLDER}{name}"
    return {
        f"{folder}/course.md": (
            f"---\ntitle: {title_of(name)}\nsummary: {words.SUMMARY}\n---\n\n{words.ABOUT_COURSE}\n"
        ),
        f"{folder}/01-first-lesson.md": words.lesson("first-lesson"),
    }


class CourseKind(Kind):
    name = "course"
    place = 1
    files = ("content/courses/*/course.md",)
    keys = KEYS
    tables = {"a module": MODULE_KEYS}
    depends = {MODULE_KEYS.what: _ID_OR_TITLE}
    called = "course"
    media = "content/courses/*/media"
    family = COURSES
    asked_for = {"course": WHOLE}
    has_page = True
    asks_learners = True
    held = "have begun it"
    compared_as_a_whole = False
    translation = Translation(
        entries=(
            TRANSLATED_TITLE,
            Entry("summary", Text(), "the sentence for the catalogue", otherwise="the original's"),
            Entry("objectives", _OBJECTIVES, "the texts of the objectives, by their ids", otherwise="the original's"),
            Entry("modules", _MODULES, "the titles of the modules, by their ids", otherwise="the original's"),
        ),
        texts=("title", "summary"),
        more=translated_texts,
    )
    starter = Starter("A course, with its first lesson.", _start)

    def read(self, source: SourceFile, findings: Findings) -> CoursePart | None:
        return read_course(source, findings)

    def gather(self, world: World, path: str, part: CoursePart) -> None:
        course = course_of(world, path.rpartition("/")[0], part.head.id)
        course.part = part
        if world.courses[course.id] is not course:
            world.twins.append((part, f"{world.courses[course.id].folder}/course.md"))

    def hidden_path(self, world: World, file: str) -> str:
        folder = file.rpartition("/")[0]
        return Target(self.family, course_of(world, folder, id_of_name(folder.rpartition("/")[2])).id).path

    def named(self, world: World) -> Iterator[tuple[str, str]]:
        for course in world.courses.values():
            yield Target(self.family, course.id).path, self.name
            yield from ((Target(self.family, course.id, part=lesson).path, "lesson") for lesson in course.lessons)
            yield from ((Target(self.family, course.id, section=module).path, "module") for module in course.modules)

    def files_of(self, world: World) -> Iterator[tuple[str, str]]:
        for course, part in world.course_parts():
            yield Target(self.family, course.id).path, part.head.file

    def quizzes(self, world: World, hidden: Collection[str] = ()) -> Iterator[Quizzes]:
        """Those of its lessons."""
        for course in world.courses.values():
            path = Target(self.family, course.id)
            lessons = [one for id, one in course.lessons.items() if path._replace(part=id).path not in hidden]
            blocks = tuple(block for lesson in lessons for block in lesson.blocks)
            yield Quizzes(path.path, blocks, whole=all(lesson.head.whole for lesson in lessons))

    def reviews(self, world: World) -> Iterator[tuple[date, Place]]:
        return ((one.review_by, one.review_place) for _, one in world.course_parts() if one.review_by is not None)

    def for_paths(self, world: World) -> Iterator[Ref]:
        return (ref for _, part in world.course_parts() for ref in part.paths or ())

    def translatable(self, world: World) -> Iterator[tuple[Part, str]]:
        for course in world.by_folder.values():
            if course.part is not None:
                yield course.part, course.part.language

    def renamed(self, world: World) -> Iterator[tuple[str, Ref, tuple[str, ...]]]:
        """Those of its lessons too: a former name of a lesson stands for as many as its course has had names."""
        called: dict[str, tuple[str, ...]] = {}
        for course, part in world.course_parts():
            path = Target(self.family, course.id).path
            names = tuple(former_path(one.text, self.family) for one in part.head.was)
            called |= dict.fromkeys([path, *names], (path, *names))
            yield from ((path, one, (name,)) for one, name in zip(part.head.was, names, strict=True))
        for course in world.courses.values():
            for id, lesson in course.lessons.items():
                for former in lesson.head.was:
                    owner, _, name = former_path(former.text, Target(self.family, course.id).path).rpartition("/")
                    stands_for = tuple(f"{one}/{name}" for one in called.get(owner, (owner,)))
                    yield Target(self.family, course.id, id).path, former, stands_for

    def drafts(self, world: World) -> Iterator[str]:
        """A draft of a course keeps its modules and lessons back as well."""
        for course in world.courses.values():
            own, whole = Target(self.family, course.id), course.part is not None and course.part.head.draft
            if whole:
                yield own.path
                yield from (own._replace(section=module).path for module in course.modules)
            for id, lesson in course.lessons.items():
                if whole or lesson.head.draft:
                    yield own._replace(part=id).path

    def searched(self, catalog: Catalog) -> Iterator[Searched]:
        for course in catalog.courses.values():
            text = text_of(escape(course.summary), course.html)
            yield Searched(f"/{course.path}", course.language, course.title, text)

    def pages(self, world: World) -> Iterator[tuple[str, str]]:
        for course in world.courses.values():
            path = Target(self.family, course.id).path
            yield f"{course.folder}/course.md", path
            yield course.folder, path
            yield from ((one.head.file, f"{path}/{one.head.id}") for one in course.lessons.values())


KIND = CourseKind()
