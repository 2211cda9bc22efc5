"""Versions of questions as they are kept: taken whole out of the files, and made questions again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from lms.content.reading.model import Catalog
from lms.questions.kinds import KINDS
from lms.questions.quiz import Json, Quiz
from lms.questions.stored import (
    drawn_solution_to_json,
    question_from_json,
    question_to_json,
    solution_from_json,
)
from lms.questions.version import canonical
from lms.store.question_lives import Content


@dataclass(frozen=True, slots=True)
class Text:
    """A version in another language; `name` is what an approval says, such as `es:3f…`."""

    language: str
    hash: str
    quiz: Quiz

    @property
    def name(self) -> str:
        return f"{self.language}:{self.hash}"


def texts_in_files(catalog: Catalog, bank: str, id: str) -> Iterator[Text]:
    """The languages that a question of the files is written in, beside that of its original."""
    original = catalog.original.banks[bank].quizzes[id]
    for language, edition in catalog.original.editions.items():
        quiz = edition.banks[bank].quizzes[id]
        if (quiz.question, quiz.solution) != (original.question, original.solution):
            yield Text(language, hash_of(quiz), quiz)


def hash_of(quiz: Quiz) -> str:
    """The hash of all that a reader is shown of a question, and of what it is marked by."""
    question = replace(quiz.question, points=1, scored=True)
    shown = {"question": question_to_json(question), "solution": drawn_solution_to_json(quiz.solution)}
    return sha256(canonical(shown).encode()).hexdigest()


def content_of(quiz: Quiz, language: str = "") -> Content:
    """A question of the files as it is stored: what is asked and said of it, and the key apart."""
    about: dict[str, Json] = {
        "question": question_to_json(quiz.question),
        "objective": quiz.objective,
        "level": quiz.level,
        "enemies": list(quiz.enemies),
        "notes": dict(quiz.notes),
    }
    return Content(quiz.version, language, hash_of(quiz), about, drawn_solution_to_json(quiz.solution))


def quiz_of(content: Content, status: str = "active") -> Quiz:
    """The question of a stored version, drawn as `status`. Raises UnknownKind."""
    about = content.quiz
    question = question_from_json(about["question"])
    question = replace(question, scored=KINDS.of(question).scored and status != "pilot")
    return Quiz(
        question=question,
        solution=solution_from_json(content.key),
        version=content.version,
        objective=about["objective"],
        level=about["level"],
        status=status,
        enemies=tuple(about["enemies"]),
        notes=about["notes"],
    )
