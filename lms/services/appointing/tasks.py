"""What one's duties ask for now: tasks with their days, and which act of a scheme waits for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from lms.content.reading.model import Catalog
from lms.practice import acts, staffing
from lms.practice.accommodations import WITHIN
from lms.practice.duties import Appointment, Duty
from lms.services.appointing.asking import ADMIN
from lms.services.appointing.authorship import authors_of_all
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.store import appointments, proposals, waiting
from lms.store.proposals import Proposal

MOST = 100
INTERESTS = "/staff/interests"
ACCOMMODATIONS = "/staff/accommodations"
AWARDS = "/staff/certificates/award"
STAFF = frozenset({"staff", "admin"})

CONFIRMED_BY = {
    acts.REVOKE_CERTIFICATE.name: acts.CONFIRM_REVOCATION,
    acts.ACTIVATE.name: acts.CONFIRM_ACTIVATION,
    acts.REFUSE_ACCOMMODATION.name: acts.CONFIRM_REFUSED_ACCOMMODATION,
    acts.AWARD.name: acts.CONFIRM_AWARD,
}
"""By which act what was proposed is confirmed."""

WORDS = {
    acts.REVOKE_CERTIFICATE.name: "Confirm or decline the revocation of certificate {}",
    acts.ACTIVATE.name: "Confirm that the question {} counts from now on",
    acts.AWARD.name: "Confirm or decline an award by decision: {}",
}
"""What is asked of whoever confirms it."""


PAGES: Mapping[str, tuple[str, timedelta | None]] = {
    waiting.DECISIONS: ("/staff/decisions", timedelta()),
    waiting.STATEMENTS: ("/staff/applications", None),
    waiting.ACCOMMODATIONS: (ACCOMMODATIONS, WITHIN),
}
"""Where it is done, and how long after the day that is known it is due; None where no day is."""

COUNTED = {
    waiting.DECISIONS: ("One application waits for a decision", "{} applications wait for a decision"),
    waiting.STATEMENTS: ("One statement waits to be taken", "{} statements wait to be taken"),
    waiting.ACCOMMODATIONS: ("One accommodation waits for an answer", "{} accommodations wait for an answer"),
}


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


@dataclass(frozen=True, slots=True)
class Desk:
    """What stands before somebody: their duties by scheme, their tasks, and the gaps of schemes that they see."""

    held: Mapping[str, Sequence[Duty]]
    tasks: Sequence[Task]
    gaps: Sequence[Gaps]


def desk(ctx: Context, session: Session, person: Person) -> Desk:
    """All of it, as far as this room knows."""
    now = ctx.now()
    rows = appointments.in_force_and_declared(session, now, now.year)
    serving, is_admin = [one for one, _declared in rows], person.role == ADMIN
    held: dict[str, set[Duty]] = {}
    for one in serving:
        if one.account == person.id:
            held.setdefault(one.scheme, set()).add(one.duty)
    missing = {one.account for one, declared in rows if not declared}
    found: list[Task] = []
    if held and person.id in missing:
        words = f"Declare your interests for {now.year}: until then no duty of yours opens anything"
        found.append(Task(words, INTERESTS))
    if held:
        found += _to_confirm(session, person, held)
    found += _waiting(ctx, session, person, held)
    if is_admin and missing - {person.id}:
        people = "One person" if len(missing) == 1 else f"{len(missing)} people"
        found.append(Task(f"{people} with a duty: interests not declared for {now.year}", INTERESTS))
    seen = _gaps(session, ctx.catalog(), serving) if is_admin or held else ()
    return Desk({scheme: sorted(duties) for scheme, duties in sorted(held.items())}, found, seen)


def _gaps(session: Session, catalog: Catalog, serving: Sequence[Appointment]) -> Sequence[Gaps]:
    """Each scheme that lacks somebody, with what waits; and authors of its courses whom no bar can know."""
    found, authors = [], authors_of_all(session, catalog, catalog.schemes)
    for scheme in sorted(catalog.schemes):
        holders: dict[Duty, frozenset[int]] = {}
        for one in serving:
            if one.scheme == scheme:
                holders[one.duty] = holders.get(one.duty, frozenset()) | {one.account}
        credential = catalog.credentials.get(scheme)
        sentences = (*staffing.gaps(holders), *map(_unknown, authors[scheme].unknown))
        if sentences:
            found.append(Gaps(scheme, credential.title if credential else scheme, sentences))
    return found


def _unknown(named: tuple[str, str]) -> str:
    name, title = named
    return f"“{name}” is named as an author of “{title}”, and is nobody's pen name: no bar knows who that is."


def _to_confirm(session: Session, person: Person, held: Mapping[str, set[Duty]]) -> Sequence[Task]:
    found = []
    for one in proposals.all_open(session, held, MOST):
        act = CONFIRMED_BY.get(one.act)
        if act is not None and one.by != person.id and held[one.scheme] & set(act.duties):
            words = WORDS.get(one.act, f"Confirm or decline: {one.act}")
            # An award is named by its scheme: whom it is for stands on its page.
            named = one.scheme if one.act == acts.AWARD.name else one.thing.partition(":")[2]
            found.append(Task(words.format(named), page_of(one), since=one.at))
    return found


def _waiting(ctx: Context, session: Session, person: Person, held: Mapping[str, set[Duty]]) -> Sequence[Task]:
    """What waits for a decider, and for a registrar, with the day by which the first is due."""
    deciding = [scheme for scheme, duties in held.items() if Duty.DECIDER in duties]
    taking = [scheme for scheme, duties in held.items() if Duty.REGISTRAR in duties]
    answers = bool(taking) or _answers_in_office(ctx, person)
    if not (deciding or answers):
        return ()
    waits = waiting.of(session, deciding, taking, answers)
    return [
        Task(_counted(kind, one.number), page, due=None if days is None or one.day is None else one.day + days)
        for kind, (page, days) in PAGES.items()
        if (one := waits.get(kind)) and one.number
    ]


def _counted(kind: str, number: int) -> str:
    one, many = COUNTED[kind]
    return one if number == 1 else many.format(number)


def _answers_in_office(ctx: Context, person: Person) -> bool:
    """Where there is no scheme, the staff of the site answer for accommodations."""
    return person.role in STAFF and not ctx.catalog().schemes


def page_of(proposal: Proposal) -> str:
    """Where a thing is looked at that a proposal is about."""
    if proposal.act == acts.AWARD.name:
        return f"{AWARDS}/{proposal.id}"
    kind, _, id = proposal.thing.partition(":")
    places = {"certificate": "certificates", "version": "questions", "accommodation": "accommodations"}
    return f"/staff/{places[kind]}/{id}" if kind in places else "/staff"
