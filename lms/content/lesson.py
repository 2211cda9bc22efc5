"""A lesson file: prose, and quizzes to practise with."""

from __future__ import annotations

from lms.content.body import Read, read_blocks
from lms.content.documents import Document, read_document, refs
from lms.content.parts import LessonPart
from lms.questions.block import BlockDefaults
from lms.sources.diagnostics import Findings
from lms.sources.files import SourceFile

KEYS = ("id", "title", "minutes", "objectives", "opens_after", "complete_when")
COMPLETE_WHEN = ("read", "answered", "correct")
SHOWN = ("active", "pilot")
_WORDS_A_MINUTE = 150


def read_lesson(source: SourceFile, findings: Findings) -> LessonPart | None:
    document = read_document(source, findings, KEYS, "lesson")
    if document is None:
        return None
    fields = document.fields
    _, _, course, name = source.path.split("/")
    read = read_blocks(document.body, findings, BlockDefaults())
    shown = {block.quiz.id for block in read.blocks if block.quiz.status in SHOWN}
    return LessonPart(
        head=document.head(name, read.links, read.anchors),
        course=course,
        title=fields.text("title", needed=document.whole),
        minutes=fields.whole("minutes", least=1, most=600, default=0) or _estimated_minutes(document, read),
        objectives=refs(fields, "objectives"),
        opens_after=refs(fields, "opens_after"),
        complete_when=_complete_when(document, read),
        passages=tuple(passage for passage in read.passages if not passage.quiz or passage.quiz in shown),
        blocks=tuple(read.blocks),
    )


def _complete_when(document: Document, read: Read) -> str:
    """When the lesson is done; an order that can never be met is a finding."""
    fields = document.fields
    scored = any(block.quiz.question.scored and block.quiz.status == "active" for block in read.blocks)
    usual = "answered" if scored else "read"
    word = fields.word("complete_when", COMPLETE_WHEN, default=usual)
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
