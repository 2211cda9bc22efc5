"""A person's attempts as staff may see them: how they stand and what they came to, and nothing of the paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from lms.content.reading.policy import policy_from_json
from lms.questions.quiz import Json
from lms.services.accounts.identity import known_form
from lms.services.ground import renamed
from lms.services.ground.context import Context
from lms.services.ground.refusals import NotFound
from lms.store import accounts, taken_back
from lms.store.attempts import AttemptRecord


def listing(context: Context, email: str) -> list[dict[str, Json]]:
    """Every attempt, by assessment, oldest first; `left` is how many more may be begun, None for any number."""
    with context.database.reading() as session:
        account_id = accounts.id_of(session, known_form(email))
        if account_id is None:
            raise NotFound(f"There is no account for {known_form(email)}.")
        mine = renamed.attempts_of(session, context.catalog(), account_id)
        given = renamed.given_to(session, context.catalog(), account_id)
        undone = taken_back.of_account(session, account_id)
    return [_line(one, mine, given, [back for back in undone if back.attempt_id == one.id]) for one in mine]


def _line(
    record: AttemptRecord,
    mine: Sequence[AttemptRecord],
    given: Mapping[str, Sequence[datetime]],
    undone: Sequence[taken_back.TakenBack],
) -> dict[str, Json]:
    allowed = policy_from_json(record.policy["policy"]).attempts
    begun = sum(one.assessment == record.assessment for one in mine)
    more = len(given.get(record.assessment, ()))
    return {
        "id": record.id,
        "assessment": record.assessment,
        "title": record.title,
        "number": record.number,
        "state": record.state,
        "started": _stamp(record.started_at),
        "deadline": _stamp(record.deadline),
        "ended": _stamp(record.ended_at),
        "share": record.share,
        "passed": record.passed,
        "granted": more,
        "left": None if allowed is None else max(0, allowed + more - begun),
        "taken_back": [
            {"handed_in": _stamp(one.handed_in_at), "at": _stamp(one.at), "share": one.share, "passed": one.passed}
            for one in undone
        ],
    }


def _stamp(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
