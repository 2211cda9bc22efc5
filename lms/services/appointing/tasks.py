"""What one's duties ask for now: tasks with their days, and which act of a scheme waits for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms.content.reading.model import Catalog
from lms.practice import acts, staffing
from lms.practice.duties import Duty
from lms.services.appointing.asking import ADMIN, duties_now
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.store import appointments, interests, proposals

MOST = 100

CONFIRMED_BY = {
    acts.REVOKE_CERTIFICATE.name: acts.CONFIRM_REVOCATION,
    acts.ACTIVATE.name: acts.CONFIRM_ACTIVATION,
    acts.REFUSE_ACCOMMODATION.name: acts.CONFIRM_REFUSED_ACCOMMODATION,
    acts.AWARD.name: acts.CONFIRM_AWARD,
}
"""By which act what was proposed is confirmed."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do, on which page, since when, and by when where there is a day for it."""

    words: str
    page: str
    since: datetime | None = None
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Gaps:
    """What waits in a scheme since somebody is missing."""

    scheme: str
    title: str
    sentences: tuple[str, ...]


def of_person(ctx: Context, session: Session, person: Person) -> Sequence[Task]:
    """The tasks of somebody's duties, as far as this room knows of them."""
    held = duties_now(ctx, session, person.id)
    now, found = ctx.now(), []
    if held and interests.of_account(session, person.id, now.year) is None:
        words = f"Declare your interests for {now.year}: until then no duty of yours opens anything"
        found.append(Task(words, "/staff/interests"))
    found += _to_confirm(session, person, held)
    if person.role == ADMIN:
        found += _of_admin(session, now)
    return found


def gaps(ctx: Context, session: Session, catalog: Catalog) -> Sequence[Gaps]:
    """Each scheme that lacks somebody, with what waits."""
    schemes = sorted(catalog.schemes)
    holders: dict[str, dict[Duty, set[int]]] = {scheme: {} for scheme in schemes}
    for one in appointments.in_force(session, ctx.now(), schemes):
        holders[one.scheme].setdefault(one.duty, set()).add(one.account)
    found = []
    for scheme, duties in holders.items():
        credential = catalog.credentials.get(scheme)
        sentences = staffing.gaps({duty: frozenset(people) for duty, people in duties.items()})
        if sentences:
            found.append(Gaps(scheme, credential.title if credential else scheme, sentences))
    return found


def _to_confirm(session: Session, person: Person, held: Mapping[str, frozenset[Duty]]) -> Sequence[Task]:
    found = []
    for one in proposals.all_open(session, held, MOST):
        act = CONFIRMED_BY.get(one.act)
        if act is not None and one.by != person.id and held[one.scheme] & set(act.duties):
            found.append(Task(f"Confirm or decline: {one.act}", page_of(one.thing), since=one.at))
    return found


def page_of(thing: str) -> str:
    """Where a thing is looked at that a proposal is about."""
    kind, _, id = thing.partition(":")
    return {"certificate": f"/staff/certificates/{id}", "version": f"/staff/questions/{id}"}.get(kind, "/staff")


def _of_admin(session: Session, now: datetime) -> Sequence[Task]:
    accounts = {one.account for one in appointments.in_force(session, now)}
    missing = len(accounts) - len(interests.of_year(session, now.year, sorted(accounts)))
    if not missing:
        return ()
    people = "One person" if missing == 1 else f"{missing} people"
    return (Task(f"{people} with a duty: interests not declared for {now.year}", "/staff/interests"),)
