"""What one person proposes and another confirms: kept until then, and settled once, whoever comes at a time."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from lms.practice.duties import Allowed
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict
from lms.store import proposals
from lms.store.proposals import Proposal

CONFIRMED, DECLINED = "confirmed", "declined"


def propose(
    ctx: Context,
    session: Session,
    person: Person,
    allowed: Allowed,
    act: str,
    thing: str,
    reason: str,
    body: Any = None,
) -> tuple[Proposal, bool]:
    """Propose an act on a thing, and whether it is new. The same by the same person once more is the one that waits.

    The caller has asked whether the person may, and writes it into the audit log.
    """
    made = proposals.add(
        session,
        act=act,
        thing=thing,
        scheme=allowed.scheme,
        by=person.id,
        duty=allowed.duty,
        reason=reason,
        body=body or {},
        at=ctx.now(),
    )
    if made is not None:
        return made, True
    waits = proposals.open_of(session, act, thing)
    if waits is not None and (waits.by, waits.reason, waits.body) == (person.id, reason, body or {}):
        return waits, False
    raise Conflict("This is proposed already, and waits for somebody to confirm it.")


def settle(ctx: Context, session: Session, proposal: Proposal, person: Person, outcome: str) -> None:
    """Confirm or decline a proposal; Conflict where somebody was sooner. The caller does what was proposed."""
    if not proposals.settle(session, proposal.id, person.id, outcome, ctx.now()):
        raise Conflict("Somebody else has answered this proposal a moment ago.")
