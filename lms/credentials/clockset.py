"""Where the log says that its clock was wrong, and which certificates were entered while it counted a time again.

Whoever sets a clock back sees every time in the log as one of a wrong future, and may say so. Nothing in the log alone
tells that from a clock which was wrong indeed. So it is told to everybody whom it concerns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lms.credentials.acts import Derived
from lms.credentials.dates import from_stamp, stamp
from lms.credentials.leaf import Kind
from lms.credentials.seen import moment
from lms.credentials.steps import Outcome, Step
from lms.wording.phrases import _

if TYPE_CHECKING:
    from lms.credentials.report import Report

_AT = re.compile(r'"at":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"')
_CLOCK = f'"kind":"{Kind.CLOCK.value}"'


@dataclass(frozen=True, slots=True)
class ClockSet:
    """Leaf `n` says that a time was wrong: time counts anew from `at`, though `latest` stood in the log already."""

    n: int
    at: str
    latest: str


@dataclass(frozen=True, slots=True)
class Passed:
    """How far time has come in the leaves that were walked, as they write it, and where it was counted anew."""

    latest: str = ""
    set_back: tuple[ClockSet, ...] = ()

    def after(self, n: int, body: str) -> Passed:
        """The same with one more leaf. Times are written in one form, so that they stand in order as text."""
        found = _AT.search(body)
        at = found[1] if found else ""
        if _CLOCK in body and at < self.latest:
            return Passed(at, (*self.set_back, ClockSet(n, at, self.latest)))
        return self if at <= self.latest else replace(self, latest=at)


def with_clock(told: Report, derived: Derived, set_back: Iterable[ClockSet]) -> Report:
    """The report, and that the certificate was entered at a time that the log had passed already, if it was."""
    if told.claims is None or not derived.acts:
        return told
    first = derived.acts[0]
    entered = stamp(first.at)
    before = [one for one in set_back if one.n < first.leaf and entered < one.latest]
    if not before:
        return told
    furthest = max(before, key=lambda one: one.latest)
    words = _(
        "Our log says that its clock was wrong until %(at)s: it had come as far as %(latest)s. This certificate was "
        "entered after that, so our log alone does not show that its days are right.",
        at=moment(from_stamp(furthest.at)),
        latest=moment(from_stamp(furthest.latest)),
    )
    return replace(told, steps=(*told.steps, Step("clock", Outcome.NOT_CHECKED, words)))
