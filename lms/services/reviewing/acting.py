"""The acts on a question version: each asks whether the person may, follows the life, and is written down with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from lms.practice import acts as rights
from lms.practice import lives
from lms.practice.duties import Act as Right
from lms.practice.duties import Allowed
from lms.practice.lives import Act, Changed, Declined, Ground, Kind, Review, State
from lms.practice.review_forms import Form
from lms.questions.quiz import Json
from lms.services.appointing.asking import require
from lms.services.appointing.proposing import CONFIRMED
from lms.services.appointing.recording import checked_reason, record
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, Invalid
from lms.services.reviewing.finding import Question, author_of, find, thing_of
from lms.services.reviewing.folding import Told
from lms.services.reviewing.keeping import keep, keep_texts
from lms.store import proposals, question_lives
from lms.store.locks import hold_question

QUIET = {Kind.PROPOSED, Kind.APPROVED, Kind.TEXT_APPROVED}
"""What needs no reason: the version, or the review form, says enough."""
REVIEWS = {Review.CONTENT: rights.REVIEW_CONTENT, Review.FAIRNESS: rights.REVIEW_FAIRNESS}


class NotNow(Conflict):
    """The act may not follow what the version is now. `allowed` are those that may."""

    def __init__(self, declined: Declined, state: State) -> None:
        could = ", ".join(declined.allowed)
        super().__init__(f"{declined.reason} {f'What could follow: {could}.' if could else 'Nothing can follow.'}")
        self.state = state
        self.allowed = declined.allowed


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants: with which version, named by its beginning, and why.

    `request` makes a repeated request the same act; `operator` is whoever types the command in somebody's name.
    """

    source: str
    version: str = ""
    reason: str = ""
    request: str = ""
    operator: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: the version and the state that it is in."""

    source: str
    version: str
    state: State


def propose(ctx: Context, person: Person, wish: Wish) -> Done:
    """Have the version that the files hold now read by two people. It is kept whole, if it is new."""
    catalog = ctx.catalog().original
    with ctx.database.writing() as session:
        question = _held(session, ctx, wish)
        if question.quiz is None or question.named(wish.version) != question.quiz.version:
            raise Conflict("Only the version that is published now can be proposed.")
        version = question.quiz.version
        allowed = require(
            ctx, session, person, rights.PROPOSE, thing_of(session, question, version), shell=_typed(wish)
        )
        writer = author_of(session, question.quiz) or person.id
        told = question.told(version)
        if not told.acts:
            keep(session, ctx, catalog, question.source, writer)
        return _enter(session, ctx, person, wish, told, allowed, Act(Kind.PROPOSED, person.id))


def review(ctx: Context, person: Person, wish: Wish, form: Form, texts: frozenset[str] = frozenset()) -> Done:
    """Approve a version by its form, with the translations that the reviewer reads, or return it to its writer."""
    kind = Kind.APPROVED if form.approves else Kind.RETURNED
    wish = replace(wish, reason=wish.reason or form.reason)
    with ctx.database.writing() as session:
        question = _held(session, ctx, wish)
        version = question.named(wish.version)
        thing = thing_of(session, question, version, form.review)
        allowed = require(ctx, session, person, REVIEWS[form.review], thing, shell=_typed(wish))
        told = question.told(version)
        there = _texts_there(session, ctx, question, told) if texts else frozenset()
        if not texts <= there:
            raise Conflict("A translation was changed since you opened it. Please read it again.")
        if told.life.state is not State.IN_REVIEW and texts:
            kind = Kind.TEXT_APPROVED if form.approves else Kind.TEXT_RETURNED
        act = Act(kind, person.id, review=form.review, texts=texts)
        return _enter(session, ctx, person, wish, told, allowed, act, form.to_json())


def _texts_there(session: Session, ctx: Context, question: Question, told: Told) -> frozenset[str]:
    """The translations of a version that the files hold now, each kept as it is."""
    if question.quiz is None or question.quiz.version != told.version or not told.acts:
        return frozenset()
    return keep_texts(session, ctx, ctx.catalog().original, question.source, told.source)


def pilot(ctx: Context, person: Person, wish: Wish) -> Done:
    """Show an approved version among others, without a mark."""
    return _do(ctx, person, wish, rights.PILOT, Act(Kind.PILOTED, person.id))


def put_forward(ctx: Context, person: Person, wish: Wish) -> Done:
    """Say that a pilot is ready to count. Somebody else confirms it."""
    return _do(ctx, person, wish, rights.ACTIVATE, Act(Kind.PUT_FORWARD, person.id))


def confirm(ctx: Context, person: Person, wish: Wish) -> Done:
    """Make a version count that somebody else has put forward."""
    return _do(ctx, person, wish, rights.CONFIRM_ACTIVATION, Act(Kind.ACTIVATED, confirmed_by=person.id))


def suspend(ctx: Context, person: Person, wish: Wish) -> Done:
    """Take a version out of all new papers, at once."""
    return _do(ctx, person, wish, rights.SUSPEND, Act(Kind.SUSPENDED, person.id))


def reinstate(ctx: Context, person: Person, wish: Wish) -> Done:
    """End a suspension."""
    return _do(ctx, person, wish, rights.REINSTATE, Act(Kind.REINSTATED, person.id))


def retire(ctx: Context, person: Person, wish: Wish, ground: str) -> Done:
    """Take a version out for good."""
    if ground not in list(Ground):
        raise Invalid(f"Say why: {', '.join(Ground)}.", "ground")
    return _do(ctx, person, wish, rights.RETIRE, Act(Kind.RETIRED, person.id, ground=Ground(ground)))


def _do(ctx: Context, person: Person, wish: Wish, right: Right, act: Act) -> Done:
    with ctx.database.writing() as session:
        question = _held(session, ctx, wish)
        version = question.named(wish.version)
        thing = thing_of(session, question, version)
        allowed = require(ctx, session, person, right, thing, shell=_typed(wish))
        told = question.told(version)
        if act.kind is Kind.ACTIVATED:
            act = replace(act, actor=told.life.forwarder)
        return _enter(session, ctx, person, wish, told, allowed, act)


def _held(session: Session, ctx: Context, wish: Wish) -> Question:
    """The question, on which nobody else acts until this transaction ends."""
    hold_question(session, wish.source)
    return find(session, ctx.catalog(), wish.source)


def _typed(wish: Wish) -> bool:
    return bool(wish.operator)


def _enter(
    session: Session,
    ctx: Context,
    person: Person,
    wish: Wish,
    told: Told,
    allowed: Allowed,
    act: Act,
    form: Mapping[str, Json] | None = None,
) -> Done:
    """Append the act, if it may follow; the same once more by the same person is answered alike."""
    reason = checked_reason(wish.reason) if wish.reason or act.kind not in QUIET else ""
    if _is_repeated(session, person, wish, told, act, reason):
        return Done(told.source, told.version, told.life.state)
    after = lives.apply(told.life, act)
    if not isinstance(after, Changed):
        raise NotNow(after, told.life.state)
    question_lives.add_act(
        session,
        told.source,
        told.version,
        act,
        duty=allowed.duty,
        form=dict(form or {}),
        reason=reason,
        request=_request(person, wish),
        at=ctx.now(),
    )
    _write_down(session, ctx, person, wish, told, allowed, act, reason)
    _wait_for_confirmation(session, ctx, person, told, allowed, act, reason)
    return Done(told.source, told.version, after.life.state)


def _wait_for_confirmation(
    session: Session, ctx: Context, person: Person, told: Told, allowed: Allowed, act: Act, reason: str
) -> None:
    """What is put forward is among the tasks of those who may confirm it, until one does."""
    name, thing = rights.ACTIVATE.name, f"version:{told.source}"
    if act.kind is Kind.PUT_FORWARD:
        proposals.add(
            session,
            act=name,
            thing=thing,
            scheme=allowed.scheme,
            by=person.id,
            duty=allowed.duty,
            reason=reason,
            body={},
            at=ctx.now(),
        )
    elif act.kind is Kind.ACTIVATED and (waits := proposals.open_of(session, name, thing)) is not None:
        proposals.settle(session, waits.id, person.id, CONFIRMED, ctx.now())


def _is_repeated(session: Session, person: Person, wish: Wish, told: Told, act: Act, reason: str) -> bool:
    """Whether this request, or these very words as the last act on the version, were entered before."""
    before = question_lives.act_of_request(session, _request(person, wish))
    if before is not None and (before.source, before.version, before.act.kind) != (told.source, told.version, act.kind):
        raise Conflict("This Idempotency-Key was sent with another act.")
    if before is not None:
        return True
    last = told.acts[-1] if told.acts else None
    return last is not None and (replace(last.act, n=0), last.reason) == (act, reason)


def _request(person: Person, wish: Wish) -> str:
    return f"{person.id}:{wish.request}" if wish.request else ""


def _write_down(
    session: Session, ctx: Context, person: Person, wish: Wish, told: Told, allowed: Allowed, act: Act, reason: str
) -> None:
    details: dict[str, Json] = {"version": told.version}
    if act.review is not None:
        details["review"] = act.review.value
    if act.ground is not None:
        details["ground"] = act.ground.value
    if act.texts:
        details["texts"] = sorted(act.texts)
    if act.kind is Kind.ACTIVATED:
        details["put_forward_by"] = f"account:{act.actor}"
    record(
        session,
        ctx,
        person,
        allowed,
        f"question {act.kind.value}",
        f"question:{told.source}",
        reason=reason,
        confirmed_by=act.confirmed_by,
        operator=wish.operator,
        details=details,
    )
