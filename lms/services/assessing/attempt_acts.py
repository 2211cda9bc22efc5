"""What a registrar does to somebody's attempt: the acts of the command, by duty, each with its effect told before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms.content.reading.model import Catalog
from lms.practice import acts
from lms.practice.bars import may
from lms.practice.duties import Act, Thing
from lms.questions.quiz import Json
from lms.services.appointing import asking
from lms.services.appointing.offers import Offer, Worded, offers_of
from lms.services.appointing.recording import checked_reason
from lms.services.assessing import staff_acts
from lms.services.assessing.sitting import time_left
from lms.services.assessing.staff_acts import Right
from lms.services.ground import renamed
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.reviewing.schemes import schemes_of
from lms.store import accounts, attempts
from lms.store.attempts import AttemptRecord
from lms.store.personal import label


@dataclass(frozen=True, slots=True)
class Looked:
    """An attempt without its paper, and whose it is."""

    record: AttemptRecord
    name: str
    email: str
    limited: bool
    offers: Sequence[Offer]


_GRANT = (
    acts.GRANT_ATTEMPT,
    "grant",
    "Give one more try",
    "They may begin once more, beyond the limits and without a wait. They are told by mail.",
)
_REOPEN = (
    acts.REOPEN_ATTEMPT,
    "reopen",
    "Take the hand-in back",
    (
        "It goes on where it was, with every answer; a pass that came of it counts no more. A time that was left "
        "stands still until they go on. They are told by mail. Answers that were shown stand against it, and a "
        "certificate that rests on it."
    ),
)
_EXTEND = (
    acts.EXTEND_ATTEMPT,
    "extend",
    "Give more time",
    "The end of this attempt alone moves by so many minutes. They are told by mail.",
)


def look(ctx: Context, person: Person, attempt_id: str) -> Looked:
    """One attempt, for registrars: how it stands, and nothing of what was asked or answered."""
    catalog = ctx.catalog()
    with ctx.database.reading() as session:
        record = _find(session, catalog, attempt_id)
        thing = _thing(catalog, record)
        facts = asking.facts_of(ctx, session, person.id, acts.SEE_ATTEMPT, thing)
        asking.allowed(ctx, session, person, acts.SEE_ATTEMPT, may(person.id, acts.SEE_ATTEMPT, thing, facts))
        if record is None:
            raise asking.NoDuty
        name, email = accounts.names_of(session, [record.account_id])[record.account_id]
        limited = record.deadline is not None or time_left(session, record) is not None
        asked = asking.with_organisations(session, thing, facts)
        offers = offers_of(_fitting(record, limited), lambda act: may(person.id, act, asked, facts))
    return Looked(record, name, email, limited, offers)


def grant(ctx: Context, person: Person, attempt_id: str, reason: str) -> None:
    """One more attempt at the same examination for whoever sat this one."""
    seen = look(ctx, person, attempt_id)
    right = _right(ctx, person, acts.GRANT_ATTEMPT, seen.record)
    staff_acts.grant(ctx, label(person.id), seen.email, seen.record.assessment, checked_reason(reason), right)


def reopen(ctx: Context, person: Person, attempt_id: str, reason: str) -> None:
    """A mistaken hand-in is taken back."""
    seen = look(ctx, person, attempt_id)
    right = _right(ctx, person, acts.REOPEN_ATTEMPT, seen.record)
    staff_acts.reopen(ctx, label(person.id), seen.record.id, checked_reason(reason), right)


def extend(ctx: Context, person: Person, attempt_id: str, minutes: int, reason: str) -> datetime | None:
    """More time for one that is under way; until when, None where its time stands still."""
    seen = look(ctx, person, attempt_id)
    right = _right(ctx, person, acts.EXTEND_ATTEMPT, seen.record)
    return staff_acts.extend(ctx, label(person.id), seen.record.id, minutes, checked_reason(reason), right)


def _find(session: Session, catalog: Catalog, attempt_id: str) -> AttemptRecord | None:
    account_id = attempts.owner(session, attempt_id)
    return None if account_id is None else renamed.find_attempt(session, catalog, account_id, attempt_id)


def _thing(catalog: Catalog, record: AttemptRecord | None) -> Thing:
    """An attempt belongs to the schemes of its examination; a check of a course, to none in particular."""
    if record is None:
        return Thing("attempt", "", any_scheme=True)
    assessment = catalog.assessments.get(record.assessment)
    schemes = () if assessment is None else tuple(schemes_of(catalog, assessment))
    return Thing("attempt", record.id, schemes, person=record.account_id, any_scheme=not schemes)


def _right(ctx: Context, person: Person, act: Act, record: AttemptRecord) -> Right:
    def right(session: Session, _account_id: int) -> Mapping[str, Json]:
        allowed = asking.require(ctx, session, person, act, _thing(ctx.catalog(), record))
        return {"duty": allowed.duty, "scheme": allowed.scheme}

    return right


def _fitting(record: AttemptRecord, limited: bool) -> Sequence[Worded]:
    if record.open:
        return (_EXTEND,) if limited else ()
    return (_REOPEN, _GRANT) if record.state == "submitted" else (_GRANT,)
