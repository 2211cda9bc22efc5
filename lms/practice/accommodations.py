"""Accommodations: settings of an examination that somebody has, and never why. Asked for, and answered by a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any, Literal

from lms.content.reading.model import Policy
from lms.wording.phrases import _

WITHIN = timedelta(days=10)
"""By when whoever asked has an answer."""

USUAL = Fraction(1)
NO_LIMIT = "none"
TIMES: Mapping[str, Fraction | None] = {
    "5/4": Fraction(5, 4),
    "3/2": Fraction(3, 2),
    "2": Fraction(2),
    NO_LIMIT: None,
}
"""What may be asked for; None is no limit at all."""
HELPERS = ("reader", "scribe")
LONGEST_NAME = 200


class State(StrEnum):
    """Where it stands. `talking`: a registrar wrote to them, and it still waits for its answer."""

    ASKED = "asked"
    TALKING = "talking"
    GRANTED = "granted"
    REFUSED = "refused"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


WAITING = (State.ASKED, State.TALKING)
"""Of these there is one at a time for each person."""


class Ground(StrEnum):
    """Why something is not given, in words that are ours: nobody writes about anybody's health."""

    OTHERWISE = "otherwise"
    CHANGES = "changes-what-is-examined"
    THERE = "there-for-all"

    @property
    def words(self) -> str:
        """As whoever asked is told."""
        return _GROUNDS[self]


_GROUNDS: Mapping[Ground, str] = {
    Ground.OTHERWISE: _("We cannot arrange it in this way, and would like to find another one with you."),
    Ground.CHANGES: _("It would change what this examination is about."),
    Ground.THERE: _("It is there for everybody already, and needs no asking."),
}


@dataclass(frozen=True, slots=True)
class Needs:
    """The settings. `time` multiplies a time limit, None takes it away; `name` is the reader's or the scribe's."""

    time: Fraction | None = USUAL
    sittings: bool = False
    breaks: bool = False
    whole: bool = False
    helper: str = ""
    name: str = ""

    @property
    def nothing(self) -> bool:
        return self == Needs()

    def to_json(self) -> dict[str, Any]:
        """What is set, and nothing else."""
        told: dict[str, Any] = {}
        if self.time != USUAL:
            told["time"] = NO_LIMIT if self.time is None else str(self.time)
        told |= {name: True for name in ("sittings", "breaks", "whole") if getattr(self, name)}
        return told | ({"helper": self.helper, "name": self.name} if self.helper else {})

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Needs:
        """The inverse of `to_json`."""
        time = kept.get("time", "1")
        return cls(
            None if time == NO_LIMIT else Fraction(time),
            bool(kept.get("sittings")),
            bool(kept.get("breaks")),
            bool(kept.get("whole")),
            str(kept.get("helper", "")),
            str(kept.get("name", "")),
        )


NOTHING = Needs()


def together(several: Iterable[Needs]) -> Needs:
    """What somebody has by all that was granted: the most of each."""
    sum = NOTHING
    for one in several:
        time = None if sum.time is None or one.time is None else max(sum.time, one.time)
        helper = one if one.helper else sum
        sum = Needs(
            time,
            sum.sittings or one.sittings,
            sum.breaks or one.breaks,
            sum.whole or one.whole,
            helper.helper,
            helper.name,
        )
    return sum


def covers(given: Needs, asked: Needs) -> bool:
    """Whether all that was asked for is given. Who reads or writes may be somebody else."""
    in_time = given.time is None or (asked.time is not None and given.time >= asked.time)
    switches = all(getattr(given, name) or not getattr(asked, name) for name in ("sittings", "breaks", "whole"))
    return in_time and switches and (not asked.helper or given.helper == asked.helper)


def longer(limit: timedelta, time: Fraction) -> timedelta:
    """A time limit with somebody's extra time, to the second, rounded in their favour."""
    seconds = int(limit.total_seconds()) * time
    return timedelta(seconds=-(-seconds.numerator // seconds.denominator))


def fitted(policy: Policy, needs: Needs) -> Policy:
    """The rules of an attempt as they are for whoever has these settings."""
    limit = policy.time_limit
    if limit is not None:
        limit = None if needs.time is None else longer(limit, needs.time)
    return replace(
        policy,
        time_limit=limit,
        sittings=None if needs.sittings else policy.sittings,
        breaks=needs.breaks and limit is not None,
        whole=needs.whole,
    )


@dataclass(frozen=True, slots=True)
class Accommodation:
    """What somebody asked for or has. `had_before`: they said that they had the same elsewhere.

    It holds from `since` up to `until`. `answered_by` is None where nobody answered yet, or the account is erased;
    `second` is who confirmed a refusal.
    """

    id: int
    account: int
    needs: Needs
    had_before: bool
    state: State
    asked_at: datetime
    since: datetime | None = None
    until: datetime | None = None
    answered_at: datetime | None = None
    answered_by: int | None = None
    second: int | None = None
    ground: str = ""

    @property
    def answer_by(self) -> datetime:
        return self.asked_at + WITHIN

    @property
    def last(self) -> datetime | None:
        """A moment of its last day."""
        return None if self.until is None else self.until - timedelta(seconds=1)

    def is_late(self, now: datetime) -> bool:
        return self.state in WAITING and now > self.answer_by

    def holds(self, now: datetime) -> bool:
        """Whether it is in force."""
        begun = self.since is not None and self.since <= now
        return self.state is State.GRANTED and begun and (self.until is None or now < self.until)


@dataclass(frozen=True, slots=True)
class Changed:
    """It as it is from now on."""

    accommodation: Accommodation


@dataclass(frozen=True, slots=True)
class Declined:
    """The act does not fit the state that it is in, and why; a declined one is falsy."""

    reason: str

    def __bool__(self) -> Literal[False]:
        return False


def grant(one: Accommodation, given: Needs, until: datetime | None, by: int, now: datetime) -> Changed | Declined:
    """A registrar gives what was asked for, or more."""
    if one.state not in WAITING:
        return Declined(f"This is {one.state.value}, so there is nothing to answer now.")
    if not covers(given, one.needs):
        return Declined("This is less than was asked for. To give less is a refusal, which two people decide.")
    granted = replace(one, needs=given, state=State.GRANTED, since=now, until=until)
    return Changed(replace(granted, answered_at=now, answered_by=by))


def talk(one: Accommodation, by: int) -> Changed | Declined:
    """A registrar writes that they would like to talk; the day for the answer stays."""
    if one.state not in WAITING:
        return Declined(f"This is {one.state.value}, so there is nothing to talk about now.")
    return Changed(replace(one, state=State.TALKING, answered_by=by))


def refuse(one: Accommodation, ground: Ground, by: int | None, second: int, now: datetime) -> Changed | Declined:
    """Two people refuse it."""
    if one.state not in WAITING:
        return Declined(f"This is {one.state.value}, so there is nothing to refuse now.")
    refused = replace(one, state=State.REFUSED, ground=ground.value)
    return Changed(replace(refused, answered_at=now, answered_by=by, second=second))


def end(one: Accommodation, by: int | None, now: datetime) -> Changed | Declined:
    """It holds no longer. An attempt that was begun under it keeps its rules."""
    if one.state is not State.GRANTED or (one.until is not None and one.until <= now):
        return Declined("This does not hold, so there is nothing to end.")
    return Changed(replace(one, state=State.ENDED, until=now, answered_by=by))


def withdraw(one: Accommodation, now: datetime) -> Changed | Declined:
    """Whoever asked takes it back; nobody is asked why."""
    if one.state not in WAITING:
        return Declined(_("This has been answered already."))
    return Changed(replace(one, state=State.WITHDRAWN, answered_at=now))
