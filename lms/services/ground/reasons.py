"""The reason that staff give for an act: kept in the record, or shown to the public."""

from __future__ import annotations

from lms.services.ground.refusals import Invalid

LONGEST_REASON = 500


def check_texts(reason: str, public: str) -> None:
    if not reason.strip():
        raise Invalid("Give a reason for the record with --reason. It is never shown to the public.", field="reason")
    if max(len(reason), len(public)) > LONGEST_REASON:
        raise Invalid(f"A reason has at most {LONGEST_REASON} characters.", field="reason")
