"""The review form: what each of the two readings of a question answers, and what an answer asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lms.practice.lives import Review

LONGEST_NOTE = 500
MOST_DIFFICULTY = 100


class Says(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not applicable"


CRITERIA: Mapping[Review, Mapping[str, str]] = {
    Review.CONTENT: {
        "one_best_answer": "One answer is the best, and it is the one that the key names.",
        "supported": "The reference supports the key.",
        "level": "The level is as the question says.",
        "no_trick": "Nothing in it is a trick.",
        "plain_words": "The words are plain.",
    },
    Review.FAIRNESS: {
        "nobody_helped_or_hurt": "No group is helped or hurt by what has nothing to do with the domain.",
        "no_diagnosis": "Nobody has to know or share a diagnosis to answer it.",
        "people_first": "Its words put people first.",
    },
}


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it was filled in: an answer to each criterion, a note where there is one, and a guess from 0 to 100.

    The guess, of the content review alone: of 100 people who are ready, so many answer it right.
    """

    review: Review
    answers: Mapping[str, Says]
    notes: Mapping[str, str]
    difficulty: int | None = None

    @property
    def approves(self) -> bool:
        """A single no returns the version."""
        return Says.NO not in self.answers.values()

    @property
    def reason(self) -> str:
        """The notes beside each no, as the writer reads them."""
        return " ".join(self.notes[name] for name, says in self.answers.items() if says is Says.NO)

    def to_json(self) -> dict[str, object]:
        answers: dict[str, object] = {name: says.value for name, says in self.answers.items()}
        guess = {} if self.difficulty is None else {"difficulty": self.difficulty}
        return answers | ({"notes": dict(self.notes)} if self.notes else {}) | guess


@dataclass(frozen=True, slots=True)
class Faulty:
    """What is missing in a form of one of the reviews, by the name of its field."""

    review: Review
    faults: Mapping[str, str]


def fields(review: Review) -> tuple[str, ...]:
    """The names of the fields of a form."""
    guess = ("difficulty",) if review is Review.CONTENT else ()
    return (*CRITERIA[review], *(f"note_{name}" for name in CRITERIA[review]), *guess)


def read(review: Review, filled: Mapping[str, str]) -> Form | Faulty:
    """A form of fields as they were sent: each criterion by name, its note under `note_<name>`, and `difficulty`."""
    answers: dict[str, Says] = {}
    notes: dict[str, str] = {}
    faults: dict[str, str] = {}
    for name in CRITERIA[review]:
        said, note = filled.get(name, ""), " ".join(filled.get(f"note_{name}", "").split())
        if said not in list(Says):
            faults[name] = "Answer yes, no, or not applicable."
            continue
        answers[name] = Says(said)
        if answers[name] is Says.NO and not note:
            faults[f"note_{name}"] = "A no needs a note: say what the writer should change."
        elif len(note) > LONGEST_NOTE or "\0" in note:
            faults[f"note_{name}"] = f"Please use at most {LONGEST_NOTE} characters."
        elif note:
            notes[name] = note
    difficulty = _difficulty(review, filled.get("difficulty", "").strip(), faults)
    return Faulty(review, faults) if faults else Form(review, answers, notes, difficulty)


def _difficulty(review: Review, written: str, faults: dict[str, str]) -> int | None:
    if review is not Review.CONTENT:
        return None
    if written.isascii() and written.isdigit() and len(written) < 4 and int(written) <= MOST_DIFFICULTY:
        return int(written)
    faults["difficulty"] = "Guess a whole number from 0 to 100."
    return None
