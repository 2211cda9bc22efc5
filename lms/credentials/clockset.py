"""Where the log says that its clock was wrong, and of which certificates an act is dated in the time in doubt.

Whoever sets a clock back sees every time in the log as one of a wrong future, and may say so. Nothing in the log alone
tells that from a clock which was wrong indeed. So it is told to everybody whom it concerns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lms.credentials.acts import Act, Derived
from lms.credentials.dates import from_stamp, stamp
from lms.credentials.leaf import Kind
from lms.credentials.seen import moment
from lms.credentials.steps import CLOCK, Outcome, Step
from lms.credentials.times import GRACE
from lms.wording.phrases import _

if TYPE_CHECKING:
    from lms.credentials.report import Report

_AT = re.compile(r'"at":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"')
_CLOCK = f'"kind":"{Kind.CLOCK.value}"'


def time_in(body: str) -> str:
    """The time that a leaf says, as it writes it; empty where it says none."""
    found = _AT.search(body)
    return found[1] if found else ""


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
        at = time_in(body)
        if _CLOCK in body and at < self.latest:
            return Passed(at, (*self.set_back, ClockSet(n, at, self.latest)))
        return self if at <= self.latest else replace(self, latest=at)


def with_clock(told: Report, derived: Derived, set_back: Iterable[ClockSet], *, ahead: bool = False) -> Report:
    """The report, and that the day of an act on the certificate is in doubt by the log itself, if one is.

    `ahead` says that its newest act is dated later than now.
    """
    if told.claims is None or not derived.acts:
        return told
    twice = [one for one in set_back if any(_is_in(act, one) for act in derived.acts)]
    if twice:
        furthest = max(twice, key=lambda one: one.latest)
        return _with_step(told, _twice(furthest))
    return _with_step(told, _ahead(derived.acts[-1])) if ahead else told


def _is_in(act: Act, clock: ClockSet) -> bool:
    """Whether an act bears a time that the log went through twice, so that one of its two was wrong."""
    at = stamp(act.at)
    return at < clock.latest if act.leaf > clock.n else act.at > from_stamp(clock.at) + GRACE


def _twice(clock: ClockSet) -> str:
    return _(
        "Our log says that its clock was wrong, and counted the time from %(at)s to %(latest)s twice. An entry of this "
        "certificate is dated in that time, so our log alone does not show that its day is right.",
        at=moment(from_stamp(clock.at)),
        latest=moment(from_stamp(clock.latest)),
    )


def _ahead(act: Act) -> str:
    return _(
        "An entry of this certificate is dated %(at)s, which is still to come by the clock of this site: one of the "
        "two is wrong.",
        at=moment(act.at),
    )


def _with_step(told: Report, words: str) -> Report:
    return replace(told, steps=(*told.steps, Step(CLOCK, Outcome.NOT_CHECKED, words)))
