"""Keeping a version of the files whole, before anything is done with it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.content.reading.model import Catalog
from lms.services.ground.context import Context
from lms.services.reviewing.versions import content_of, texts_in_files
from lms.store import question_lives
from lms.store.question_lives import Version


def keep(session: Session, ctx: Context, catalog: Catalog, source: str, writer: int | None) -> frozenset[str]:
    """Store a version of the files and its translations as they are; the names of these. What is stored stays so."""
    bank, _, id = source.rpartition("/")
    quiz = catalog.original.banks[bank].quizzes[id]
    content, now = content_of(quiz), ctx.now()
    version = Version(source, quiz.version, bank, writer, catalog.revision, now)
    question_lives.add_version(session, version, content.quiz, content.key)
    return keep_texts(session, ctx, catalog, source, source)


def keep_texts(session: Session, ctx: Context, catalog: Catalog, source: str, kept_as: str) -> frozenset[str]:
    """The same of its translations alone; `kept_as` is the name that the question had when it was stored."""
    bank, _, id = source.rpartition("/")
    names = set()
    for text in texts_in_files(catalog, bank, id):
        question_lives.add_text(session, kept_as, content_of(text.quiz, text.language), ctx.now())
        names.add(text.name)
    return frozenset(names)
