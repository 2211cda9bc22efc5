"""Finished attempts that met a wrong key: found, marked again by the right one, and the certificates on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms.content.reading.model import Catalog
from lms.content.reading.targets import ASSESSMENTS, BANKS, Target, own_id
from lms.credentials.life import Status, status
from lms.progress.rescoring import Change, Question, Untouched, rescored
from lms.questions.quiz import Quiz
from lms.services.assessing.results import item_of
from lms.services.correcting.former_questions import DrawnQuestions
from lms.services.ground import renamed
from lms.services.ground.refusals import Conflict, NotFound
from lms.store import attempts, certificates, scores


@dataclass(frozen=True, slots=True)
class Resting:
    """A certificate whose holder's pass the corrected points alone would no longer be."""

    serial: str
    credential: str
    status: str
    attempt: str


def question_of(catalog: Catalog, source: str) -> Question:
    """The question "bank/id" of a catalog, with its former name; NotFound says which there are."""
    name = own_id(source, BANKS)
    bank_id, _, quiz_id = name.partition("/")
    bank = catalog.banks.get(bank_id)
    if bank is None:
        raise NotFound(f"There is no bank “{bank_id}”. There are: {', '.join(sorted(catalog.banks)) or 'none'}.")
    quiz = bank.quizzes.get(quiz_id)
    if quiz is None:
        raise NotFound(f"There is no question “{quiz_id}” in the bank “{bank_id}”.")
    former = {f"{bank_id}/{quiz.former}"} if quiz.former else set()
    return Question(quiz, frozenset({f"{bank_id}/{quiz_id}", *former}))


def name_of(question: Question) -> str:
    """The question's source as it is called now."""
    return next(one for one in question.sources if one.endswith(f"/{question.today.id}"))


def correctable(catalog: Catalog, source: str) -> Question:
    question = question_of(catalog, source)
    if not question.today.corrections:
        raise Conflict(
            f"{name_of(question)} has no `corrections`, so there is nothing to correct. "
            "Write the former answer there first, and publish."
        )
    return question


def all_met(session: Session, question: Question, most: int) -> Iterator[scores.Met]:
    after = ""
    while batch := scores.met(session, question.sources, after, most):
        yield from batch
        after = batch[-1].attempt_id


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished attempt with all that is needed to mark it again."""

    met: scores.Met
    solved: Sequence[attempts.SolvedItem]
    newest: scores.Score | None
    drawn: Mapping[str, Quiz]

    @classmethod
    def of(cls, session: Session, drawn: DrawnQuestions, met: scores.Met) -> Paper:
        return cls(
            met=met,
            solved=attempts.solved_items(session, met.attempt_id),
            newest=scores.last_of(scores.of_attempt(session, met.attempt_id)),
            drawn=drawn.of(session, met.revision),
        )

    def under(self, question: Question, take_away: bool) -> Change | Untouched:
        items = [item_of(one) for one in self.solved]
        answers = {one.n: one.answer for one in self.solved}
        return rescored(question, self.met, items, answers, self.newest, self.drawn, take_away=take_away)


def marked_again(
    session: Session, drawn: DrawnQuestions, question: Question, met: scores.Met, take_away: bool
) -> Change | Untouched:
    return Paper.of(session, drawn, met).under(question, take_away)


def resting_on(session: Session, catalog: Catalog, change: Change, now: datetime) -> Iterator[Resting]:
    """Certificates in force of a holder whose pass does not rest on points any more, and on no other attempt."""
    met = change.met
    if not change.before.passed or change.by_points:
        return
    if renamed.passed_otherwise(session, catalog, met.account_id, met.assessment, met.attempt_id):
        return
    path = catalog.former.now(Target(ASSESSMENTS, met.assessment).path)
    for one in certificates.of_account(session, met.account_id):
        credential = catalog.credentials.get(one.credential)
        stands = status(one.life, one.expires_at, now)
        if credential is None or path not in (*credential.requires, *credential.renew_with):
            continue
        if stands in (Status.VALID, Status.SUSPENDED):
            yield Resting(one.serial, one.credential, stands.value, met.attempt_id)
