"""Who answers for accommodations: a registrar of any scheme; where there is no scheme, the staff of the site."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from lms.practice import acts
from lms.practice.accommodations import Accommodation
from lms.practice.bars import may
from lms.practice.duties import Act, Allowed, Barred, Facts, Thing
from lms.services.appointing import asking
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.store.proposals import Proposal

OFFICE = frozenset({"staff", "admin"})
WITHOUT_SCHEME = frozenset({"B1", "B8"})
"""What bars staff too, who declare no interests."""


def name_of(number: int) -> str:
    """What the record and a proposal call it."""
    return f"accommodation:{number}"


def thing_of(one: Accommodation | None, waits: Proposal | None = None) -> Thing:
    """One that is not there is nobody's."""
    person, number = (None, "") if one is None else (one.account, str(one.id))
    return Thing("accommodation", number, person=person, any_scheme=True, proposed_by=waits.by if waits else None)


def require(ctx: Context, session: Session, person: Person, act: Act, thing: Thing, *, shell: bool = False) -> Allowed:
    """Go on only if this person may; by which right, for the record."""
    if ctx.catalog().schemes:
        return asking.require(ctx, session, person, act, thing, shell=shell)
    own, answer = _in_office(ctx, person, act, thing)
    asking.allowed(ctx, session, person, own, answer, shell=shell)
    return Allowed("staff")


def facts_for(ctx: Context, session: Session, person: Person, thing: Thing) -> tuple[Facts | None, Thing]:
    """What is known of whoever looks, read once for all acts, and the thing as acts ask for it; None in office."""
    if not ctx.catalog().schemes:
        return None, thing
    facts = asking.facts_of(ctx, session, person.id, acts.SEE_ACCOMMODATIONS, thing)
    return facts, asking.with_organisations(session, thing, facts)


def answer_to(ctx: Context, person: Person, act: Act, thing: Thing, facts: Facts | None) -> Allowed | Barred:
    """Whether this person may, by these facts."""
    return _in_office(ctx, person, act, thing)[1] if facts is None else may(person.id, act, thing, facts)


def _in_office(ctx: Context, person: Person, act: Act, thing: Thing) -> tuple[Act, Allowed | Barred]:
    bars = tuple(kind for kind in act.bars if kind in WITHOUT_SCHEME)
    own = replace(act, duties=(), by_admin=True, bars=bars)
    return own, may(person.id, own, thing, Facts(ctx.now(), is_admin=person.role in OFFICE))
