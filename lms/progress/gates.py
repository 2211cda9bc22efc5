"""Doors: one function decides each, for page, API and act alike. A closed one names every reason in plain words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from lms.content.reading.model import Assessment, Catalog, Course, Credential, Lesson
from lms.content.reading.targets import target_of
from lms.progress.binding import binds_a_person
from lms.progress.names import title_of
from lms.progress.requirements import REQUIREMENTS
from lms.progress.requirements.lesson import lesson_requirements
from lms.progress.standing import Standing
from lms.progress.untold import is_untold, missing, opens_something
from lms.questions import amounts
from lms.wording.phrases import _, plural

ACCOUNT = "account"
"""What opens a door that asks for something of the account itself."""

_YEAR = timedelta(days=365)
OPEN_STATES = frozenset({"running", "paused"})


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that keeps a door closed.

    `kind` is lesson, module, course, assessment, wait, attempts, per year, passed, email, interest, route, renewal;
    `what` is the path of the thing that opens the door, empty where nothing does. `since` or `until` say from when or
    how long, where that is known.
    """

    kind: str
    what: str
    title: str
    message: str
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """The door is open. `granted`: by an attempt that was given beyond the limits."""

    granted: bool = False

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class Closed:
    """The door is closed; a closed door is falsy."""

    reasons: tuple[Reason, ...]

    @property
    def granted(self) -> bool:
        return False

    def __bool__(self) -> Literal[False]:
        return False


Gate = Open | Closed


@dataclass(frozen=True, slots=True)
class AttemptFact:
    """What a gate needs to know of an attempt: its state is running, paused, submitted or expired.

    `elsewhere`: it was sat with another account of the same mailbox, so it counts, and leads nowhere. `told`: its
    learner is told whether it was passed.
    """

    number: int
    state: str
    started: datetime
    ended: datetime | None
    passed: bool | None = None
    elsewhere: bool = False
    told: bool = True


OPEN = Open()


def _gate(reasons: Iterable[Reason]) -> Gate:
    # The same thing may be asked for by the course, the module and the lesson: it is one reason all the same.
    unique = tuple(dict.fromkeys(reasons))
    return Closed(unique) if unique else OPEN


def unmet(catalog: Catalog, paths: Iterable[str], standing: Standing) -> list[Reason]:
    """A reason for each of these things that is not done or passed yet, as far as its learner is told, in order."""
    return [_not_yet(catalog, path) for path in missing(catalog, paths, standing)]


def _not_yet(catalog: Catalog, path: str) -> Reason:
    target = target_of(path)
    kind, title = REQUIREMENTS.of(target), title_of(catalog, path)
    return Reason(kind.name, path, title, kind.not_yet(catalog, target, title))


def _again(catalog: Catalog, path: str) -> Reason:
    kind, title = REQUIREMENTS.of(target_of(path)), title_of(catalog, path)
    return Reason(kind.name, path, title, kind.again(title))


def course_gate(catalog: Catalog, course: Course, standing: Standing) -> Gate:
    """Whether a course may be begun."""
    return _gate(unmet(catalog, course.opens_after, standing))


def lesson_gate(catalog: Catalog, course: Course, lesson: Lesson, standing: Standing) -> Gate:
    """Whether a lesson takes answers and completion."""
    return gate_after(catalog, lesson_requirements(course, lesson), standing)


def gate_after(catalog: Catalog, requirements: Sequence[str], standing: Standing) -> Gate:
    """The gate of what opens after the things with these paths."""
    return _gate(unmet(catalog, requirements, standing)) if requirements else OPEN


def assessment_gate(
    catalog: Catalog,
    assessment: Assessment,
    standing: Standing,
    attempts: Sequence[AttemptFact],
    now: datetime,
    renewing: datetime | None = None,
    confirmed: bool = True,
    admitted: bool = False,
) -> Gate:
    """Whether another attempt may be begun. Where one is under way, the door is open: it leads back to that one.

    Who is `admitted` came in by a route that a registrar granted, which stands in the place of what it opens after.

    `renewing` is since when a certificate can be renewed by it: what was passed or tried before then counts no more.
    `confirmed` is whether the e-mail is, which an assessment asks for whose attempts bind a person.
    """
    if any(one.state in OPEN_STATES and not one.elsewhere for one in attempts):
        return Open()
    if renewing is not None:
        attempts = [one for one in attempts if one.started >= renewing]
    reasons = [] if admitted else unmet(catalog, assessment.opens_after, standing)
    enough = _enough(catalog, assessment, standing, attempts, renewing)
    if enough is not None:
        reasons.append(enough)
    else:
        tried = _used_up(assessment, attempts) + _waiting(assessment, attempts, now)
        tried += _this_year(assessment, attempts, now)
        reasons += _with_other_accounts(tried, attempts)
        if not confirmed and binds_a_person(catalog, assessment):
            reasons.append(_unconfirmed())
    return _gate(reasons)


def _enough(
    catalog: Catalog,
    assessment: Assessment,
    standing: Standing,
    attempts: Sequence[AttemptFact],
    renewing: datetime | None,
) -> Reason | None:
    """Why what was passed is not sat again; None where it was not, or where this alone would tell that it was."""
    path = assessment.path
    if renewing is None:
        passed, untold = standing.passed.get(assessment.id), is_untold(assessment, standing)
        told_by_a_door = untold and opens_something(catalog, path, standing)
    else:
        passed = passed_since(renewing, attempts)
        untold = not is_told(attempts)
        told_by_a_door = any(set(one.renew_with) == {path} for one in catalog.credentials.values())
    if passed is None or (untold and not told_by_a_door):
        return None
    if untold:
        return Reason("attempts", path, assessment.title, _("You have handed this in. Nothing more is needed here."))
    message = _("You have passed this already. Nothing more is needed.")
    return Reason("passed", path, assessment.title, message, since=passed)


def _with_other_accounts(reasons: Iterable[Reason], attempts: Iterable[AttemptFact]) -> list[Reason]:
    """The reasons, with a word for who sees no attempt of their own that could be meant."""
    if not any(one.elsewhere for one in attempts):
        return list(reasons)
    also = _("What was sat with another account of your mailbox counts too, also one that is erased.")
    return [replace(one, message=_("%(reason)s %(also)s", reason=one.message, also=also)) for one in reasons]


def _unconfirmed() -> Reason:
    message = _("Confirm your e-mail address first: open the link that we sent you, or ask for a new one.")
    return Reason("email", ACCOUNT, _("Your e-mail address"), message)


def passed_since(moment: datetime, attempts: Iterable[AttemptFact]) -> datetime | None:
    """When it was first passed by an attempt that began at this moment or later."""
    ended = [one.ended for one in attempts if one.passed and one.started >= moment and one.ended is not None]
    return min(ended, default=None)


def is_told(attempts: Iterable[AttemptFact]) -> bool:
    """Whether a learner is told of one of these attempts that it was passed."""
    return any(one.passed and one.told for one in attempts)


def _used_up(assessment: Assessment, attempts: Sequence[AttemptFact]) -> list[Reason]:
    allowed = assessment.policy.attempts
    if allowed is None or len(attempts) < allowed:
        return []
    message = plural(
        "You have used your one try. Please write to us if you think that something went wrong.",
        "You have used all %(num)s tries. Please write to us if you think that something went wrong.",
        allowed,
    )
    return [Reason("attempts", assessment.path, assessment.title, message)]


def _waiting(assessment: Assessment, attempts: Sequence[AttemptFact], now: datetime) -> list[Reason]:
    waits = assessment.policy.wait_between
    allowed = assessment.policy.attempts
    ended = [one.ended for one in attempts if one.ended is not None]
    if not waits or not ended or (allowed is not None and len(attempts) >= allowed):
        return []
    wait = waits[min(len(attempts), len(waits)) - 1]
    until = max(ended) + wait
    if now >= until:
        return []
    message = _("Take a rest first: the next try opens %(wait)s from now.", wait=amounts.wait(until - now))
    return [Reason("wait", assessment.path, assessment.title, message, until=until)]


def _this_year(assessment: Assessment, attempts: Sequence[AttemptFact], now: datetime) -> list[Reason]:
    """How often it may be begun within 365 days, as the scheme of a certification has it."""
    most = assessment.policy.per_year
    recent = sorted(one.started for one in attempts if one.started > now - _YEAR)
    if most is None or len(recent) < most:
        return []
    until = recent[-most] + _YEAR
    message = plural(
        "You have begun %(num)s try within a year, which is all that is allowed. The next opens %(wait)s from now.",
        "You have begun %(num)s tries within a year, which is all that is allowed. The next opens %(wait)s from now.",
        most,
        wait=amounts.wait(until - now),
    )
    return [Reason("per year", assessment.path, assessment.title, message, until=until)]


def credential_gate(
    catalog: Catalog,
    credential: Credential,
    standing: Standing,
    confirmed: bool,
    renewing: Mapping[str, datetime | None] | None = None,
    untold: Collection[str] = (),
) -> Gate:
    """Whether a certificate may be claimed. The e-mail must be confirmed, since the certificate is sent for by it.

    `renewing`: for a renewal, what it asks for, by path, and when that was met since the renewal opened. `untold` are
    those of which the learner is not told that they are.
    """
    if renewing is None:
        reasons = unmet(catalog, credential.requires, standing)
    else:
        unknown = untold if None in renewing.values() else ()
        reasons = [_again(catalog, path) for path, met in renewing.items() if met is None or path in unknown]
    if not confirmed:
        reasons.append(_unconfirmed())
    return _gate(reasons)
