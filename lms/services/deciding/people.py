"""People as a registrar sees them: who they are, how far they are, what they hold. Never what they answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms.practice import acts
from lms.practice.duties import Thing
from lms.services.appointing import asking
from lms.services.ground import renamed
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import NotFound
from lms.store import certificates, people
from lms.store.people import Known

ON_A_PAGE = 50
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Sat:
    """An attempt, and what it came to; nothing of its paper."""

    id: str
    title: str
    number: int
    state: str
    started: datetime
    ended: datetime | None
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate of theirs."""

    serial: str
    credential: str
    issued: datetime | None
    expires: datetime | None


@dataclass(frozen=True, slots=True)
class Looked:
    """One person."""

    known: Known
    attempts: Sequence[Sat]
    certificates: Sequence[Held]


def listed(ctx: Context, person: Person, words: str, before: int) -> tuple[Sequence[Known], int]:
    """Some people, the newest first; and below which number the list goes on, 0 at its end."""
    with ctx.database.reading() as session:
        _require(ctx, session, person)
        found = people.some(session, " ".join(words.split())[:LONGEST], before, ON_A_PAGE + 1)
    return found[:ON_A_PAGE], found[ON_A_PAGE - 1].id if len(found) > ON_A_PAGE else 0


def look(ctx: Context, person: Person, account_id: int) -> Looked:
    """One of them, as far as their number is anybody's."""
    with ctx.database.reading() as session:
        _require(ctx, session, person)
        known = people.one(session, account_id)
        if known is None:
            raise NotFound("There is nobody with this number.")
        sat = renamed.attempts_of(session, ctx.catalog(), account_id)
        held = certificates.of_account(session, account_id)
    return Looked(
        known,
        [Sat(one.id, one.title, one.number, one.state, one.started_at, one.ended_at, one.passed) for one in sat],
        [Held(one.serial, one.credential, one.issued_at, one.expires_at) for one in held],
    )


def _require(ctx: Context, session: Session, person: Person) -> None:
    asking.require(ctx, session, person, acts.SEE_PEOPLE, Thing("people", "", any_scheme=True))
