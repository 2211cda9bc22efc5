"""What limits count beside an account's own attempts: those of the mailbox that its person has confirmed.

Limits bind a person. So the attempts of every account with the same mailbox count, and of those that are gone from it;
these are known by a keyed hash, and forgotten after two years.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from lms.progress.binding import binds_a_person
from lms.progress.gates import AttemptFact
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.keys import boxes
from lms.store import attempts, mailboxes
from lms.store.attempts import AttemptRecord
from lms.store.mailboxes import Sitting, mailbox_of
from lms.store.prepared import Reader

KEPT = timedelta(days=730)
"""How long limits go on to count an attempt whose account is gone."""

Elsewhere = Mapping[str, tuple[AttemptFact, ...]]
"""By assessment, what was sat with other accounts of a mailbox."""


def sat_elsewhere(reader: Reader, ctx: Context, person: Person, mine: Sequence[AttemptRecord]) -> Elsewhere:
    """What limits count beside the person's own attempts. Nothing for an e-mail that is not known to be theirs."""
    if not person.confirmed:
        return {}
    mailbox = mailbox_of(person.email)
    hashes = _hash(ctx, "mailbox", mailbox), _older_hash(ctx, "mailbox", mailbox)
    found = mailboxes.sat_elsewhere(reader, person.id, mailbox, *hashes)
    # Who gave an address up and took it back meets their own attempts among those of the mailbox: they count once.
    any_former = any(one.former for one in found)
    seen = (
        {kept_as(ctx, "attempt", one.id) for one in mine for kept_as in (_hash, _older_hash)} if any_former else set()
    )
    facts: dict[str, tuple[AttemptFact, ...]] = {}
    names = ctx.catalog().former
    for one in found:
        key = one.id if one.former else _hash(ctx, "attempt", one.id)
        if key not in seen:
            seen.add(key)
            assessment = names.assessment_now(one.assessment)
            facts[assessment] = (*facts.get(assessment, ()), _fact(one))
    return facts


def keep_attempts(session: Session, ctx: Context, account_id: int, email: str, now: datetime) -> None:
    """Before an account is gone from its confirmed e-mail: limits go on to count what was sat with it."""
    binding = {one.id for one in ctx.catalog().assessments.values() if binds_a_person(ctx.catalog(), one)}
    mailbox = _hash(ctx, "mailbox", mailbox_of(email))
    mine = attempts.of_account(session, account_id)
    known = mailboxes.known_of(session, [_older_hash(ctx, "attempt", one.id) for one in mine])
    kept = [
        {
            "id": _hash(ctx, "attempt", one.id),
            "mailbox": mailbox,
            "assessment": one.assessment,
            "started_at": one.started_at,
            "ended_at": one.ended_at or now,
            "forget_at": (one.ended_at or now) + KEPT,
        }
        for one in mine
        if ctx.catalog().former.assessment_now(one.assessment) in binding
        and _older_hash(ctx, "attempt", one.id) not in known
    ]
    mailboxes.keep_attempts(session, kept)


def _fact(one: Sitting) -> AttemptFact:
    return AttemptFact(0, "submitted", one.started_at, one.ended_at, elsewhere=True)


def _hash(ctx: Context, what: str, subject: str) -> str:
    """Keyed, so that nobody finds out by trying whose a row is; LMS_SECRET_KEY may change without it."""
    return boxes.keyed(ctx.settings, f"former {what}", subject).hex()


def _older_hash(ctx: Context, what: str, subject: str) -> str:
    """What rows were known by that were kept before there was a key for it: as long as LMS_SECRET_KEY stays."""
    return hmac.digest(ctx.settings.secret_key.encode(), f"{what}\n{subject}".encode(), "sha256").hex()
