"""Asking for accommodations, taking that back, and what one has: each for oneself. Nobody is asked why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from lms.practice import accommodations as lives
from lms.practice.accommodations import NOTHING, Accommodation, Changed, Needs, State, together
from lms.services.granting.rights import name_of
from lms.services.granting.wishes import Wish, needs_of
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import ClosedDoor, Conflict, NotFound
from lms.store import accommodations, audit
from lms.store.locks import hold_account
from lms.store.personal import label
from lms.store.prepared import Reader
from lms.wording.phrases import _


@dataclass(frozen=True, slots=True)
class Mine:
    """What somebody asked for, the newest first, and what they have now."""

    all: Sequence[Accommodation]
    now: Needs

    @property
    def waiting(self) -> Accommodation | None:
        return next((one for one in self.all if one.state in lives.WAITING), None)


def needs_now(reader: Reader, context: Context, person: Person | None) -> Needs:
    """What holds for somebody at this moment."""
    return NOTHING if person is None else together(accommodations.in_force(reader, person.id, context.now()))


def mine(context: Context, person: Person) -> Mine:
    """All of it, for the person themselves."""
    with context.database.reading() as session:
        return Mine(accommodations.of_account(session, person.id), needs_now(session, context, person))


def ask(context: Context, person: Person, wish: Wish, had_before: bool) -> tuple[Accommodation, bool]:
    """Ask; what waits from now on, and whether it is new. The same once more is the one that waits."""
    needs = needs_of(wish)
    if not person.confirmed:
        raise ClosedDoor(_("Confirm your e-mail address first, so that we can answer you."), ())
    with context.database.writing() as session:
        hold_account(session, person.id)
        waits = _waiting(session, person)
        if waits is not None:
            if (waits.needs, waits.had_before) == (needs, had_before):
                return waits, False
            raise Conflict(_("You have asked already, and we have not answered yet. Take that back first."))
        now = context.now()
        made = accommodations.add(session, Accommodation(0, person.id, needs, had_before, State.ASKED, now))
        audit.append(session, now, label(person.id), "ask for accommodation", name_of(made.id), {})
    return made, True


def withdraw(context: Context, person: Person, number: int) -> Accommodation:
    """Take back what was not answered yet. Doing so again changes nothing."""
    with context.database.writing() as session:
        hold_account(session, person.id)
        one = accommodations.find(session, number, hold=True)
        if one is None or one.account != person.id:
            raise NotFound(_("There is nothing here that you asked for."))
        if one.state is State.WITHDRAWN:
            return one
        now = context.now()
        change = lives.withdraw(one, now)
        if not isinstance(change, Changed):
            raise Conflict(change.reason)
        accommodations.keep(session, change.accommodation)
        audit.append(session, now, label(person.id), "withdraw accommodation", name_of(one.id), {})
    return change.accommodation


def _waiting(session: Session, person: Person) -> Accommodation | None:
    return next((one for one in accommodations.of_account(session, person.id) if one.state in lives.WAITING), None)
