"""A lesson file: prose, and quizzes to practise with."""

from __future__ import annotations

from lms.content.reading.body import Read, read_blocks
from lms.content.reading.documents import Document, read_document, refs
from lms.content.reading.parts import LessonPart
from lms.questions.block import BlockDefaults
from lms.sources.diagnostics import Findings
from lms.sources.files import SourceFile
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
        ListOf(Name(("course", "lesson", "module", "assessment"), "what-is-leading")),
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
