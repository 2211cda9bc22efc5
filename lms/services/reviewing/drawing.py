"""What an examination under a scheme may ask: reviewed versions alone, as they were reviewed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from lms.content.reading.model import Assessment, Catalog
from lms.practice.lives import State
from lms.questions.quiz import Quiz
from lms.services.reviewing.folding import NOTHING, Standing, Told, sources_of, standings
from lms.services.reviewing.schemes import banks_of, schemes_of
from lms.services.reviewing.versions import quiz_of
from lms.store import question_lives
from lms.store.question_lives import Content

Banks = Mapping[str, Mapping[str, Quiz]]
"""Questions by bank and id."""

DRAWN = (State.ACTIVE, State.PILOT)


@dataclass(frozen=True, slots=True)
class Pool:
    """The questions that a paper may be drawn from, and the same by language."""

    banks: Banks
    languages: Mapping[str, Banks]


def pool_as_written(catalog: Catalog) -> Pool:
    """All that the files hold, for an examination without a scheme."""
    return Pool(_quizzes(catalog), {language: _quizzes(edition) for language, edition in catalog.editions.items()})


def _quizzes(catalog: Catalog) -> Banks:
    return {bank.id: bank.quizzes for bank in catalog.banks.values()}


def pool_of(session: Session, catalog: Catalog, assessment: Assessment) -> Pool:
    """What this examination may ask just now."""
    if not schemes_of(catalog, assessment):
        return pool_as_written(catalog)
    banks = [catalog.banks[id] for id in sorted(banks_of(assessment)) if id in catalog.banks]
    standing = standings(session, banks)
    drawn = {
        source: (quiz, told, state)
        for bank in banks
        for source, quiz in sources_of(bank).items()
        for told, state in _drawn(standing.get(source, NOTHING), quiz)
    }
    contents = question_lives.contents(session, {(told.source, told.version) for _, told, _ in drawn.values()})
    found = _Found({bank.id: {} for bank in banks}, {language: {} for language in catalog.editions})
    for source, (quiz, told, state) in drawn.items():
        original, *texts = contents[question_lives.named(told.source, told.version)]
        found.put(source, _as_reviewed(original, quiz, state), told, texts)
    return Pool(found.banks, found.languages)


def _drawn(standing: Standing, quiz: Quiz) -> list[tuple[Told, State]]:
    state = standing.drawn_as(quiz.status)
    return [(standing.in_force, state)] if standing.in_force is not None and state in DRAWN else []


def _as_reviewed(content: Content, quiz: Quiz, state: State) -> Quiz:
    """The question and its key as they were reviewed, under its name of today.

    What belongs to no version (points, explanations, objective, level, enemies) is the file's while it holds this
    version: its author may put that right at any time, as ever.
    """
    stored = quiz_of(content, state.value)
    question = replace(stored.question, id=quiz.id)
    if quiz.version != stored.version:
        return replace(stored, question=question, enemies=(*stored.enemies, *quiz.enemies))
    question = replace(question, points=quiz.question.points)
    solution = replace(quiz.solution, key=stored.solution.key)
    return replace(quiz, question=question, solution=solution, status=state.value)


class _Found:
    """The questions that were found, in every language at once."""

    def __init__(self, banks: dict[str, dict[str, Quiz]], languages: dict[str, dict[str, dict[str, Quiz]]]) -> None:
        self.banks = banks
        self.languages = {language: {bank: dict(of) for bank, of in banks.items()} for language in languages}

    def put(self, source: str, quiz: Quiz, told: Told, texts: list[Content]) -> None:
        """A question, in those languages in which its reviewers approved it; in the others as it is."""
        bank, _, id = source.rpartition("/")
        self.banks[bank][id] = quiz
        approved = {one.language: one for one in texts if told.life.has_text(f"{one.language}:{one.hash}")}
        for language, banks in self.languages.items():
            text = approved.get(language)
            banks[bank][id] = quiz if text is None else _in_language(quiz, quiz_of(text, quiz.status))


def _in_language(quiz: Quiz, text: Quiz) -> Quiz:
    question = replace(text.question, id=quiz.id, points=quiz.question.points, scored=quiz.question.scored)
    return replace(quiz, question=question, solution=text.solution)
