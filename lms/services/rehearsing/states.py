"""The states that a pretended learner may be in, and for each whether the content can give it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType

from lms.content.reading.model import Catalog
from lms.services.accounts import signing_in
from lms.services.ground.context import Context, no_queue
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, NotFound
from lms.services.ground.tokens import new_token
from lms.services.keys import ring
from lms.services.keys.keymaking import make_missing
from lms.services.rehearsing import walks
from lms.services.rehearsing.targets import Target, first_wait, way_to
from lms.services.rehearsing.walks import Clock, Walk

DEVICE = "the workshop"
LONG_AGO = datetime(1970, 1, 2, tzinfo=UTC)
"""When the keys of a preview were made, so that they hold for whatever is pretended to have been signed since."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A state that a learner may be in, and why the content cannot give it; `missing` is empty where it can."""

    state: str
    title: str
    missing: str


@dataclass(frozen=True, slots=True)
class Pretended:
    """A learner who is in a state, since when, and for which target."""

    person: Person
    state: str
    title: str
    target: Target
    since: datetime


@dataclass(frozen=True, slots=True)
class _State:
    """`missing` says why the content cannot give it; `walk` walks there, and gives the moment since when it is so."""

    title: str
    missing: Callable[[Catalog, Target, datetime], str]
    walk: Callable[[Walk], tuple[Person, datetime]]


def offers(catalog: Catalog, target: Target, now: datetime) -> tuple[Offer, ...]:
    """Every state, and for those that this content cannot give the reason."""
    return tuple(Offer(id, state.title, state.missing(catalog, target, now)) for id, state in STATES.items())


def offer_of(catalog: Catalog, target: Target, state: str, now: datetime) -> Offer:
    """One state for a target; NotFound where no state is called so."""
    found = next((one for one in offers(catalog, target, now) if one.state == state), None)
    if found is None:
        raise NotFound(f"There is no state “{state[:40]}”. There are: {', '.join(STATES)}.")
    return found


def pretend(context: Context, target: Target, state: str) -> Pretended:
    """A learner who is in this state now. Each call makes another one."""
    if not context.database.scratch:
        raise Conflict("Learners are pretended in a preview alone: what stands in a real log was done when it says so.")
    now = context.now()
    offer = offer_of(context.catalog(), target, state, now)
    if offer.missing:
        raise Conflict(f"This cannot be pretended here: {offer.missing}")
    clock = Clock(now)
    walk = Walk(replace(context, now=clock, enqueue=no_queue), clock, target, now)
    person, since = STATES[state].walk(walk)
    return Pretended(person, state, offer.title, target, since)


def sign_in(context: Context, person: Person) -> str:
    """The token of a new session for a pretended learner; nobody else can be signed in without a password."""
    if not person.email.endswith(walks.DOMAIN):
        raise NotFound("There is no such pretended learner.")
    token = new_token()
    with context.database.writing() as session:
        signing_in.open_session(session, person.id, token, now=context.now(), device=DEVICE)
    return token


def make_old_keys(context: Context) -> None:
    """Make the keys of a scratch home, as if they had been there long before anybody who is pretended."""
    make_missing(context.settings, ring.needed(context.settings), LONG_AGO)


def _nothing(catalog: Catalog, target: Target, now: datetime) -> str:
    return ""


def _no_half(catalog: Catalog, target: Target, now: datetime) -> str:
    return "" if len(way_to(catalog, target)) > 1 else "The way there has one step or none, so there is no half of it."


def _no_try(catalog: Catalog, target: Target, now: datetime) -> str:
    if target.assessment is None:
        return walks.NO_EXAMINATION
    policy = target.assessment.policy
    if policy.pass_mark == 0:
        return "The pass mark is 0%, so that everybody passes."
    return "Only one try is allowed." if policy.attempts == 1 else ""


def _no_wait(catalog: Catalog, target: Target, now: datetime) -> str:
    missing = _no_try(catalog, target, now)
    if missing or target.assessment is None or first_wait(target.assessment):
        return missing
    return "There is no wait between one try and the next."


def _not_ready(catalog: Catalog, target: Target, now: datetime) -> str:
    return "" if target.credential or target.assessment else walks.NO_CERTIFICATE


def _no_certificate(catalog: Catalog, target: Target, now: datetime) -> str:
    if target.credential is None:
        return walks.NO_CERTIFICATE
    return "" if catalog.issuer else "There is no certificates/issuer.md, so nobody issues it."


def _no_end(catalog: Catalog, target: Target, now: datetime) -> str:
    missing = _no_certificate(catalog, target, now)
    if missing or target.credential is None:
        return missing
    if target.credential.valid_for is None:
        return walks.NEVER_ENDS
    if walks.issued_to_end(target.credential, now - 30 * walks.DAY) - 2 * walks.LONGEST_WALK < LONG_AGO:
        return "It is valid for so long that none can have ended yet."
    return ""


def _no_end_soon(catalog: Catalog, target: Target, now: datetime) -> str:
    missing = _no_end(catalog, target, now)
    if missing or target.credential is None:
        return missing
    short = walks.issued_to_end(target.credential, now + 7 * walks.DAY) >= now
    return "It is valid for less than a week." if short else ""


STATES: Mapping[str, _State] = MappingProxyType(
    {
        "new": _State("is new here", _nothing, walks.new),
        "half-way": _State("is half-way through", _no_half, walks.half_way),
        "waiting": _State("did not pass yet, and waits for the next try", _no_wait, walks.waiting),
        "may-sit-again": _State("did not pass yet, and may sit again", _no_try, walks.may_sit_again),
        "ready": _State("passed, and is ready to claim", _not_ready, walks.ready),
        "valid": _State("holds a valid certificate", _no_certificate, walks.valid),
        "ends-soon": _State("holds a certificate that ends next week", _no_end_soon, walks.ends_soon),
        "expired": _State("holds a certificate that has ended", _no_end, walks.expired),
        "suspended": _State("holds a certificate that is suspended", _no_certificate, walks.suspended),
        "revoked": _State("held a certificate that was revoked", _no_certificate, walks.revoked),
    }
)
"""The states by the word that names each, in the order of a learner's life."""
