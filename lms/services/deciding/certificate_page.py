"""One certificate as a registrar or a decider sees it: what it is, and what each act would do, told before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lms.practice import acts
from lms.practice.bars import may
from lms.practice.duties import Facts, Thing
from lms.services.appointing import asking
from lms.services.appointing.offers import Offer, offers_of
from lms.services.certifying import certificate_list
from lms.services.certifying.certificate_list import Line
from lms.services.certifying.numbers import number_of
from lms.services.deciding.certificate_acts import ANNOUNCED, NOBODY, NOTICE, effective, thing_of
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import NotFound
from lms.store import proposals
from lms.store.proposals import Proposal

OFFICE = frozenset({"staff", "admin"})
WAITED = f"{NOTICE.days} days later"


@dataclass(frozen=True, slots=True)
class Looked:
    """What there is to see. Without a duty for its scheme nothing is offered. `ends`: a revocation is announced."""

    line: Line
    offers: Sequence[Offer]
    proposal: Proposal | None
    ends: datetime | None


_CORRECT = (
    acts.CORRECT_CERTIFICATE,
    "correct",
    "Correct the name",
    (
        "A new certificate with a new number is issued under the corrected name. This one says that it was replaced. "
        "The holder is told by mail."
    ),
)
_SUSPEND = (
    acts.SUSPEND_CERTIFICATE,
    "suspend",
    "Suspend it",
    "Whoever looks it up is told from now on that it is suspended. The holder is told by mail. It can be reinstated.",
)
_REINSTATE = (
    acts.REINSTATE_CERTIFICATE,
    "reinstate",
    "Reinstate it",
    "It is as valid as before, until the same day. There may be a new file of it. The holder is told by mail.",
)
_REVOKE = (
    acts.REVOKE_CERTIFICATE,
    "revoke",
    "Propose to revoke it",
    (
        "Nothing changes until a decider confirms. Then the holder is told by mail, and it ends for good "
        f"{WAITED}; where the holder asked for it, at once."
    ),
)
_CONFIRM = (
    acts.CONFIRM_REVOCATION,
    "confirm",
    "Confirm the revocation",
    f"The holder is told by mail. It ends for good {WAITED}; where the holder asked for it, at once.",
)
_DECLINE = (acts.CONFIRM_REVOCATION, "decline", "Decline the revocation", "The certificate stays as it is.")


def look(ctx: Context, person: Person, serial_text: str) -> Looked:
    """For staff, and for who has a duty in its scheme; for everybody else there is no such certificate."""
    number = number_of(serial_text)
    with ctx.database.reading() as session:
        line = certificate_list.one(ctx, session, number)
        latest = proposals.latest_of(session, acts.REVOKE_CERTIFICATE.name, f"certificate:{number}")
        waits = latest if latest is not None and latest.settled_at is None else None
        thing = thing_of(number, line.record if line else None, waits.by if waits else None)
        facts = asking.facts_of(ctx, session, person.id, acts.SEE_CERTIFICATES, thing)
        if person.role not in OFFICE:
            seen = may(person.id, acts.SEE_CERTIFICATES, thing, facts)
            asking.allowed(ctx, session, person, acts.SEE_CERTIFICATES, seen)
        if line is None:
            raise NotFound(NOBODY)
        asked = replace(thing, organisations=asking.organisations_of(line.email or "", line.issuers))
        ends = effective(latest) if latest is not None and latest.outcome == ANNOUNCED else None
        return Looked(line, _offers(person, line, waits, asked, facts), waits, ends)


def schemes_seen(ctx: Context, person: Person) -> Sequence[str] | None:
    """The schemes whose certificates somebody sees by a duty; None for staff, who see all."""
    if person.role in OFFICE:
        return None
    everywhere = Thing("certificates", "", any_scheme=True)
    with ctx.database.reading() as session:
        facts = asking.facts_of(ctx, session, person.id, acts.SEE_CERTIFICATES, everywhere)
        asking.allowed(
            ctx, session, person, acts.SEE_CERTIFICATES, may(person.id, acts.SEE_CERTIFICATES, everywhere, facts)
        )
    held = [one for one in facts.appointments if one.state(facts.now) == "in force"]
    return sorted({one.scheme for one in held if one.duty in acts.SEE_CERTIFICATES.duties})


def _offers(person: Person, line: Line, waits: Proposal | None, thing: Thing, facts: Facts) -> Sequence[Offer]:
    """What fits the state that it is in, and belongs to this person's duties."""
    fitting = [_CONFIRM, _DECLINE] if waits else [_REVOKE]
    if line.status == "suspended" and not line.on_hold:
        fitting.append(_REINSTATE)
    elif line.status == "valid":
        fitting += [_CORRECT, _SUSPEND]
    elif line.status != "expired":
        return ()
    return offers_of(fitting, lambda act: may(person.id, act, thing, facts))
