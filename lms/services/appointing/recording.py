"""What every act of the practice leaves in the audit log: who, by which duty, why, and who confirmed it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from lms.practice.duties import Allowed
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.reasons import LONGEST_REASON
from lms.services.ground.refusals import Invalid
from lms.store import audit, seen_keys
from lms.store.personal import label

MISSING = f"Please give a reason for the record, of at most {LONGEST_REASON} characters."


class ReasonNeeded(Invalid):
    """No reason was given, or far too much was written."""

    kind = "reason"

    def __init__(self) -> None:
        super().__init__(MISSING, "reason")


def checked_reason(reason: str) -> str:
    """Why, for the record; ReasonNeeded where nothing, or far too much, was written."""
    text = " ".join(reason.split())
    if not text or len(text) > LONGEST_REASON or "\0" in text:
        raise ReasonNeeded
    return text


def record(
    session: Session,
    ctx: Context,
    person: Person,
    allowed: Allowed,
    act: str,
    subject: str,
    *,
    reason: str = "",
    confirmed_by: int | None = None,
    operator: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """One entry. `operator` is whoever typed the command on the machine in somebody's name."""
    told: dict[str, Any] = {"duty": allowed.duty, "scheme": allowed.scheme, "reason": reason, "operator": operator}
    if confirmed_by is not None:
        told["confirmed_by"] = label(confirmed_by)
    audit.append(
        session,
        ctx.now(),
        label(person.id),
        act,
        subject,
        {name: value for name, value in {**told, **(details or {})}.items() if value not in ("", None)},
    )


def note_seen(session: Session, ctx: Context, person: Person, allowed: Allowed, bank: str, subject: str) -> None:
    """Somebody looks at a live key: it is written down, and bars them from the examinations of this bank."""
    seen_keys.keep(session, person.id, bank, ctx.now())
    record(session, ctx, person, allowed, "seen", subject, details={"bank": bank})
