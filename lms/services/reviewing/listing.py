"""Banks and questions as people with a duty see them in lists: as what they are drawn, and what waits for a reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from lms.content.reading.model import Bank
from lms.practice import acts as rights
from lms.practice import lives
from lms.practice.bars import may
from lms.practice.duties import Act, Duty, Thing
from lms.practice.lives import Review, State
from lms.services.appointing.asking import NoDuty, allowed, facts_of, in_force
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.reviewing.folding import NOTHING, Standing, sources_of, standings
from lms.services.reviewing.schemes import banks_under

READERS = tuple(duty.value for duty in rights.SEE_LIFE.duties)
REVIEWERS = tuple(duty.value for act in rights.REVIEWS.values() for duty in act.duties)


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


def banks(ctx: Context, person: Person, *, typed: bool = False) -> list[BankLine]:
    """The banks of the schemes in which somebody has a duty that sees questions or decides about them.

    `typed` is set by the command, which changes nothing.
    """
    catalog = ctx.catalog().original
    with ctx.database.reading() as session:
        held = held_by(ctx, session, person, rights.SEE_LIFE, typed=typed)
        mine = {
            id: schemes for id, schemes in banks_under(catalog).items() if id in catalog.banks and _sees(held, schemes)
        }
        standing = standings(session, [catalog.banks[id] for id in mine])
    return [_bank_line(catalog.banks[id], schemes, standing, duties_in(held, schemes)) for id, schemes in mine.items()]


def held_by(
    ctx: Context, session: Session, person: Person, act: Act, schemes: Sequence[str] = (), *, typed: bool = False
) -> Mapping[str, frozenset[Duty]]:
    """Somebody's duties by scheme, if they may do this act in one of these schemes, or in any."""
    thing = Thing("questions", "", tuple(schemes), any_scheme=not schemes)
    facts = facts_of(ctx, session, person.id, act, thing)
    allowed(ctx, session, person, act, may(person.id, act, thing, facts), shell=typed)
    return in_force(facts)


def _sees(held: Mapping[str, frozenset[Duty]], schemes: Sequence[str]) -> bool:
    return bool(duties_in(held, schemes) & set(rights.SEE_LIFE.duties))


def duties_in(held: Mapping[str, frozenset[Duty]], schemes: Sequence[str]) -> frozenset[Duty]:
    """Those that somebody has in one of these schemes."""
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


def bank(ctx: Context, person: Person, bank_id: str, *, typed: bool = False) -> tuple[BankLine, list[Line]]:
    """A bank with its questions, in the order of its file."""
    line = next((one for one in banks(ctx, person, typed=typed) if one.bank.id == bank_id), None)
    if line is None:
        raise NoDuty
    with ctx.database.reading() as session:
        return line, _lines(line.bank, standings(session, [line.bank]))


@dataclass(frozen=True, slots=True)
class Known:
    """What the record says of the banks of the schemes in which somebody has a duty."""

    banks: Mapping[str, Bank]
    duties: Mapping[str, frozenset[Duty]]
    standing: Mapping[str, Standing]


def known_to(ctx: Context, session: Session, held: Mapping[str, frozenset[Duty]]) -> Known:
    """All of it for whoever holds these duties, by scheme, in one statement."""
    catalog = ctx.catalog().original
    under = {id: schemes for id, schemes in banks_under(catalog).items() if id in catalog.banks}
    banks = {id: catalog.banks[id] for id, schemes in under.items() if _sees(held, schemes)}
    duties = {id: duties_in(held, under[id]) for id in banks}
    return Known(banks, duties, standings(session, list(banks.values())))


def in_review(ctx: Context, person: Person) -> list[InReview]:
    """The versions that wait for a reading that somebody may give, by their duty."""
    with ctx.database.reading() as session:
        return in_review_of(known_to(ctx, session, held_by(ctx, session, person, rights.SEE_DRAFT)))


def in_review_of(known: Known) -> list[InReview]:
    """The same of what is known already."""
    found = []
    for source, own in sorted(known.standing.items()):
        duties = known.duties[source.rpartition("/")[0]]
        mine = [review for review, act in rights.REVIEWS.items() if duties & set(act.duties)]
        for told in own.versions.values():
            if told.life.state is State.IN_REVIEW:
                waits = [review for review in mine if review not in told.life.approved]
                found += [InReview(source, told.version, review) for review in waits]
    return found
