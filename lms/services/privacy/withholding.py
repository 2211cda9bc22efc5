"""What an export leaves out for now: it tells what the pages of an examination may tell at that moment, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lms.content.reading.targets import ASSESSMENTS, Target
from lms.services.assessing.gates import tells_result
from lms.store.attempts import AttemptRecord

Rows = dict[str, list[dict[str, Any]]]

BY_ATTEMPT = {"attempts": "id", "scores": "attempt_id"}
OF_THE_RESULT = ("share", "passed", "kept_pass")
NOT_SHOWN = "The rules of this examination do not show its result."
NOT_ENDED = "The attempt has not been handed in."


@dataclass(frozen=True, slots=True)
class Withheld:
    """What of an attempt an export does not tell, why, and until when; `until` is None where no day is known."""

    attempt: str
    assessment: str
    what: tuple[str, ...]
    why: str
    until: str | None


def withhold(tables: Rows, mine: Sequence[AttemptRecord]) -> tuple[Withheld, ...]:
    """Take out of the rows what the policies do not show now, and tell what it was."""
    told = {one.id for one in mine if tells_result(one)}
    for table, key in BY_ATTEMPT.items():
        for row in tables.get(table, ()):
            if row[key] not in told:
                row.update({column: None for column in OF_THE_RESULT if column in row})
    unseen = {Target(ASSESSMENTS, one.assessment).path for one in mine if not one.open and one.id not in told}
    unseen -= {Target(ASSESSMENTS, one.assessment).path for one in mine if one.passed and one.id in told}
    tables["events"] = [row for row in tables["events"] if row["kind"] != "passed" or row["subject"] not in unseen]
    tables["standings"] = [row for row in tables["standings"] if row["subject"] not in unseen]
    return tuple(_withheld(one) for one in mine if one.id not in told)


def _withheld(attempt: AttemptRecord) -> Withheld:
    result = ("share", "passed")
    if not attempt.open:
        return Withheld(attempt.id, attempt.assessment, result, NOT_SHOWN, None)
    until = attempt.deadline.isoformat() if attempt.deadline else None
    return Withheld(attempt.id, attempt.assessment, result, NOT_ENDED, until)
