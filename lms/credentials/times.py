"""Time never runs back: the rule by which an act is refused, and by which both logs are read again later.

Acts bear the time at which they were written. One that is earlier than the latest before it, by more than a little that
clocks may differ, was written under a clock that is wrong, or to make something look older than it is. Where an earlier
time was the wrong one, an act says so, and time counts anew from there. Logs that are older than this rule are read
by it too; what runs back in them is told, and holds nobody up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from lms.credentials import leaf as leaf_of
from lms.credentials.dates import from_stamp, in_words
from lms.credentials.leaf import Kind

GRACE = timedelta(minutes=5)
"""How much clocks of several machines may differ."""
A_DAY = timedelta(days=1)

CLOCK = "clock"
CLOCK_OF_ENTRY = "clock of entry"
GO_ON = "go on"
ANEW = frozenset({CLOCK, CLOCK_OF_ENTRY})
"""The acts, and the kind of leaf, after which time counts anew."""
_UNDER_THE_RULE = frozenset({CLOCK, CLOCK_OF_ENTRY, GO_ON, Kind.FILE.value, Kind.RESTORE.value})
"""Acts and kinds of leaves that were not written before there was this rule: from the first of them on it is held."""


class RunsBack(Exception):
    """An act is dated earlier than the latest before it. It was not done."""

    def __init__(self, at: datetime, latest: datetime) -> None:
        super().__init__(at, latest)
        self.at, self.latest = at, latest

    def __str__(self) -> str:
        return (
            f"The newest entry in the log of this site is of {moment_in_words(self.latest)}, and the clock here says "
            f"{moment_in_words(self.at)}. Nothing was changed: what is written down must never look older than it is. "
            "If this clock is wrong, set it right, and try again. If it is right, the one before was wrong; those "
            "who run the site say so with: lms log clock --reason …"
        )


@dataclass(frozen=True, slots=True)
class Inversion:
    """Act `n` is of `at`, and one before it of `latest`. `former`: from before there was a rule against that."""

    n: int
    at: datetime
    latest: datetime
    former: bool


@dataclass(frozen=True, slots=True)
class Course:
    """How far time has come in a log, read from its beginning. `held` once the rule is known to have been."""

    latest: datetime | None = None
    held: bool = False

    def runs_back(self, at: datetime) -> bool:
        return self.latest is not None and at < self.latest - GRACE

    def after(self, at: datetime, act: str) -> Course:
        """The course with one more act. Where nobody held the rule yet, time counts on from what ran back."""
        held = self.held or act in _UNDER_THE_RULE
        if self.latest is None or act in ANEW or (self.runs_back(at) and not held):
            return Course(at, held)
        return replace(self, latest=max(self.latest, at), held=held)


def inversions(acts: Iterable[tuple[int, datetime, str]]) -> Iterator[Inversion]:
    """Every act that is dated before an earlier one: number, time, and act or kind, in their order."""
    course = Course()
    for n, at, act in acts:
        if course.latest is not None and course.runs_back(at) and act not in ANEW:
            yield Inversion(n, at, course.latest, former=not (course.held or act in _UNDER_THE_RULE))
        course = course.after(at, act)


def first_ahead(acts: Iterable[tuple[int, datetime, str]], now: datetime) -> tuple[int, datetime] | None:
    """The first act that stands in the way of a clock that says `now`, since time was last counted anew."""
    course, ahead = Course(), None
    for n, at, act in acts:
        further = course.after(at, act)
        if course.latest is not None and further.latest is not None and further.latest < course.latest:
            ahead = None
        if ahead is None and at > now + GRACE:
            ahead = (n, at)
        course = further
    return ahead


@dataclass(frozen=True, slots=True)
class Dated:
    """What a leaf says of its time, its kind, and the certificate that it names, if any; `facts` is all of it."""

    n: int
    at: datetime
    kind: str
    certificate: str
    facts: Mapping[str, object]


def dated(leaves: Iterable[tuple[int, str]]) -> Iterator[Dated]:
    """The leaves by number and text. One that cannot be read is for others to tell of."""
    for n, body in leaves:
        facts = leaf_of.read(body)
        if facts is None:
            continue
        try:
            yield Dated(n, from_stamp(facts["at"]), str(facts["kind"]), str(facts.get("certificate", "")), facts)
        except (KeyError, TypeError, ValueError):
            continue


def is_borne_out(clock: Dated, leaves: Mapping[int, datetime]) -> bool:
    """Whether the leaf before it, whose time it calls wrong, says what it is said to say, and is later than it."""
    try:
        n, said = clock.facts["leaf"], from_stamp(str(clock.facts["said"]))
    except (KeyError, ValueError):
        return False
    return isinstance(n, int) and n < clock.n and leaves.get(n) == said and clock.at < said


@dataclass(frozen=True, slots=True)
class Award:
    """The award day that a certificate claims; `replaces` names the one whose award it is."""

    serial: str
    awarded: datetime
    replaces: str = ""


def early_awards(awards: Iterable[Award], first: Mapping[str, datetime]) -> Iterator[tuple[Award, datetime]]:
    """Those whose award day lies more than a day before the first leaf of their number, with the time of that."""
    for one in awards:
        entered = first.get(leaf_of.name_of(one.serial))
        if entered is not None and one.awarded < entered - A_DAY:
            yield one, entered


def moment_in_words(at: datetime) -> str:
    """A time as operators and strangers read it: 5 March 2027, 14:02 UTC."""
    return f"{in_words(at)}, {at.astimezone(UTC):%H:%M} UTC"
