"""What happened to each question on its way: what could not be carried, and what is not quite as it was."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lms.questions.quiz import Question


class Unreadable(Exception):
    """Why a whole file cannot be read, in words for the person who gave it."""


class CannotCarry(Exception):
    """Why one question stays behind, as the end of a sentence that begins with its name."""


def not_carried(question: Question) -> CannotCarry:
    """The refusal of a question whose kind has no like in a format."""
    return CannotCarry(f"this format cannot carry `{question.type}`")


class Fate(StrEnum):
    """What became of a question, or of a part of it."""

    LEFT_OUT = "left out"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to know about one question. `line` is that of the foreign file, 0 where there is none."""

    fate: Fate
    question: str
    line: int
    what: str
    file: str = ""

    def to_json(self) -> dict[str, object]:
        return {"line": self.line, "file": self.file, "question": self.question, "what": self.what}


def left_out(notes: list[Note]) -> list[Note]:
    return [note for note in notes if note.fate is Fate.LEFT_OUT]


def changed(notes: list[Note]) -> list[Note]:
    return [note for note in notes if note.fate is Fate.CHANGED]
