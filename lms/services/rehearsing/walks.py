"""The lives of pretended learners, walked by real services whose clock is set back to each moment of them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from lms.content.reading.model import Assessment, Credential
from lms.credentials.dates import after
from lms.credentials.life import Grounds
from lms.progress.standing import Standing
from lms.progress.steps import Step, shortest_way
from lms.services.accounts import administering
from lms.services.certifying import endorsing, issuing, stewarding
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict
from lms.services.rehearsing import deciding, learner_acts
from lms.services.rehearsing.targets import Target, first_wait, way_to

NAME = "Pretended Learner"
DOMAIN = "@pretended.test"
ACTOR = "the workshop"
DAY = timedelta(days=1)
LONGEST_WALK = timedelta(days=10)
NO_EXAMINATION = "No examination is asked for."
NO_CERTIFICATE = "No certificate is awarded for it."
NEVER_ENDS = "This certificate has no last day."

_HOUR = timedelta(hours=1)
_STEP = timedelta(minutes=20)


@dataclass(slots=True)
class Clock:
    """A clock that shows what it is set to."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at


@dataclass(frozen=True, slots=True)
class Walk:
    """Somebody on the way: the context with the clock set back, and the clock."""

    context: Context
    clock: Clock
    target: Target
    now: datetime


def _join(walk: Walk, at: datetime) -> Person:
    walk.clock.at = at
    email = f"learner-{secrets.token_hex(4)}{DOMAIN}"
    id = administering.add(walk.context, ACTOR, email, NAME, "learner", None)
    return Person(id, email, NAME)


def _walk_to(walk: Walk, path: str, arrive: datetime) -> Person:
    """Somebody who joined in time to do what opens a thing by a moment, and holds what an endorsement rests on."""
    catalog, basis = walk.context.catalog(), walk.target.credential and endorsing.basis_id(walk.target.credential)
    if not basis:
        return _walk_on(walk, shortest_way(catalog, path, Standing()), arrive)
    ways = (shortest_way(catalog, one, Standing()) for one in (catalog.credentials[basis].path, path))
    person = _walk_on(walk, tuple(dict.fromkeys(chain.from_iterable(ways))), arrive)
    issuing.carry_on(walk.context, deciding.certify(walk.context, person, basis, NAME))
    return person


def _walk_on(walk: Walk, steps: Sequence[Step], arrive: datetime) -> Person:
    pace = min(_STEP, LONGEST_WALK / (len(steps) or 1))
    start = arrive - pace * (len(steps) + 1)
    person = _join(walk, start)
    for n, step in enumerate(steps, start=1):
        walk.clock.at = start + pace * n
        learner_acts.take(walk.context, person, step)
    walk.clock.at = arrive
    return person


def new(walk: Walk) -> tuple[Person, datetime]:
    since = walk.now - _HOUR
    return _join(walk, since), since


def half_way(walk: Walk) -> tuple[Person, datetime]:
    since = walk.now - DAY
    steps = way_to(walk.context.catalog(), walk.target)
    return _walk_on(walk, steps[: len(steps) // 2], since), since


def waiting(walk: Walk) -> tuple[Person, datetime]:
    """Not passed; most of the wait is over, or at most a day of it."""
    assessment = _assessment_of(walk.target)
    return _tried(walk, assessment, walk.now - min(DAY, first_wait(assessment) * 3 / 4))


def may_sit_again(walk: Walk) -> tuple[Person, datetime]:
    assessment = _assessment_of(walk.target)
    return _tried(walk, assessment, walk.now - max(DAY, first_wait(assessment) + _HOUR))


def _tried(walk: Walk, assessment: Assessment, at: datetime) -> tuple[Person, datetime]:
    person = _walk_to(walk, assessment.path, at)
    learner_acts.sit_in_vain(walk.context, person, assessment.id)
    return person, at


def ready(walk: Walk) -> tuple[Person, datetime]:
    since = walk.now - DAY
    person = _walk_to(walk, walk.target.path, since)
    if walk.target.credential is None:
        learner_acts.sit(walk.context, person, _assessment_of(walk.target).id)
    return person, since


def _certified(walk: Walk, at: datetime) -> tuple[Person, str]:
    """Somebody who claimed the certificate at a moment; its number."""
    credential = _credential_of(walk.target)
    person = _walk_to(walk, credential.path, at)
    serial = deciding.certify(walk.context, person, credential.id, NAME)
    issuing.carry_on(walk.context, serial)
    return person, serial


def valid(walk: Walk) -> tuple[Person, datetime]:
    since = _some_time_ago(walk)
    return _certified(walk, since)[0], since


def _some_time_ago(walk: Walk) -> datetime:
    """A month ago; for a certificate of a short life, half of it ago."""
    term = _credential_of(walk.target).valid_for
    life = timedelta(days=60) if term is None else after(walk.now, term) - walk.now
    return walk.now - min(timedelta(days=30), life / 2)


def ends_soon(walk: Walk) -> tuple[Person, datetime]:
    since = issued_to_end(_credential_of(walk.target), walk.now + 7 * DAY)
    return _certified(walk, since)[0], since


def expired(walk: Walk) -> tuple[Person, datetime]:
    since = issued_to_end(_credential_of(walk.target), walk.now - 30 * DAY)
    return _certified(walk, since)[0], since


def issued_to_end(credential: Credential, end: datetime) -> datetime:
    """When a certificate that ends on the day of this moment was issued. Months differ, so it is come near twice."""
    term = credential.valid_for
    if term is None:
        raise Conflict(NEVER_ENDS)
    issued = end - (after(end, term) - end)
    for _ in range(2):
        issued += end - after(issued, term)
    return issued


def suspended(walk: Walk) -> tuple[Person, datetime]:
    return _acted_on(
        walk,
        lambda serial: stewarding.suspend(walk.context, ACTOR, serial, "pretended", "A question is being looked into."),
    )


def revoked(walk: Walk) -> tuple[Person, datetime]:
    def revoke(serial: str) -> None:
        stewarding.revoke(walk.context, ACTOR, serial, "pretended", "Two learners had the same name.", Grounds.MISTAKE)

    return _acted_on(walk, revoke)


def _acted_on(walk: Walk, act: Callable[[str], None]) -> tuple[Person, datetime]:
    begun = _some_time_ago(walk)
    person, serial = _certified(walk, begun)
    since = walk.clock.at = begun + (walk.now - begun) * 9 / 10
    act(serial)
    return person, since


def _assessment_of(target: Target) -> Assessment:
    if target.assessment is None:
        raise Conflict(NO_EXAMINATION)
    return target.assessment


def _credential_of(target: Target) -> Credential:
    if target.credential is None:
        raise Conflict(NO_CERTIFICATE)
    return target.credential
