"""Declarations of interests: each year, by whoever exercises a duty. A newer one takes the older one's place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy.orm import Session

from lms.practice import acts
from lms.practice.duties import Allowed, Interest, Payment, Thing
from lms.services.accounts.identity import known_form
from lms.services.appointing.asking import require
from lms.services.appointing.recording import record
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Invalid
from lms.store import accounts, appointments, interests
from lms.store.locks import hold_account
from lms.store.personal import label

T = TypeVar("T")

LONGEST = 200
MOST = 50
BANDS = ("none", "under 1,000", "1,000 to 10,000", "over 10,000")
"""Spans of money, in the currency of whoever pays."""


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody with a duty, and what they declared for a year; None where they have not."""

    account: int
    name: str
    email: str
    duties: tuple[str, ...]
    declared: Interest | None
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Declared:
    """What somebody fills in: e-mails, names or domains of organisations, and payments as who, kind, year, band."""

    people: Sequence[str] = ()
    organisations: Sequence[str] = ()
    payments: Sequence[tuple[str, str, str, str]] = ()


def declare(ctx: Context, person: Person, declared: Declared) -> Interest:
    """Declare for this year. The same once more is kept once."""
    now = ctx.now()
    organisations = tuple(_texts(declared.organisations, "organisations"))
    payments = tuple(_payment(one) for one in _bounded(declared.payments, "payments"))
    with ctx.database.writing() as session:
        require(ctx, session, person, acts.DECLARE, Thing("interests", str(person.id), person=person.id))
        hold_account(session, person.id)
        people = frozenset(_person(session, one) for one in _texts(declared.people, "people"))
        made = Interest(person.id, now.year, now, people, organisations, payments)
        before = interests.of_account(session, person.id, now.year)
        if before is not None and replace(before, declared_at=now) == made:
            return before
        interests.add(session, made)
        counts = {"people": len(people), "organisations": len(organisations), "payments": len(payments)}
        details = {"year": made.year, **counts}
        record(session, ctx, person, Allowed(), acts.DECLARE.name, label(person.id), details=details)
    return made


def own(ctx: Context, person: Person) -> Interest | None:
    """What the person declared for this year."""
    with ctx.database.reading() as session:
        return interests.of_account(session, person.id, ctx.now().year)


def emails_of(ctx: Context, people: frozenset[int]) -> tuple[str, ...]:
    """How the people who are named in a declaration are written down again."""
    with ctx.database.reading() as session:
        return tuple(email for one in sorted(people) if (email := accounts.email_of(session, one)))


def listed(ctx: Context, person: Person) -> Sequence[Line]:
    """Everybody with a duty now, with what they declared for this year; those who have not come first."""
    with ctx.database.reading() as session:
        require(ctx, session, person, acts.SEE_INTERESTS, Thing("interests", ""))
        return _listed(ctx, session)


def every(ctx: Context) -> Sequence[Line]:
    """The same for the operator of the machine."""
    with ctx.database.reading() as session:
        return _listed(ctx, session)


def _listed(ctx: Context, session: Session) -> Sequence[Line]:
    now = ctx.now()
    duties: dict[int, dict[str, None]] = {}
    for one in appointments.in_force(session, now):
        duties.setdefault(one.account, {})[f"{one.duty.words} ({one.scheme})"] = None
    declared = interests.of_year(session, now.year, list(duties))
    named = {number for one in declared.values() for number in one.people}
    known = accounts.names_of(session, [*duties, *named])
    found = [
        Line(
            number,
            *known[number],
            tuple(held),
            declared.get(number),
            tuple(sorted(known[one][0] for one in _people(declared.get(number)) if one in known)),
        )
        for number, held in duties.items()
        if number in known
    ]
    return sorted(found, key=lambda line: (line.declared is not None, line.name.casefold(), line.account))


def _people(interest: Interest | None) -> frozenset[int]:
    return frozenset() if interest is None else interest.people


def _person(session: Session, email: str) -> int:
    number = accounts.id_of(session, known_form(email))
    if number is None:
        message = f"There is no account with the e-mail {email}. Name people by the e-mail of their account."
        raise Invalid(message, "people")
    return number


def _texts(texts: Sequence[str], field: str) -> list[str]:
    """One line each, without the empty ones, each once."""
    found = list(dict.fromkeys(line for text in _bounded(texts, field) if (line := " ".join(text.split()))))
    if any(len(line) > LONGEST or "\0" in line for line in found):
        raise Invalid(f"A line has at most {LONGEST} characters.", field)
    return found


def _payment(one: tuple[str, str, str, str]) -> Payment:
    who, kind, year, band = (" ".join(text.split()) for text in one)
    if not who or not kind or max(len(who), len(kind)) > LONGEST or "\0" in who + kind:
        raise Invalid("A payment says who paid and what for, each in at most 200 characters.", "payments")
    if not (year.isascii() and year.isdigit() and len(year) == 4 and 1950 <= int(year) <= 2200):
        raise Invalid("A payment says the year in four digits.", "payments")
    if band not in BANDS:
        raise Invalid(f"A payment says its band: {'; '.join(BANDS)}.", "payments")
    return Payment(who, kind, int(year), band)


def _bounded(values: Sequence[T], field: str) -> Sequence[T]:
    if len(values) > MOST:
        raise Invalid(f"At most {MOST} lines can be declared.", field)
    return values
