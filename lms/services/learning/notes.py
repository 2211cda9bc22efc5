"""What a learner wrote for themselves, in the lessons that asked for it: for its owner alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lms.content.reading.model import Catalog, Course, Lesson
from lms.questions.kinds import KINDS
from lms.questions.quiz import Question
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.store import own_words


@dataclass(frozen=True, slots=True)
class Note:
    """The newest words to a question. What it was written to may have left the site since: then it is None."""

    course: Course | None
    lesson: Lesson | None
    question: Question | None
    words: str
    at: datetime


def notes_of(context: Context, person: Person) -> tuple[Note, ...]:
    """All that somebody wrote for themselves: by course and lesson, as these are taught; what is left comes last."""
    catalog = context.catalog()
    newest: dict[tuple[str, str], own_words.Unscored] = {}
    for one in own_words.of_account(context.database.engine, person.id):
        newest[catalog.former.now(f"{one.subject}/{one.part}"), one.quiz] = one
    found = (_note(catalog, path, quiz, one) for (path, quiz), one in newest.items())
    places = {path: n for n, path in enumerate(_paths(catalog))}
    return tuple(sorted(filter(None, found), key=lambda one: _place(one, places)))


def _note(catalog: Catalog, path: str, quiz: str, one: own_words.Unscored) -> Note | None:
    _, _, inside = path.partition("/")
    course = catalog.courses.get(inside.partition("/")[0])
    lesson = None if course is None else course.lessons.get(inside.partition("/")[2])
    question = next((asked for asked in lesson.questions if asked.id == quiz), None) if lesson is not None else None
    words = one.answer if isinstance(one.answer, str) else ""
    # Of a question that is gone nobody knows the kind: a number was no letter to oneself.
    own = KINDS.of(question).private if question is not None else not words.strip().isdecimal()
    return Note(course, lesson, question, words, one.at) if own and words.strip() else None


def _paths(catalog: Catalog) -> list[str]:
    return [lesson.path for course in catalog.courses.values() for lesson in course.lessons.values()]


def _place(one: Note, places: dict[str, int]) -> tuple[int, int, datetime]:
    if one.lesson is None:
        return len(places), 0, one.at
    asked = [question.id for question in one.lesson.questions]
    return places[one.lesson.path], asked.index(one.question.id) if one.question else len(asked), one.at
