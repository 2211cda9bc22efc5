"""Who else saw the log with a certificate in it, and between which stamps of another clock it was entered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lms.credentials.dates import in_words, stamp
from lms.credentials.leaf import Kind
from lms.credentials.steps import CLOCK, Outcome, Step
from lms.credentials.times import GRACE
from lms.questions.quiz import Json
from lms.wording.phrases import _, listed, plural

if TYPE_CHECKING:
    from lms.credentials.report import Report


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
    return replace(told, steps=(*told.steps, *_steps(seen, _entered(told))), seen=seen)


def _entered(told: Report) -> datetime | None:
    """When the credential that counts was entered, by our own clock."""
    signed = (one.at for one in reversed(told.acts) if one.credential and one.kind is not Kind.FILE)
    return next(signed, None)


def _steps(seen: Seen, entered: datetime | None) -> Iterator[Step]:
    if seen.asked:
        yield _witnessed(seen)
    if seen.stamped:
        yield _contradicted(entered) if entered and not _fits(seen, entered) else _stamped(seen)


def _fits(seen: Seen, entered: datetime) -> bool:
    """Whether the stamps before and after it leave room for the time that our log says."""
    early = seen.not_before is not None and entered < seen.not_before - GRACE
    late = seen.not_after is not None and entered > seen.not_after + GRACE
    return not (early or late)


def _contradicted(entered: datetime) -> Step:
    words = _(
        "Our log says that it was entered on %(at)s. The stamps of a time service that is not ours say otherwise: one "
        "of the two clocks was wrong.",
        at=moment(entered),
    )
    return Step(CLOCK, Outcome.NOT_CHECKED, words)


def _witnessed(seen: Seen) -> Step:
    if seen.since is None:
        return Step("witnesses", Outcome.NOT_CHECKED, _("Nobody else has signed yet that our log has it."))
    words = plural(
        "Our log, with this certificate in it, was seen by one other on %(day)s: %(names)s.",
        "Our log, with this certificate in it, was seen by %(num)s others on %(day)s: %(names)s.",
        len(seen.witnesses),
        day=in_words(seen.since),
        names=listed(seen.witnesses),
    )
    return Step("witnesses", Outcome.OK, words)


def _stamped(seen: Seen) -> Step:
    before, after = seen.not_before and moment(seen.not_before), seen.not_after and moment(seen.not_after)
    if before and after:
        words = _(
            "It was entered between %(before)s and %(after)s, by the stamps of a time service that is not ours.",
            before=before,
            after=after,
        )
    elif after:
        words = _("It was entered before %(after)s, by the stamps of a time service that is not ours.", after=after)
    elif before:
        words = _(
            "It was entered after %(before)s, by the stamps of a time service that is not ours; the next one is not "
            "there yet.",
            before=before,
        )
    else:
        return Step("stamps", Outcome.NOT_CHECKED, _("No time service has stamped yet that our log has it."))
    return Step("stamps", Outcome.OK, words)


def moment(at: datetime) -> str:
    """`30 November 2026, 14:02 UTC`."""
    time = f"{at.astimezone(UTC):%H:%M}"
    return _("%(day)s, %(time)s UTC", day=in_words(at), time=time)
