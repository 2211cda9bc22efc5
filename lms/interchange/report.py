"""What happened to each question on its way: what could not be carried, and what is not quite as it was."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lms.questions.quiz import Question

_SHOWN = 600


class Unreadable(Exception):
    """Why a whole file cannot be read, in words for the person who gave it."""


class CannotCarry(Exception):
    """Why one question stays behind, as the end of a sentence that begins with its name. `by_hand`: how to write it."""

    def __init__(self, what: str, by_hand: str = "") -> None:
        super().__init__(what)
        self.by_hand = by_hand


def lost_words(what: str, text: str, how: str = "Write it into `why` by hand.") -> str:
    """What is told of words that no place of ours can hold, with the words."""
    words = " ".join(text.split())
    told = f"{what} is not kept: “{words[:_SHOWN]}{'…' if len(words) > _SHOWN else ''}”"
    return f"{told}. {how}" if how else told


def now_for_all(text: str) -> str:
    """What is told of words that only those with a right answer read elsewhere, and that are kept."""
    words = " ".join(text.split())[:_SHOWN]
    return f"only those who were right read this there, and here all do, in `why`: “{words}”"


def not_carried(question: Question) -> CannotCarry:
    """The refusal of a question whose kind has no like in a format."""
    return CannotCarry(f"this format cannot carry `{question.type}`")


class Fate(StrEnum):
    """What became of a question, or of a part of it."""

    LEFT_OUT = "left out"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to know about one question. `line` is that of the foreign file, 0 where there is none.

    `by_hand` says how to write what was left out.
    """

    fate: Fate
    question: str
    line: int
    what: str
    file: str = ""
    by_hand: str = ""

    def to_json(self) -> dict[str, object]:
        told = {"line": self.line, "file": self.file, "question": self.question, "what": self.what}
        return {**told, "by_hand": self.by_hand} if self.by_hand else told


def left_out(notes: list[Note]) -> list[Note]:
    return [note for note in notes if note.fate is Fate.LEFT_OUT]


def changed(notes: list[Note]) -> list[Note]:
    return [note for note in notes if note.fate is Fate.CHANGED]
