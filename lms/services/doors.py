"""What a gate is told of the attempts so far, and how late a save or a hand-in may come.

Limits bind a person. So what counts is not an account's attempts alone, but those of every account that has confirmed
the same mailbox, and of those that are gone from it; these are known by a keyed hash, and forgotten after two years.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from lms.content.model import Assessment, Catalog
from lms.progress.binding import binds_a_person
from lms.progress.gates import AttemptFact, Gate, Open, assessment_gate
from lms.progress.standing import Standing
from lms.services.context import Context
from lms.services.person import Person
from lms.store import attempts, mailboxes
from lms.store.attempts import AttemptRecord
from lms.store.mailboxes import Sitting, mailbox_of

GRACE = timedelta(seconds=2)
"""A request that was under way when the time ended still counts."""

KEPT = timedelta(days=730)
"""How long limits go on to count an attempt whose account is gone."""

Elsewhere = Mapping[str, tuple[AttemptFact, ...]]
"""By assessment, what was sat with other accounts of a mailbox."""

Given = Callable[[], Sequence[datetime]]
"""Asks when staff gave somebody one more attempt, oldest first."""


def facts_of(records: Iterable[AttemptRecord]) -> tuple[AttemptFact, ...]:
    """The attempts as a gate sees them."""
    return tuple(AttemptFact(one.number, one.state, one.started_at, one.ended_at, one.passed) for one in records)


def tells_result(record: AttemptRecord) -> bool:
    """Whether the learner may know how an attempt ended."""
    rules = record.policy.get("policy", {})
    return not record.open and "result" in rules.get("show_learner", ["result"])


def pass_told(passed: datetime | None, mine: Iterable[AttemptRecord]) -> datetime | None:
    """When an assessment was passed, for its learner: None where no attempt that passed shows its result."""
    passing = [one for one in mine if one.passed]
    return passed if not passing or any(map(tells_result, passing)) else None


def gate_for(
    catalog: Catalog,
    assessment: Assessment,
    person: Person,
    standing: Standing,
    mine: Sequence[AttemptRecord],
    elsewhere: Elsewhere,
    given: Given,
    now: datetime,
    renewing: datetime | None,
) -> Gate:
    """Whether the person may begin another attempt: the one answer for pages, programs and the act itself.

    The attempts that staff gave are asked for only where limits close it.
    """
    facts = facts_of(mine)
    if binds_a_person(catalog, assessment):
        facts += elsewhere.get(assessment.id, ())

    def decide(rules: Assessment) -> Gate:
        return assessment_gate(catalog, rules, standing, facts, now, renewing, person.confirmed)

    gate = decide(assessment)
    if not any(one.kind in ("attempts", "wait") for one in gate.reasons):
        return gate
    counting = [at for at in given() if renewing is None or at >= renewing]
    if not counting:
        return gate
    lifted = decide(lift(assessment, counting, mine))
    return replace(lifted, granted=True) if isinstance(lifted, Open) else lifted


def sat_elsewhere(session: Session, ctx: Context, person: Person, mine: Sequence[AttemptRecord]) -> Elsewhere:
    """What limits count beside the person's own attempts. Nothing for an e-mail that is not known to be theirs."""
    if not person.confirmed:
        return {}
    mailbox = mailbox_of(person.email)
    found = mailboxes.sat_elsewhere(session, person.id, mailbox, _hash(ctx, "mailbox", mailbox))
    # Who gave an address up and took it back meets their own attempts among those of the mailbox: they count once.
    seen = {_hash(ctx, "attempt", one.id) for one in mine} if any(one.former for one in found) else set()
    facts: dict[str, tuple[AttemptFact, ...]] = {}
    for one in found:
        key = one.id if one.former else _hash(ctx, "attempt", one.id)
        if key not in seen:
            seen.add(key)
            facts[one.assessment] = (*facts.get(one.assessment, ()), _fact(one))
    return facts


def keep_attempts(session: Session, ctx: Context, account_id: int, email: str, now: datetime) -> None:
    """Before an account is gone from its confirmed e-mail: limits go on to count what was sat with it."""
    binding = {one.id for one in ctx.catalog().assessments.values() if binds_a_person(ctx.catalog(), one)}
    mailbox = _hash(ctx, "mailbox", mailbox_of(email))
    kept = [
        {
            "id": _hash(ctx, "attempt", one.id),
            "mailbox": mailbox,
            "assessment": one.assessment,
            "started_at": one.started_at,
            "ended_at": one.ended_at or now,
            "forget_at": (one.ended_at or now) + KEPT,
        }
        for one in attempts.of_account(session, account_id)
        if one.assessment in binding
    ]
    mailboxes.keep_attempts(session, kept)


def _fact(one: Sitting) -> AttemptFact:
    return AttemptFact(0, "submitted", one.started_at, one.ended_at, elsewhere=True)


def _hash(ctx: Context, what: str, subject: str) -> str:
    """Keyed, so that nobody finds out by trying whose a row is."""
    return hmac.new(ctx.settings.secret_key.encode(), f"{what}\n{subject}".encode(), hashlib.sha256).hexdigest()


def lift(assessment: Assessment, given: Sequence[datetime], mine: Sequence[AttemptRecord]) -> Assessment:
    """The assessment with limits raised by what was given. The newest needs no wait, until something is begun."""
    policy = assessment.policy
    fresh = all(one.started_at < given[-1] for one in mine)
    return replace(
        assessment,
        policy=replace(
            policy,
            attempts=None if policy.attempts is None else policy.attempts + len(given),
            wait_between=() if fresh else policy.wait_between,
        ),
    )
