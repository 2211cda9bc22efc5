"""Proposed awards as registrars and deciders see them: those that wait, and one with every bar against answering it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lms.practice import acts
from lms.practice.bars import may
from lms.practice.duties import Allowed, Bar, Duty, Facts, Thing
from lms.services.appointing import asking
from lms.services.deciding import awards
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.store import accounts, proposals
from lms.store.proposals import Proposal

MOST = 100

PROPOSING = (
    "Nothing changes until a decider who is somebody else confirms. Then the certificate is issued, and the person is "
    "told by mail. Its page, its PDF and its credential say that it was awarded by decision, on this ground, in the "
    "place of the criteria."
)
CONFIRMING = (
    "The certificate is issued under this name, and the person is told by mail. Its page, its PDF and its credential "
    "say that it was awarded by decision, on this ground, in the place of the criteria."
)
DECLINING = "No certificate is issued. Who proposed it finds the answer here."


@dataclass(frozen=True, slots=True)
class Desk:
    """The certifications in which somebody may propose, by their titles, and the awards that wait."""

    titles: dict[str, str]
    waiting: Sequence[Proposal]


@dataclass(frozen=True, slots=True)
class Looked:
    """One award. `may_answer`: it waits, and is theirs to answer but for the `bars`. `serial`: what it became."""

    proposal: Proposal
    title: str
    email: str
    serial: str
    may_answer: bool
    bars: tuple[Bar, ...]


def desk(ctx: Context, person: Person) -> Desk:
    """For whoever sees certificates of a scheme by a duty."""
    with ctx.database.reading() as session:
        asking.require(ctx, session, person, acts.SEE_CERTIFICATES, Thing("certificates", "", any_scheme=True))
        facts = asking.facts_of(ctx, session, person.id, acts.SEE_CERTIFICATES, awards.NO_SCHEME)
        held = asking.in_force(facts)
        seen = [scheme for scheme, duties in held.items() if duties & set(acts.SEE_CERTIFICATES.duties)]
        waiting = [one for one in proposals.all_open(session, seen, MOST) if one.act == acts.AWARD.name]
    mine = sorted(scheme for scheme, duties in held.items() if Duty.REGISTRAR in duties)
    return Desk({scheme: title_of(ctx, scheme) for scheme in mine if scheme in ctx.catalog().schemes}, waiting)


def look(ctx: Context, person: Person, number: int) -> Looked:
    """One of them; for everybody without a duty in its scheme there is none."""
    with ctx.database.reading() as session:
        proposal = awards.of_number(session, number)
        thing = awards.thing_of(session, ctx.catalog().original, proposal, person.id)
        facts = asking.facts_of(ctx, session, person.id, acts.SEE_CERTIFICATES, thing)
        thing = asking.with_organisations(session, thing, facts)
        sees = may(person.id, acts.SEE_CERTIFICATES, thing, facts)
        asking.allowed(ctx, session, person, acts.SEE_CERTIFICATES, sees)
        if proposal is None:
            raise asking.NoDuty
        account = accounts.by_id(session, awards.recipient(proposal))
        email, serial = account.email if account else "", awards.serial_of(session, proposal)
        may_answer, bars = _answering(person, proposal, thing, facts)
    return Looked(proposal, title_of(ctx, proposal.scheme), email, serial, may_answer, bars)


def _answering(person: Person, proposal: Proposal, thing: Thing, facts: Facts) -> tuple[bool, tuple[Bar, ...]]:
    if proposal.outcome:
        return False, ()
    answer = may(person.id, acts.CONFIRM_AWARD, thing, facts)
    if isinstance(answer, Allowed):
        return True, ()
    return not answer.hidden, () if answer.hidden else answer.bars


def title_of(ctx: Context, scheme: str) -> str:
    credential = ctx.catalog().credentials.get(scheme)
    return scheme if credential is None else credential.title
