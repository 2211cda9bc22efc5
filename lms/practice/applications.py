"""The life of an application: begun, complete, and then decided by a person, or withdrawn. A state machine, pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Literal

from lms.wording.phrases import _


class State(StrEnum):
    """Where an application stands. `returned` asks its applicant for more, and goes on as if it had been begun."""

    OPEN = "open"
    COMPLETE = "complete"
    RETURNED = "returned"
    CERTIFIED = "certified"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


UNDER_WAY = (State.OPEN, State.COMPLETE, State.RETURNED)
"""Of these there is one at a time for each person and certification."""


class Outcome(StrEnum):
    """What a decision may be."""

    CERTIFIED = "certified"
    REFUSED = "refused"
    RETURNED = "returned"


class Ground(StrEnum):
    """For what alone an application may be refused."""

    NOT_MET = "requirement-not-met"
    FALSE_STATEMENT = "false-statement"
    NOT_OWN_WORK = "not-own-work"

    @property
    def words(self) -> str:
        """As its applicant is told."""
        return _WORDS[self]


_WORDS: Mapping[Ground, str] = {
    Ground.NOT_MET: _("Something that is asked for was not met."),
    Ground.FALSE_STATEMENT: _("A statement in the application was not true."),
    Ground.NOT_OWN_WORK: _("The work was not the applicant's own."),
}


@dataclass(frozen=True, slots=True)
class Application:
    """One application. `scheme` is the hash of the scheme that it was made under, `version` its number.

    `claims` is what the applicant says: the name to be printed, what they signed, their statement. `granted_at` is when
    a registrar took the statement of its route.
    """

    id: str
    account: int
    credential: str
    route: str
    scheme: str
    version: int
    opened_at: datetime
    state: State = State.OPEN
    claims: Mapping[str, Any] = field(default_factory=dict)
    granted_at: datetime | None = None
    granted_by: int | None = None
    completed_at: datetime | None = None
    decide_by: datetime | None = None
    settled_at: datetime | None = None

    @property
    def under_way(self) -> bool:
        return self.state in UNDER_WAY

    def is_late(self, now: datetime) -> bool:
        """Whether the day by which it was to be decided is past."""
        return self.state is State.COMPLETE and self.decide_by is not None and now > self.decide_by


@dataclass(frozen=True, slots=True)
class Changed:
    """The application as it is from now on."""

    application: Application


@dataclass(frozen=True, slots=True)
class Declined:
    """The act does not fit the state that the application is in, and why; a declined one is falsy."""

    reason: str

    def __bool__(self) -> Literal[False]:
        return False


def grant(application: Application, by: int, now: datetime) -> Changed | Declined:
    """A registrar takes the statement: the examination opens by it."""
    if application.granted_at is not None:
        return Declined("This statement was taken already.")
    if application.state not in (State.OPEN, State.RETURNED):
        return Declined(f"This application is {application.state.value}, so its statement is not looked at any more.")
    return Changed(replace(application, granted_at=now, granted_by=by))


def complete(
    application: Application, claims: Mapping[str, Any], within: timedelta, now: datetime
) -> Changed | Declined:
    """Everything is there: from now on the time runs in which a person decides."""
    if application.state not in (State.OPEN, State.RETURNED):
        return Declined(_("This application is not open any more."))
    merged = {**application.claims, **claims}
    return Changed(replace(application, state=State.COMPLETE, claims=merged, completed_at=now, decide_by=now + within))


def withdraw(application: Application, now: datetime) -> Changed | Declined:
    """Its applicant takes it back; nobody is asked why."""
    if not application.under_way:
        return Declined(_("This application is not under way any more."))
    return Changed(replace(application, state=State.WITHDRAWN, settled_at=now))


def decide(application: Application, outcome: Outcome, now: datetime) -> Changed | Declined:
    """A person decides. What was returned can be completed again."""
    if application.state is not State.COMPLETE:
        return Declined(f"This application is {application.state.value}, so there is nothing to decide now.")
    if outcome is Outcome.RETURNED:
        return Changed(replace(application, state=State.RETURNED, decide_by=None))
    return Changed(replace(application, state=State(outcome.value), settled_at=now))
