"""Whom an edit touches, in numbers: from the database, or from a summary that holds nobody's data.

A summary has counts alone; between 1 and 4 it says "fewer than 5", so that nobody can be told from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from lms.content.reading.model import Catalog
from lms.content.reading.targets import ASSESSMENTS, BANKS, CERTIFICATES, COURSES, Target, own_id, target_of
from lms.questions.kinds import KINDS
from lms.questions.marking import shuffled
from lms.questions.quiz import Json, Quiz
from lms.questions.stream import Stream
from lms.services.correcting.former_questions import DrawnQuestions
from lms.store import effects

FEWEST = 5
FEW = f"fewer than {FEWEST}"
FORMAT = 1

Count = int | str
"""A number of people, attempts or certificates; in a summary it may be "fewer than 5"."""

Counts = Mapping[str, Any]
"""Counts by what they count; under `answers` they are by letter."""


class CountsOf(Protocol):
    """Counts for a thing by its path, such as `banks/consent/rosa-photo`; None where nothing is known of it."""

    def of(self, thing: str) -> Counts | None: ...


@dataclass(frozen=True, slots=True)
class FromSummary:
    """What a summary file says."""

    things: Mapping[str, Counts]

    def of(self, thing: str) -> Counts | None:
        return self.things.get(thing)


class FromDatabase:
    """What the database says, asked thing by thing. `catalog` knows which credential asks for which assessment."""

    def __init__(self, session: Session, catalog: Catalog, now: datetime) -> None:
        self._session, self._catalog, self._now = session, catalog, now
        self._names = catalog.former
        self._drawn = DrawnQuestions()

    def of(self, thing: str) -> Counts | None:
        target = target_of(thing)
        count = self._counted.get(target.family)
        return None if count is None else count(target)

    @property
    def _counted(self) -> Mapping[str, Callable[[Target], Counts | None]]:
        """How things are counted, by family. Of any other nothing is known."""
        return {
            BANKS: lambda one: self._question(own_id(one.path, BANKS)) if one.part else None,
            COURSES: lambda one: self._lesson(one.path) if one.part else self._course(one.path),
            ASSESSMENTS: self._assessment,
            CERTIFICATES: self._credential,
        }

    def _course(self, path: str) -> Counts:
        return effects.course(self._session, self._names.every(path))

    def _assessment(self, one: Target) -> Counts:
        id = own_id(one.path, ASSESSMENTS)
        found = effects.assessment(self._session, self._names.every_assessment(id))
        return {**found, "certificates": self._resting({id})}

    def _resting(self, assessments: Collection[str], sources: Collection[str] | None = None) -> int:
        return effects.resting(self._session, self._asking(assessments), self._now, sources)

    def _credential(self, one: Target) -> Counts | None:
        """Certificates in force; nobody holds one of the issuer, who stands beside the credentials."""
        id = own_id(one.path, CERTIFICATES)
        return None if id == "issuer" else {"certificates": effects.held(self._session, id, self._now)}

    def _lesson(self, path: str) -> Counts:
        under_way = self._course(path.rpartition("/")[0])["learners_under_way"]
        finished = effects.finished_lesson(self._session, self._names.every(path))
        return {"finished": finished, "under_way_in_course": under_way}

    def _question(self, source: str) -> Counts:
        sources = self._sources(source)
        found: dict[str, Any] = dict(effects.question(self._session, sources))
        assessments = effects.assessments_asking(self._session, sources)
        found["certificates"] = self._resting(assessments, sources)
        answers = self._answers(sources)
        if answers:
            found["answers"] = dict(sorted(answers.items()))
        return found

    def _sources(self, source: str) -> frozenset[str]:
        bank, _, id = source.partition("/")
        held = self._catalog.banks.get(bank)
        quiz = held.quizzes.get(id) if held is not None else None
        return frozenset({source, f"{bank}/{quiz.former}"}) if quiz is not None and quiz.former else frozenset({source})

    def _asking(self, assessments: Collection[str]) -> dict[str, list[str]]:
        """Which credentials ask for which of these assessments, under whatever name they were sat."""
        names = {one: self._names.now(Target(ASSESSMENTS, one).path) for one in self._names_of(assessments)}
        return {
            id: [one for one, now in names.items() if now in credential.requires]
            for id, credential in self._catalog.credentials.items()
        }

    def _names_of(self, assessments: Collection[str]) -> Iterator[str]:
        for one in assessments:
            yield from self._names.every_assessment(self._names.assessment_now(one))

    def _answers(self, sources: Collection[str]) -> Counter[str]:
        """How many finished attempts chose each of the author's letters."""
        counted: Counter[str] = Counter()
        for source, seed, revision, answer in effects.answers(self._session, sources):
            quiz = self._drawn.of(self._session, revision).get(source)
            if quiz is not None:
                counted.update(_letters(quiz, seed, source, answer))
        return counted


def _letters(quiz: Quiz, seed: str, source: str, answer: Json) -> Iterable[str]:
    """The author's letters for what was chosen in an attempt, which has names of its own for them."""
    drawn, _ = shuffled(quiz.question, quiz.solution, Stream(seed, "item", source), False)
    return KINDS.of(drawn).counted(drawn.body, quiz.question.body, answer)


def summary(session: Session, catalog: Catalog, now: datetime) -> dict[str, Any]:
    """The counts of everything in a catalog, as they may leave the house."""
    numbers = FromDatabase(session, catalog, now)
    counted = {thing: numbers.of(thing) for thing in _things(catalog)}
    things = {thing: _coarse(one) for thing, one in counted.items() if one is not None and _any(one)}
    return {"format": FORMAT, "revision": catalog.revision, "day": now.date().isoformat(), "things": things}


def _things(catalog: Catalog) -> Iterator[str]:
    for course in catalog.courses.values():
        yield course.path
        yield from (lesson.path for lesson in course.lessons.values())
    for bank in catalog.banks.values():
        yield from (Target(BANKS, bank.id, id).path for id in bank.quizzes)
    yield from (assessment.path for assessment in catalog.assessments.values())
    yield from (credential.path for credential in catalog.credentials.values())


def _any(counts: Counts) -> bool:
    return any(_any(one) if isinstance(one, Mapping) else bool(one) for one in counts.values())


def _coarse(counts: Counts) -> dict[str, Any]:
    return {
        name: _coarse(one) if isinstance(one, Mapping) else FEW if 0 < one < FEWEST else one
        for name, one in counts.items()
    }


def read_summary(value: Json) -> FromSummary:
    """A summary as it was written. Raises ValueError for what is none."""
    if not isinstance(value, dict) or value.get("format") != FORMAT or not isinstance(value.get("things"), dict):
        raise ValueError("this is no summary of ours")
    if not all(isinstance(thing, str) and _sound(counts) for thing, counts in value["things"].items()):
        raise ValueError("a count in it is none")
    return FromSummary(value["things"])


def _sound(counts: Json, deep: bool = True) -> bool:
    if not isinstance(counts, dict):
        return False
    return all(
        isinstance(name, str)
        and (
            (isinstance(one, int) and not isinstance(one, bool) and one >= 0)
            or one == FEW
            or (deep and name == "answers" and _sound(one, deep=False))
        )
        for name, one in counts.items()
    )


_NAMES: Mapping[str, tuple[str, str]] = {
    "under_way": ("attempt under way", "attempts under way"),
    "learners_under_way": ("learner under way", "learners under way"),
    "under_way_in_course": ("learner under way in the course", "learners under way in the course"),
    "finished": ("finished it", "finished it"),
    "met": ("finished attempt met it", "finished attempts met it"),
    "ended": ("finished attempt", "finished attempts"),
    "passed": ("passed", "passed"),
    "certificates": ("certificate rests on it", "certificates rest on it"),
}


def in_words(counts: Counts | None) -> str:
    """Whom it touches, in one line: "2 attempts under way, 14 finished attempts met it (a: 9, b: 5)"."""
    if counts is None:
        return ""
    parts = []
    for name, (one, several) in _NAMES.items():
        count = counts.get(name, 0)
        if count:
            parts.append(f"{count} {one if count == 1 else several}")
            if name == "met" and counts.get("answers"):
                parts[-1] += f" ({', '.join(f'{letter}: {chosen}' for letter, chosen in counts['answers'].items())})"
    return ", ".join(parts) or "nobody so far"
