"""What people with a duty see of banks and questions. Keys are seen only by whoever asked for them, for an hour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from lms.practice import acts as rights
from lms.practice import lives
from lms.practice.duties import Duty, Thing
from lms.practice.lives import Kind, State
from lms.questions.quiz import Json, Quiz
from lms.services.appointing.asking import NoDuty, require
from lms.services.appointing.recording import note_seen
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.reviewing.finding import Question, find
from lms.services.reviewing.folding import Told
from lms.services.reviewing.listing import duties_in, held_by
from lms.services.reviewing.schemes import banks_under
from lms.services.reviewing.versions import Text, content_of, quiz_of, texts_in_files
from lms.store import revisions, seen_keys
from lms.store.question_lives import Recorded

OPEN_FOR = timedelta(hours=1)
OF_QUESTIONS = "W1"


@dataclass(frozen=True, slots=True)
class ActLine:
    """An act as people read it."""

    told: str
    who: str
    confirmed_by: str
    duty: str
    reason: str
    form: Json
    at: datetime


@dataclass(frozen=True, slots=True)
class Look:
    """One version of a question. `quiz` and `before` are None until the keys of the bank are opened."""

    question: Question
    told: Told
    drawn: State
    allowed: tuple[Kind, ...]
    acts: Sequence[ActLine]
    versions: Sequence[Told]
    duties: frozenset[Duty]
    is_open: bool
    quiz: Quiz | None
    before: Quiz | None
    texts: Sequence[Text]
    findings: Sequence[Mapping[str, Json]]

    @property
    def may_open(self) -> bool:
        """Whether one of these duties shows keys."""
        return bool(self.duties & set(rights.SEE_KEY.duties))


def open_keys(ctx: Context, person: Person, bank_id: str) -> None:
    """Look at the questions of a bank with their keys, for an hour; it is written down, and bars from sitting them."""
    schemes = banks_under(ctx.catalog()).get(bank_id, ())
    if not schemes:
        raise NoDuty
    with ctx.database.writing() as session:
        allowed = require(ctx, session, person, rights.SEE_KEY, Thing("bank", bank_id, schemes))
        note_seen(session, ctx, person, allowed, bank_id, f"bank:{bank_id}")


def question(ctx: Context, person: Person, source: str, version: str = "", *, typed: bool = False) -> Look:
    """A question with one of its versions; without any, the newest."""
    catalog = ctx.catalog().original
    with ctx.database.reading() as session:
        found = find(session, catalog, source)
        held = held_by(ctx, session, person, rights.SEE_LIFE, found.schemes, typed=typed)
        duties = duties_in(held, found.schemes)
        told = found.told(found.named(version))
        is_open = bool(duties & set(rights.SEE_KEY.duties)) and _is_open(ctx, session, person, found.bank.id)
        in_file = found.quiz is not None and found.quiz.version == told.version
        return Look(
            question=found,
            told=told,
            drawn=found.standing.drawn_as(found.quiz.status if found.quiz is not None else State.RETIRED),
            allowed=lives.allowed(told.life),
            acts=[_act(one) for one in told.acts],
            versions=_versions(found),
            duties=duties,
            is_open=is_open,
            quiz=_content(found, told) if is_open else None,
            before=_before(found, told) if is_open else None,
            texts=list(texts_in_files(catalog, found.bank.id, found.id)) if is_open and in_file else [],
            findings=_findings(session, found) if in_file else [],
        )


def _is_open(ctx: Context, session: Session, person: Person, bank_id: str) -> bool:
    at = seen_keys.of_account(session, person.id).get(bank_id)
    return at is not None and ctx.now() - at < OPEN_FOR


def _versions(found: Question) -> list[Told]:
    known = list(found.standing.versions.values())
    if found.quiz is not None and found.quiz.version not in found.standing.versions:
        known.append(found.told(found.quiz.version))
    return known[::-1]


def _content(found: Question, told: Told) -> Quiz | None:
    kept = found.contents.get(told.version)
    if kept is not None:
        return quiz_of(kept)
    return None if found.quiz is None else quiz_of(content_of(found.quiz))


def _before(found: Question, told: Told) -> Quiz | None:
    """What stands for the question now, where that is another version than the one looked at."""
    stands = found.standing.in_force
    return None if stands is None or stands.version == told.version else _content(found, stands)


def _act(one: Recorded) -> ActLine:
    act = one.act
    return ActLine(
        " ".join([act.kind, *([f"({act.review})"] if act.review else [])]),
        "the adoption record" if act.actor is None else one.actor_name or f"account {act.actor}",
        "" if act.confirmed_by is None else one.confirmer_name or f"account {act.confirmed_by}",
        one.duty,
        one.reason,
        one.form,
        one.at,
    )


def _findings(session: Session, found: Question) -> list[Mapping[str, Json]]:
    """What the newest check of the files says of the question's words."""
    if found.quiz is None:
        return []
    later = [quiz.line for quiz in found.bank.quizzes.values() if quiz.line > found.quiz.line]
    lines = range(found.quiz.line, min(later, default=10**9))
    file = f"banks/{found.bank.id}.md"
    return [
        one
        for one in revisions.site(session).findings
        if one["code"].startswith(OF_QUESTIONS) and one["file"].endswith(file) and one["line"] in lines
    ]
