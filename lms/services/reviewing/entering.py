"""How an act on a question version is entered: it follows the life, is kept once, and is written down with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from lms.practice import acts as rights
from lms.practice import lives
from lms.practice.duties import Allowed
from lms.practice.lives import Act, Changed, Declined, Kind, State
from lms.questions.quiz import Json
from lms.services.appointing.proposing import CONFIRMED
from lms.services.appointing.recording import checked_reason, record
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict
from lms.services.reviewing import told as told_of
from lms.services.reviewing.finding import Question, find
from lms.services.reviewing.folding import Told
from lms.store import proposals, question_lives
from lms.store.locks import hold_question

QUIET = {Kind.PROPOSED, Kind.APPROVED, Kind.TEXT_APPROVED}
"""What needs no reason: the version, or the review form, says enough."""


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

    @property
    def typed(self) -> bool:
        """Whether it came by the command."""
        return bool(self.operator)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: the version and the state that it is in."""

    source: str
    version: str
    state: State


def held(session: Session, ctx: Context, wish: Wish) -> Question:
    """The question, on which nobody else acts until this transaction ends."""
    hold_question(session, wish.source)
    return find(session, ctx.catalog(), wish.source)


def enter(
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
    told_of.of_act(session, ctx, allowed.scheme, told, act)
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
