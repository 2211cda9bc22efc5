"""What somebody may decide in a scheme, and what must be known to say so: duties, declarations, acts and things.

A role says which rooms one may enter, a duty what one may decide there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from lms.wording.phrases import _


class Duty(StrEnum):
    """What one is appointed to, for one scheme at a time."""

    WRITER = "writer"
    CONTENT_REVIEWER = "content-reviewer"
    FAIRNESS_REVIEWER = "fairness-reviewer"
    JUDGE = "judge"
    FACILITATOR = "facilitator"
    OFFICER = "measurement-officer"
    DECIDER = "decider"
    REGISTRAR = "registrar"

    @property
    def words(self) -> str:
        """As people are told of it."""
        return _WORDS[self]


_WORDS: Mapping[Duty, str] = {
    Duty.WRITER: _("writer"),
    Duty.CONTENT_REVIEWER: _("content reviewer"),
    Duty.FAIRNESS_REVIEWER: _("fairness reviewer"),
    Duty.JUDGE: _("judge"),
    Duty.FACILITATOR: _("facilitator"),
    Duty.OFFICER: _("measurement officer"),
    Duty.DECIDER: _("decider"),
    Duty.REGISTRAR: _("registrar"),
}


@dataclass(frozen=True, slots=True)
class Appointment:
    """That an account holds a duty in a scheme from a moment on, and up to another; None: until it is ended."""

    id: int
    account: int
    scheme: str
    duty: Duty
    since: datetime
    until: datetime | None
    by: int | None
    reason: str

    @property
    def last(self) -> datetime | None:
        """A moment of its last day."""
        return None if self.until is None else max(self.since, self.until - timedelta(seconds=1))

    def state(self, now: datetime) -> Literal["coming", "in force", "over"]:
        if now < self.since:
            return "coming"
        return "in force" if self.until is None or now < self.until else "over"


@dataclass(frozen=True, slots=True)
class Payment:
    """What industry paid somebody in a year, or will: `band` is a span of money, such as “under 1,000”."""

    who: str
    kind: str
    year: int
    band: str


@dataclass(frozen=True, slots=True)
class Interest:
    """What somebody declared for a year: people by their accounts, organisations by name or domain, payments."""

    account: int
    year: int
    declared_at: datetime
    people: frozenset[int] = frozenset()
    organisations: tuple[str, ...] = ()
    payments: tuple[Payment, ...] = ()

    def names(self, organisation: str) -> bool:
        """Whether this organisation is among them, whoever paid included."""
        named = (*self.organisations, *(one.who for one in self.payments))
        return _plain(organisation) in {_plain(name) for name in named}


@dataclass(frozen=True, slots=True)
class Act:
    """One act of the practice: which duties it belongs to, what kinds of bar are looked at, and how it is proved.

    `by_admin` belongs to the site's admins, and `by_anyone` to all. `fresh` asks for a second factor of the last five
    minutes, and so is done in a browser alone, unless `from_shell` lets the operator of the machine do it too.
    """

    name: str
    duties: tuple[Duty, ...] = ()
    bars: tuple[str, ...] = ()
    fresh: bool = False
    by_admin: bool = False
    by_anyone: bool = False
    from_shell: bool = False


@dataclass(frozen=True, slots=True)
class Thing:
    """What an act is about, and what must be known of it; what does not matter to the act is left out.

    `person` is the account whose application, certificate, appointment or paper it is. `writers` are of the version at
    hand, `reviewers` those who reviewed its other part. `hands` wrote or reviewed a question of the candidate's paper,
    `authors` a course of the scheme. `proposed_by` proposed what is to be confirmed. `banks` are those of an
    examination. Where `any_scheme` is set, a duty in one scheme is as good as in another.
    """

    kind: str
    id: str
    schemes: tuple[str, ...] = ()
    person: int | None = None
    writers: frozenset[int] = frozenset()
    reviewers: frozenset[int] = frozenset()
    hands: frozenset[int] = frozenset()
    authors: frozenset[int] = frozenset()
    proposed_by: int | None = None
    banks: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    any_scheme: bool = False

    def concerns(self, scheme: str) -> bool:
        return self.any_scheme or scheme in self.schemes


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of whoever asks: appointments of all times, this year's declaration, when keys were seen last."""

    now: datetime
    is_admin: bool = False
    appointments: tuple[Appointment, ...] = ()
    declared: Interest | None = None
    seen: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bar:
    """One reason why somebody may not. `kind` is a stable word: B1 to B9."""

    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Allowed:
    """It may be done, by this duty in this scheme; `duty` is “admin” or “” where the act belongs to no duty."""

    duty: str = ""
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Barred:
    """It may not, and each reason. `hidden`: the act is not this person's at all, who is told of nothing there."""

    bars: tuple[Bar, ...]
    hidden: bool = False

    def __bool__(self) -> Literal[False]:
        return False


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
