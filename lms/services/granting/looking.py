"""What registrars have before them: what waits for an answer, by which day, and what holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lms.practice import acts
from lms.practice.accommodations import WAITING, Accommodation, State
from lms.services.appointing import asking
from lms.services.appointing.offers import Offer, Worded, offers_of
from lms.services.granting import rights
from lms.services.granting.answering import NOBODY, REFUSE
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import NotFound
from lms.store import accommodations, accounts, proposals
from lms.store.accommodations import Asked
from lms.store.proposals import Proposal

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits, the oldest first, and a page of what holds; `before` is below which number it goes on."""

    waiting: Sequence[Asked]
    holding: Sequence[Asked]
    before: int


@dataclass(frozen=True, slots=True)
class Looked:
    """One accommodation with whose it is, a refusal that is proposed, and what may be done."""

    asked: Asked
    proposal: Proposal | None
    offers: Sequence[Offer]


_GRANT = (
    acts.GRANT_ACCOMMODATION,
    "grant",
    "Grant it",
    "It holds from now on, for every examination that has not begun. They are told by mail that there is an answer.",
)
_TALK = (
    acts.TALK_ABOUT_ACCOMMODATION,
    "talk",
    "Ask to talk",
    "They are asked by mail to write to the programme. The day for the answer stays.",
)
_REFUSE = (
    acts.REFUSE_ACCOMMODATION,
    "refuse",
    "Propose to refuse it",
    "Nothing changes, and nobody is told, until somebody else confirms.",
)
_CONFIRM = (
    acts.CONFIRM_REFUSED_ACCOMMODATION,
    "confirm",
    "Confirm the refusal",
    "They are told by mail, with the ground and how to answer.",
)
_DECLINE = (acts.CONFIRM_REFUSED_ACCOMMODATION, "decline", "Decline to refuse it", "It waits for an answer as before.")
_END = (
    acts.END_ACCOMMODATION,
    "end",
    "End it",
    "It holds for no examination that begins from now on. One that has begun keeps it. They are told by mail.",
)


def desk(ctx: Context, person: Person, before: int = 0, *, typed: bool = False) -> Desk:
    """For registrars, and for staff, who see it and answer where there is no scheme. `typed` is set by the command."""
    with ctx.database.reading() as session:
        if person.role not in rights.OFFICE:
            rights.require(ctx, session, person, acts.SEE_ACCOMMODATIONS, rights.thing_of(None), shell=typed)
        holding = accommodations.holding(session, ctx.now(), before, ON_A_PAGE + 1)
        waiting = accommodations.waiting(session, ON_A_PAGE) if not before else ()
    onward = holding[ON_A_PAGE - 1].accommodation.id if len(holding) > ON_A_PAGE else 0
    return Desk(waiting, holding[:ON_A_PAGE], onward)


def look(ctx: Context, person: Person, number: int) -> Looked:
    """One of them. A decider sees it while its refusal waits for somebody to confirm."""
    with ctx.database.reading() as session:
        one = accommodations.find(session, number)
        waits = proposals.open_of(session, REFUSE, rights.name_of(number))
        facts, thing = rights.facts_for(ctx, session, person, rights.thing_of(one, waits))
        if person.role not in rights.OFFICE:
            act = acts.CONFIRM_REFUSED_ACCOMMODATION
            confirms = waits is not None and rights.answer_to(ctx, person, act, thing, facts)
            sees = rights.answer_to(ctx, person, acts.SEE_ACCOMMODATIONS, thing, facts)
            asking.allowed(ctx, session, person, acts.SEE_ACCOMMODATIONS, confirms or sees)
        if one is None:
            raise NotFound(NOBODY)
        name, email = accounts.names_of(session, [one.account])[one.account]
    offers = offers_of(_fitting(one, waits), lambda act: rights.answer_to(ctx, person, act, thing, facts))
    return Looked(Asked(one, name, email), waits, offers)


def _fitting(one: Accommodation, waits: Proposal | None) -> Sequence[Worded]:
    """What fits the state that it is in."""
    if one.state in WAITING:
        return (_GRANT, _CONFIRM, _DECLINE) if waits else (_GRANT, _TALK, _REFUSE)
    return (_END,) if one.state is State.GRANTED else ()
