"""A question of a scheme with all that is known of it, and what must be known of whoever acts on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from lms.content.reading.model import Bank, Catalog
from lms.practice.duties import Thing
from lms.practice.lives import Kind, Life, Review
from lms.questions.quiz import Quiz
from lms.services.appointing.asking import NoDuty
from lms.services.ground.refusals import NotFound
from lms.services.reviewing.folding import NOTHING, Standing, Told, standings_of
from lms.services.reviewing.schemes import banks_under
from lms.store import pen_names, question_lives
from lms.store.question_lives import Content, Version

AUTHOR = "author"


@dataclass(frozen=True, slots=True)
class Question:
    """A question under a scheme. `quiz` is what the files say now, None where they have it no more."""

    source: str
    bank: Bank
    schemes: tuple[str, ...]
    quiz: Quiz | None
    standing: Standing
    stored: Mapping[str, Version]
    contents: Mapping[str, Content]

    @property
    def id(self) -> str:
        return self.source.rpartition("/")[2]

    def named(self, version: str) -> str:
        """The whole hash of a version that is named by its beginning; without any, the newest one."""
        known = dict.fromkeys(
            [*([] if self.quiz is None else [self.quiz.version]), *reversed([*self.standing.versions])]
        )
        found = [one for one in known if one.startswith(version)]
        if not found or (version and len(found) > 1):
            raise NotFound("There is no such version of this question.")
        return found[0]

    def told(self, version: str) -> Told:
        """A version with its life; a draft where nothing was done with it yet."""
        return self.standing.versions.get(version) or Told(self.source, version, Life(), ())


def find(session: Session, catalog: Catalog, source: str) -> Question:
    """The question; NoDuty where there is none under a scheme, as for whoever has no duty in it."""
    bank_id, _, id = source.rpartition("/")
    original = catalog.original
    bank, schemes = original.banks.get(bank_id), banks_under(original).get(bank_id, ())
    if bank is None or not schemes:
        raise NoDuty
    quiz = bank.quizzes.get(id)
    names = [source] if quiz is None or not quiz.former else [f"{bank_id}/{quiz.former}", source]
    kept = question_lives.kept_of(session, names)
    if quiz is None and not kept:
        raise NoDuty
    acts = question_lives.acts_of(session, names) if kept else []
    standing = standings_of(acts, dict.fromkeys(names, source)).get(source, NOTHING)
    stored = {version.version: version for version, _content in kept}
    contents = {content.version: content for _version, content in kept}
    return Question(source, bank, schemes, quiz, standing, stored, contents)


def thing_of(session: Session, question: Question, version: str, review: Review | None = None) -> Thing:
    """What is asked of whoever acts on a version. Its writers are who wrote it, and who stood up for it."""
    told, stored = question.told(version), question.stored.get(version)
    writers = {stored.writer if stored is not None else None, author_of(session, question.quiz)}
    writers |= {one.act.actor for one in told.acts if one.act.kind is Kind.PROPOSED}
    others = {who for of, who in told.life.approved.items() if review is not None and of is not review}
    return Thing(
        "question",
        question_lives.named(question.source, version),
        question.schemes,
        writers=frozenset(one for one in writers if one is not None),
        reviewers=frozenset(one for one in others if one is not None),
        proposed_by=told.life.forwarder,
    )


def author_of(session: Session, quiz: Quiz | None) -> int | None:
    """Whose pen name the author of a question is; None for a free name, and where there is none."""
    name = "" if quiz is None else quiz.notes.get(AUTHOR, "").strip()
    return pen_names.accounts_of(session, [name]).get(name) if name else None
