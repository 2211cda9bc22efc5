"""A lesson file: prose, and quizzes to practise with."""

from __future__ import annotations

from collections.abc import Iterator

from lms.content.reading import placeholders as words
from lms.content.reading.body import Read, read_blocks
from lms.content.reading.documents import Document, read_document, refs
from lms.content.reading.kind import REQUIREMENT, TRANSLATED_TITLE, Files, Kind, NotPossible, Starter, Translation
from lms.content.reading.model import Catalog
from lms.content.reading.names import id_of_name
from lms.content.reading.parts import CoursePart, LessonPart, Part
from lms.content.reading.searched import Searched, text_of
from lms.content.reading.site import World, course_of
from lms.content.reading.targets import COURSES, PART, SECTION, Target
from lms.questions.block import BlockDefaults
from lms.sources.diagnostics import Findings, Place
from lms.sources.files import SourceFile, SourceTree
from lms.sources.slips import AIMS, GATE, TITLE
from lms.sources.tables import SILENCE, Entry, Id, ListOf, Name, Table, Text, Whole, Word, naming

COMPLETE_WHEN = ("read", "answered", "correct")
KEYS = Table(
    "lesson",
    Entry("title", Text(like="Telling your story"), "its heading", needed=True),
    Entry("id", Id("telling-your-story"), "another id than the file's name", otherwise="the file's name"),
    *naming("the lesson", "telling-a-story"),
    Entry("minutes", Whole(1, 600), "how long it takes", otherwise="a minute for every 150 words, and for every quiz"),
    Entry("objectives", ListOf(Name(("objective",), "story-consent")), "ids of objectives that it serves"),
    Entry(
        "opens_after",
        ListOf(Name((REQUIREMENT,), "what-is-leading")),
        "courses, lessons, modules or assessments before it, added to the module's and the course's own order",
        otherwise="it is open",
    ),
    Entry(
        "complete_when",
        Word(COMPLETE_WHEN),
        "`read`: the learner marks it as done. `answered`: every scored quiz has been answered once. `correct`: every "
        "one has been answered right; tries are unlimited",
        otherwise="`answered` where there is a scored quiz, else `read`",
    ),
    SILENCE,
    slips={
        "title": TITLE,
        "minutes": "duration time length reading-time estimated-time minute mins min",
        "objectives": AIMS,
        "opens_after": GATE,
        "complete_when": "complete completion done-when completed-when finished-when",
    },
)
SHOWN = ("active", "pilot")
_WORDS_A_MINUTE = 150


def read_lesson(source: SourceFile, findings: Findings) -> LessonPart | None:
    document = read_document(source, findings, KEYS)
    if document is None:
        return None
    fields = document.fields
    _, _, course, name = source.path.split("/")
    read = read_blocks(document.body, findings, BlockDefaults())
    return LessonPart(
        head=document.named_head(name, read.links, read.anchors, read.silences),
        course=course,
        title=fields.text("title"),
        minutes=fields.whole("minutes") or _estimated_minutes(document, read),
        objectives=refs(fields, "objectives"),
        opens_after=refs(fields, "opens_after"),
        complete_when=_complete_when(document, read),
        passages=tuple(read.passages),
        blocks=tuple(read.blocks),
    )


def _complete_when(document: Document, read: Read) -> str:
    """When the lesson is done; an order that can never be met is a finding."""
    fields = document.fields
    scored = any(block.quiz.question.scored and block.quiz.status == "active" for block in read.blocks)
    usual = "answered" if scored else "read"
    word = fields.word("complete_when", default=usual)
    if word == "read" or scored:
        return word
    if read.whole:
        message = f"This lesson has no scored quiz, so it could never be done when {word}."
        fields.fault(
            "complete_when", "C106", message, "Add a quiz that is active and scored, or write `complete_when: read`."
        )
    return "read"


def _estimated_minutes(document: Document, read: Read) -> int:
    """A minute for every 150 words, those of the quizzes included, and for every quiz."""
    words = len(document.body.text.split())
    return max(1, round(words / _WORDS_A_MINUTE) + len(read.blocks))


def _start(world: World, name: str) -> Files:
    """A lesson after the last one of a course; where the course has modules, the last one gets it."""
    course_id, _, name = name.partition("/")
    found = world.courses.get(course_id)
    if found is None:
        raise NotPossible(f"There is no course {course_id}. Begin with: lms content new course {course_id}")
    numbers = [path.rsplit("/", 1)[1].partition("-")[0] for path in world.tree.files if path.startswith(found.folder)]
    number = max((int(one) for one in numbers if one.isdigit() and len(one) < 5), default=0) + 1
    files = {f"{found.folder}/{number:02}-{name}.md": words.lesson(name)}
    if found.part is not None and found.part.modules:
        files[found.part.head.file] = _with_lesson(world.tree, found.part, name)
    return files


def _with_lesson(tree: SourceTree, part: CoursePart, name: str) -> str:
    """The course's file with one more lesson in its last module, written as the others of it are."""
    lines = tree.files[part.head.file].content.decode("utf-8-sig").split("\n")
    last = (part.modules or ())[-1].lessons
    if not last:
        raise NotPossible(f"The last module of {part.head.file} has no lessons yet: write {name} into it by hand.")
    place: Place = last[-1].place
    line = lines[place.line - 1]
    before = line[: place.column - 1]
    if before.strip(" ") == "-":
        lines.insert(place.line, f"{before}{name}")
    else:
        lines[place.line - 1] = f"{line[: place.end_column - 1]}, {name}{line[place.end_column - 1 :]}"
    return "\n".join(lines)


class LessonKind(Kind):
    name = "lesson"
    place = 2
    files = ("content/courses/*/*.md",)
    keys = KEYS
    called = "lesson"
    family = COURSES
    asked_for = {"lesson": PART, "module": SECTION}
    has_page = True
    asks_learners = True
    compared_as_a_whole = False
    translation = Translation(entries=(TRANSLATED_TITLE,), texts=("title",), blocks="quiz")
    starter = Starter("A lesson at the end of a course.", _start, "COURSE/ID")

    def read(self, source: SourceFile, findings: Findings) -> LessonPart | None:
        return read_lesson(source, findings)

    def gather(self, world: World, path: str, part: LessonPart) -> None:
        folder = path.rpartition("/")[0]
        course = course_of(world, folder, id_of_name(folder.rsplit("/", 1)[1]))
        before = course.lessons.setdefault(part.head.id, part)
        if before is not part:
            world.twins.append((part, before.head.file))

    def hidden_path(self, world: World, file: str) -> str:
        folder, _, name = file.rpartition("/")
        course = course_of(world, folder, id_of_name(folder.rpartition("/")[2]))
        return Target(self.family, course.id, part=id_of_name(name)).path

    def language_of(self, world: World, part: LessonPart) -> str:
        """That of its course."""
        folder = part.head.file.rpartition("/")[0]
        course = world.by_folder[folder].part if folder in world.by_folder else None
        return "en" if course is None else course.language

    def translatable(self, world: World) -> Iterator[tuple[Part, str]]:
        for course in world.by_folder.values():
            language = course.part.language if course.part is not None else "en"
            yield from ((lesson, language) for lesson in course.lessons.values())

    def searched(self, catalog: Catalog) -> Iterator[Searched]:
        """Its prose, for whom it is open; nothing of its questions."""
        for course in catalog.courses.values():
            for lesson in course.lessons.values():
                text = text_of(*(passage.html for passage in lesson.passages if not passage.quiz))
                yield Searched(f"/{lesson.path}", lesson.language, lesson.title, text, lesson.path)

    def named(self, world: World) -> Iterator[tuple[str, str]]:
        """Courses name their lessons themselves."""
        return iter(())


KIND = LessonKind()
