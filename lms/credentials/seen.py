"""Who else saw the log with a certificate in it, and between which stamps of another clock it was entered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lms.credentials.dates import in_words, stamp
from lms.credentials.steps import Outcome, Step
from lms.questions.quiz import Json

if TYPE_CHECKING:
    from lms.credentials.report import Report

_NUMBERS = ("nobody", "one other", "two others", "three others", "four others", "five others", "six others")


@dataclass(frozen=True, slots=True)
class Seen:
    """`witnesses` are who signed a head that covers the leaf, `since` when the first did; each is asked only if set.

    `not_before` and `not_after` are what the stamps before and after it say.
    """

    asked: bool = False
    witnesses: tuple[str, ...] = ()
    since: datetime | None = None
    stamped: bool = False
    not_before: datetime | None = None
    not_after: datetime | None = None

    def to_json(self) -> dict[str, Json]:
        return {
            "witnesses": list(self.witnesses),
            "since": self.since and stamp(self.since),
            "not_before": self.not_before and stamp(self.not_before),
            "not_after": self.not_after and stamp(self.not_after),
        }


def with_others(told: Report, seen: Seen | None) -> Report:
    """The report, and who else saw it in our log; no more than the report where nobody else is asked to look."""
    if seen is None or told.claims is None:
        return told
    return replace(told, steps=(*told.steps, *_steps(seen)), seen=seen)


def _steps(seen: Seen) -> Iterator[Step]:
    if seen.asked:
        yield _witnessed(seen)
    if seen.stamped:
        yield _stamped(seen)


def _witnessed(seen: Seen) -> Step:
    if seen.since is None:
        return Step("witnesses", Outcome.NOT_CHECKED, "Nobody else has signed yet that our log has it.")
    words = f"Our log, with this certificate in it, was seen by {others(len(seen.witnesses))}"
    return Step("witnesses", Outcome.OK, f"{words} on {in_words(seen.since)}: {' and '.join(seen.witnesses)}.")


def _stamped(seen: Seen) -> Step:
    before, after = seen.not_before and moment(seen.not_before), seen.not_after and moment(seen.not_after)
    clock = "by the stamps of a time service that is not ours"
    if before and after:
        return Step("stamps", Outcome.OK, f"It was entered between {before} and {after}, {clock}.")
    if after:
        return Step("stamps", Outcome.OK, f"It was entered before {after}, {clock}.")
    if before:
        return Step("stamps", Outcome.OK, f"It was entered after {before}, {clock}; the next one is not there yet.")
    return Step("stamps", Outcome.NOT_CHECKED, "No time service has stamped yet that our log has it.")


def others(number: int) -> str:
    """How many others."""
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number} others"


def moment(at: datetime) -> str:
    """`30 November 2026, 14:02 UTC`."""
    return f"{in_words(at)}, {at.astimezone(UTC):%H:%M} UTC"
