"""The acts on a question version: each asks whether the person may, follows the life, and is written down with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.orm import Session

from lms.practice import acts as rights
from lms.practice.duties import Act as Right
from lms.practice.lives import Act, Ground, Kind, Life, State
from lms.practice.review_forms import Faulty, Form
from lms.services.appointing.asking import require
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, Invalid
from lms.services.reviewing.entering import Done, Wish, enter, held
from lms.services.reviewing.finding import Question, author_of, thing_of
from lms.services.reviewing.folding import Told
from lms.services.reviewing.keeping import keep, keep_texts


class Unfinished(Invalid):
    """A review form lacks something, or holds too much: `faults` by the names of its fields."""

    def __init__(self, form: Faulty) -> None:
        lines = [f"{field}: {fault}" for field, fault in form.faults.items()]
        super().__init__(" ".join(["The form is not complete.", *lines]), next(iter(form.faults)))
        self.faults = form.faults


def propose(ctx: Context, person: Person, wish: Wish) -> Done:
    """Have the version that the files hold now read by two people. It is kept whole, if it is new."""
    catalog = ctx.catalog().original
    with ctx.database.writing() as session:
        question = held(session, ctx, wish)
        if question.quiz is None or question.named(wish.version) != question.quiz.version:
            raise Conflict("Only the version that is published now can be proposed.")
        version = question.quiz.version
        allowed = require(ctx, session, person, rights.PROPOSE, thing_of(session, question, version), shell=wish.typed)
        writer = author_of(session, question.quiz) or person.id
        told = question.told(version)
        if not told.acts:
            keep(session, ctx, catalog, question.source, writer)
        return enter(session, ctx, person, wish, told, allowed, Act(Kind.PROPOSED, person.id))


def review(ctx: Context, person: Person, wish: Wish, form: Form | Faulty, texts: frozenset[str] = frozenset()) -> Done:
    """Approve a version by its form, with the translations that the reviewer reads, or return it to its writer.

    Raises Unfinished where the form lacks something.
    """
    with ctx.database.writing() as session:
        question = held(session, ctx, wish)
        version = question.named(wish.version)
        thing = thing_of(session, question, version, form.review)
        allowed = require(ctx, session, person, rights.REVIEWS[form.review], thing, shell=wish.typed)
        if isinstance(form, Faulty):
            raise Unfinished(form)
        kind = Kind.APPROVED if form.approves else Kind.RETURNED
        wish = replace(wish, reason=wish.reason or form.reason)
        told = question.told(version)
        there = _texts_there(session, ctx, question, told) if texts else frozenset()
        if not texts <= there:
            raise Conflict("A translation was changed since you opened it. Please read it again.")
        if told.life.state is not State.IN_REVIEW and texts:
            kind = Kind.TEXT_APPROVED if form.approves else Kind.TEXT_RETURNED
        act = Act(kind, person.id, review=form.review, texts=texts)
        return enter(session, ctx, person, wish, told, allowed, act, form.to_json())


def _texts_there(session: Session, ctx: Context, question: Question, told: Told) -> frozenset[str]:
    """The translations of a version that the files hold now, each kept as it is."""
    if question.quiz is None or question.quiz.version != told.version or not told.acts:
        return frozenset()
    return keep_texts(session, ctx, ctx.catalog().original, question.source, told.source)


def pilot(ctx: Context, person: Person, wish: Wish) -> Done:
    """Show an approved version among others, without a mark."""
    return _do(ctx, person, wish, rights.PILOT, lambda _life: Act(Kind.PILOTED, person.id))


def put_forward(ctx: Context, person: Person, wish: Wish) -> Done:
    """Say that a pilot is ready to count. Somebody else confirms it."""
    return _do(ctx, person, wish, rights.ACTIVATE, lambda _life: Act(Kind.PUT_FORWARD, person.id))


def confirm(ctx: Context, person: Person, wish: Wish) -> Done:
    """Make a version count that somebody else has put forward."""

    def act(life: Life) -> Act:
        return Act(Kind.ACTIVATED, life.forwarder, confirmed_by=person.id)

    return _do(ctx, person, wish, rights.CONFIRM_ACTIVATION, act)


def suspend(ctx: Context, person: Person, wish: Wish) -> Done:
    """Take a version out of all new papers, at once."""
    return _do(ctx, person, wish, rights.SUSPEND, lambda _life: Act(Kind.SUSPENDED, person.id))


def reinstate(ctx: Context, person: Person, wish: Wish) -> Done:
    """End a suspension."""
    return _do(ctx, person, wish, rights.REINSTATE, lambda _life: Act(Kind.REINSTATED, person.id))


def retire(ctx: Context, person: Person, wish: Wish, ground: str) -> Done:
    """Take a version out for good."""

    def act(_life: Life) -> Act:
        if ground not in list(Ground):
            raise Invalid(f"Say why: {', '.join(Ground)}.", "ground")
        return Act(Kind.RETIRED, person.id, ground=Ground(ground))

    return _do(ctx, person, wish, rights.RETIRE, act)


def _do(ctx: Context, person: Person, wish: Wish, right: Right, act: Callable[[Life], Act]) -> Done:
    """What was filled in is looked at only once the person may: nobody else is told of anything."""
    with ctx.database.writing() as session:
        question = held(session, ctx, wish)
        version = question.named(wish.version)
        thing = thing_of(session, question, version)
        allowed = require(ctx, session, person, right, thing, shell=wish.typed)
        told = question.told(version)
        return enter(session, ctx, person, wish, told, allowed, act(told.life))
