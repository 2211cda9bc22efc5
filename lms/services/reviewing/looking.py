"""What people with a duty see of banks and questions. Keys are seen only by whoever asked for them, for an hour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from lms.content.reading.model import Bank
from lms.practice import acts as rights
from lms.practice import lives
from lms.practice.duties import Duty, Thing
from lms.practice.lives import Kind, Review, State
from lms.questions.quiz import Json, Quiz
from lms.services.appointing.asking import NoDuty, duties_now, require
from lms.services.appointing.recording import note_seen
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.reviewing.finding import Question, find
from lms.services.reviewing.folding import NOTHING, Standing, Told, sources_of, standings
from lms.services.reviewing.schemes import banks_under
from lms.services.reviewing.versions import Text, content_of, quiz_of, texts_in_files
from lms.store import accounts, question_lives, revisions, seen_keys

OPEN_FOR = timedelta(hours=1)
SEES_LIVES = frozenset({*rights.SEE_KEY.duties, Duty.DECIDER})
READERS = tuple(duty.value for duty in Duty if duty in SEES_LIVES)
REVIEWERS = tuple(duty.value for act in rights.REVIEWS.values() for duty in act.duties)
OF_QUESTIONS = "W1"


@dataclass(frozen=True, slots=True)
class BankLine:
    """A bank under a scheme, with how many of its questions are in which state."""

    bank: Bank
    schemes: tuple[str, ...]
    counts: Mapping[State, int]
    waiting: int
    duties: frozenset[Duty]


@dataclass(frozen=True, slots=True)
class Line:
    """A question: what stands for it, as what it is drawn, and the state of the version that the files hold now."""

    source: str
    drawn: State
    newest: State
    version: str
    adopted: bool


@dataclass(frozen=True, slots=True)
class InReview:
    """A version that waits for one of its readings."""

    source: str
    version: str
    review: Review


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


def banks(ctx: Context, person: Person) -> list[BankLine]:
    """The banks of the schemes in which somebody has a duty that sees questions or decides about them."""
    catalog = ctx.catalog().original
    with ctx.database.reading() as session:
        held = duties_now(ctx, session, person.id)
        mine = {
            id: schemes for id, schemes in banks_under(catalog).items() if id in catalog.banks and _sees(held, schemes)
        }
        standing = standings(session, [catalog.banks[id] for id in mine])
    return [_bank_line(catalog.banks[id], schemes, standing, _duties(held, schemes)) for id, schemes in mine.items()]


def _sees(held: Mapping[str, frozenset[Duty]], schemes: Sequence[str]) -> bool:
    return bool(_duties(held, schemes) & SEES_LIVES)


def _duties(held: Mapping[str, frozenset[Duty]], schemes: Sequence[str]) -> frozenset[Duty]:
    return frozenset(duty for scheme in schemes for duty in held.get(scheme, ()))


def _bank_line(
    bank: Bank, schemes: tuple[str, ...], standing: Mapping[str, Standing], duties: frozenset[Duty]
) -> BankLine:
    lines = _lines(bank, standing)
    counts = {state: sum(line.drawn is state for line in lines) for state in reversed(lives.ORDER)}
    return BankLine(bank, schemes, counts, sum(line.newest is State.IN_REVIEW for line in lines), duties)


def _lines(bank: Bank, standing: Mapping[str, Standing]) -> list[Line]:
    found = []
    for source, quiz in sources_of(bank).items():
        own = standing.get(source, NOTHING)
        newest = own.versions.get(quiz.version)
        state = newest.life.state if newest is not None else State.DRAFT
        adopted = own.in_force is not None and own.in_force.life.adopted
        found.append(Line(source, own.drawn_as(quiz.status), state, quiz.version, adopted))
    return found


def bank(ctx: Context, person: Person, bank_id: str) -> tuple[BankLine, list[Line]]:
    """A bank with its questions, in the order of its file."""
    line = next((one for one in banks(ctx, person) if one.bank.id == bank_id), None)
    if line is None:
        raise NoDuty
    with ctx.database.reading() as session:
        return line, _lines(line.bank, standings(session, [line.bank]))


def in_review(ctx: Context, person: Person) -> list[InReview]:
    """The versions that wait for a reading that somebody may give, by their duty."""
    with ctx.database.reading() as session:
        return in_review_of(ctx, session, duties_now(ctx, session, person.id))


def in_review_of(ctx: Context, session: Session, held: Mapping[str, frozenset[Duty]]) -> list[InReview]:
    """The versions that wait for a reading by whoever holds these duties, by scheme."""
    catalog = ctx.catalog().original
    under = {id: schemes for id, schemes in banks_under(catalog).items() if id in catalog.banks}
    standing = standings(session, [catalog.banks[id] for id, schemes in under.items() if _sees(held, schemes)])
    found = []
    for source, own in sorted(standing.items()):
        for told in own.versions.values():
            duties = _duties(held, under[source.rpartition("/")[0]])
            waits = [
                review
                for review in Review
                if review not in told.life.approved and duties & set(rights.REVIEWS[review].duties)
            ]
            if told.life.state is State.IN_REVIEW:
                found += [InReview(source, told.version, review) for review in waits]
    return found


def open_keys(ctx: Context, person: Person, bank_id: str) -> None:
    """Look at the questions of a bank with their keys, for an hour; it is written down, and bars from sitting them."""
    schemes = banks_under(ctx.catalog()).get(bank_id, ())
    if not schemes:
        raise NoDuty
    with ctx.database.writing() as session:
        allowed = require(ctx, session, person, rights.SEE_KEY, Thing("bank", bank_id, schemes))
        note_seen(session, ctx, person, allowed, bank_id, f"bank:{bank_id}")


def question(ctx: Context, person: Person, source: str, version: str = "") -> Look:
    """A question with one of its versions; without any, the newest."""
    catalog = ctx.catalog().original
    with ctx.database.reading() as session:
        found = find(session, catalog, source)
        held = duties_now(ctx, session, person.id)
        if not _sees(held, found.schemes):
            raise NoDuty
        duties = _duties(held, found.schemes)
        told = found.told(found.named(version))
        is_open = bool(duties & set(rights.SEE_KEY.duties)) and _is_open(ctx, session, person, found.bank.id)
        in_file = found.quiz is not None and found.quiz.version == told.version
        return Look(
            question=found,
            told=told,
            drawn=found.standing.drawn_as(found.quiz.status if found.quiz is not None else State.RETIRED),
            allowed=lives.allowed(told.life),
            acts=_acts(session, told),
            versions=_versions(found),
            duties=duties,
            is_open=is_open,
            quiz=_content(session, found, told) if is_open else None,
            before=_before(session, found, told) if is_open else None,
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


def _content(session: Session, found: Question, told: Told) -> Quiz | None:
    stored = question_lives.contents(session, [(told.source, told.version)])
    kept = stored.get(question_lives.named(told.source, told.version))
    if kept:
        return quiz_of(kept[0])
    return None if found.quiz is None else quiz_of(content_of(found.quiz))


def _before(session: Session, found: Question, told: Told) -> Quiz | None:
    """What stands for the question now, where that is another version than the one looked at."""
    stands = found.standing.in_force
    return None if stands is None or stands.version == told.version else _content(session, found, stands)


def _acts(session: Session, told: Told) -> list[ActLine]:
    numbers = {who for one in told.acts for who in (one.act.actor, one.act.confirmed_by) if who is not None}
    known = accounts.names_of(session, numbers)
    names = {number: known[number][0] if number in known else f"account {number}" for number in numbers}
    return [
        ActLine(
            " ".join([one.act.kind, *([f"({one.act.review})"] if one.act.review else [])]),
            "the adoption record" if one.act.actor is None else names[one.act.actor],
            "" if one.act.confirmed_by is None else names[one.act.confirmed_by],
            one.duty,
            one.reason,
            one.form,
            one.at,
        )
        for one in told.acts
    ]


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
