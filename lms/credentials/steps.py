"""The checks behind a report: each with its outcome and a sentence, none promising more than was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lms.credentials.acts import NO_ACTS, Derived
from lms.credentials.dates import in_words
from lms.credentials.life import Life
from lms.credentials.model import Claims
from lms.wording.phrases import _, plural


class Outcome(StrEnum):
    OK = "ok"
    FAILED = "failed"
    NOT_CHECKED = "not-checked"


@dataclass(frozen=True, slots=True)
class Step:
    """One check: a name that programs may rely on, its outcome, and a sentence for people."""

    name: str
    outcome: Outcome
    words: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the store holds about an issued certificate, and what the log tells of it.

    `claims` is None once erased. `claims_hash` was stored with the intent. `logged_hash` is the hash that the audit
    entry of its issue names: None if the log was not read, empty if it holds no such entry. `matched` says how a file
    that was given is one of ours, in a sentence; empty where none was given. With `initials` the holder's name is not
    shown in full. `derived` is what the leaves tell; `differs` is what the row says otherwise, `fault` why the log
    itself cannot be relied on: both in words, and empty where all is well.
    """

    claims: Claims | None
    life: Life
    claims_hash: str
    logged_hash: str | None = None
    matched: str = ""
    initials: bool = False
    derived: Derived = NO_ACTS
    differs: str = ""
    fault: str = ""


CLOCK = "clock"
"""The step that tells of a day in doubt."""

NUMBER_FITS = Step("number", Outcome.OK, _("The number is well formed: its check character fits."))
FOUND = Step("record", Outcome.OK, _("We issued a certificate with this number."))


def record_steps(recorded: Recorded, claims: Claims) -> tuple[Step, ...]:
    return _facts_step(recorded, claims), _log_step(recorded), acts_step(recorded), _file_step(recorded)


def _facts_step(recorded: Recorded, claims: Claims) -> Step:
    if claims.hash == recorded.claims_hash:
        return Step("facts", Outcome.OK, _("Every fact that is shown is as it was when the certificate was issued."))
    return Step("facts", Outcome.FAILED, _("The recorded facts are not those that were sealed at the issue."))


def _log_step(recorded: Recorded) -> Step:
    if recorded.logged_hash is None:
        return Step("log", Outcome.NOT_CHECKED, _("The log of issued certificates was not read for this answer."))
    if recorded.logged_hash != recorded.claims_hash:
        return Step("log", Outcome.FAILED, _("The log of issued certificates holds no entry that fits these facts."))
    return Step("log", Outcome.OK, _("Its issue stands in our log, with the same facts."))


def acts_step(recorded: Recorded) -> Step:
    """Whether the record says what the log tells. That its issue stands there shows of no later act that it is not."""
    if recorded.fault:
        return Step("acts", Outcome.FAILED, _("Our log cannot be relied on just now: %(fault)s.", fault=recorded.fault))
    if recorded.differs:
        return Step(
            "acts", Outcome.FAILED, _("Our record says otherwise than our log: %(differs)s.", differs=recorded.differs)
        )
    acts = recorded.derived.acts
    if not acts:
        return Step("acts", Outcome.NOT_CHECKED, _("It was not compared with our log for this answer."))
    words = plural(
        "It is what our log makes of it: one entry, of %(day)s.",
        "It is what our log makes of it: %(num)s entries, the last of %(day)s.",
        len(acts),
        day=in_words(acts[-1].at),
    )
    return Step("acts", Outcome.OK, words)


def _file_step(recorded: Recorded) -> Step:
    if recorded.matched:
        return Step("file", Outcome.OK, recorded.matched)
    if recorded.life.awaits_file:
        return Step("file", Outcome.NOT_CHECKED, _("It was reinstated, and its new file is just being prepared."))
    return Step("file", Outcome.NOT_CHECKED, _("No PDF was compared. Give us the file, and we do."))


def term_step(claims: Claims, now: datetime) -> Step:
    if claims.endorses is not None:
        return Step("term", Outcome.OK, _("It has no last day of its own: it ends with what it rests on."))
    if claims.expires is None:
        return Step("term", Outcome.OK, _("It has no last day: it records what was learned at the time."))
    if now > claims.expires:
        return Step("term", Outcome.FAILED, _("Its last day was %(day)s.", day=claims.day(claims.expires)))
    return Step("term", Outcome.OK, _("It is within its term, which ends on %(day)s.", day=claims.day(claims.expires)))


def standing_step(life: Life) -> Step:
    if life.revoked is not None:
        return Step("standing", Outcome.FAILED, _("It was revoked on %(revoked)s.", revoked=in_words(life.revoked)))
    if life.replaced is not None:
        return Step(
            "standing",
            Outcome.FAILED,
            _(
                "It was replaced on %(replaced)s by %(replaced_by)s.",
                replaced=in_words(life.replaced),
                replaced_by=life.replaced_by,
            ),
        )
    if life.suspended is not None:
        return Step(
            "standing",
            Outcome.FAILED,
            _("It has been suspended since %(suspended)s.", suspended=in_words(life.suspended)),
        )
    return Step("standing", Outcome.OK, _("It has not been revoked, suspended or replaced."))
