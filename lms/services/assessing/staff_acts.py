"""What staff do to somebody's attempts: one more given, a mistaken hand-in taken back, more time for one under way.

Each act is one transaction: its reason is in the audit log, and the learner is told by mail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from lms.content.reading.model import Catalog
from lms.content.reading.targets import ASSESSMENTS, Target
from lms.credentials.dates import from_stamp, in_words
from lms.progress.attempts import is_over
from lms.questions import amounts
from lms.questions.quiz import Json
from lms.services.accounts.identity import known_form
from lms.services.assessing import renewing
from lms.services.assessing.covers import find_assessment
from lms.services.assessing.sitting import seconds_kept, time_left
from lms.services.ground import renamed
from lms.services.ground.context import Context
from lms.services.ground.reasons import check_texts
from lms.services.ground.refusals import Conflict, Invalid, NotFound
from lms.services.mail import act_mail
from lms.store import accounts, attempts, audit, certificates, events, grants, scores, stopped_clocks, taken_back
from lms.store.attempts import AttemptRecord
from lms.store.locks import hold_account
from lms.store.personal import label

MOST_MINUTES = 24 * 60
NOBODY = "There is no attempt with this ID."
ANSWERS = frozenset({"answers", "why"})
_RATHER = "Rather give one more attempt: lms attempt grant EMAIL ASSESSMENT"


Right = Callable[[Session, int], Mapping[str, Json]]
"""Asked within the act, of whose attempt it is; what it gives is written down with the act. It refuses by raising."""


def unasked(_session: Session, _account_id: int) -> Mapping[str, Json]:
    """Of the operator of the machine nobody asks."""
    return {}


def grant(context: Context, actor: str, email: str, assessment_id: str, reason: str, right: Right = unasked) -> None:
    """One more attempt, whatever the limits say. It opens at once, without a wait."""
    check_texts(reason, "")
    catalog = context.catalog()
    assessment = find_assessment(catalog, assessment_id)
    with context.database.writing() as session:
        account_id = _account(session, email)
        asked = right(session, account_id)
        hold_account(session, account_id)
        now = context.now()
        standing = renamed.standing_of(session, catalog, account_id)
        again = renewing.since(session, catalog, account_id, assessment.id, standing, now)
        if assessment.id in standing.passed and again is None:
            raise Conflict("This person has passed it already. Nothing more is needed.")
        if assessment.policy.attempts is None and not assessment.policy.wait_between:
            raise Conflict("This assessment limits nothing: this person may begin whenever they like.")
        grants.add(session, account_id, assessment.id, now)
        details = {"assessment": assessment.id, "reason": reason, **asked}
        audit.append(session, now, actor, "grant attempt", label(account_id), details)
        mails = act_mail.tell(
            session,
            context,
            "attempt_granted",
            account_id,
            title=assessment.title,
            day=in_words(now),
            page=f"{context.settings.base_url}/assessments/{assessment.id}",
        )
    act_mail.send(context, mails)


def reopen(context: Context, actor: str, attempt_id: str, reason: str, right: Right = unasked) -> timedelta | None:
    """Take a hand-in back, with the pass that came of it; the time that was left, None where there is no limit.

    The result is kept beside the attempt. A limited time stands still until the learner goes on.
    """
    check_texts(reason, "")
    catalog = context.catalog()
    with context.database.writing() as session:
        record = _held(session, catalog, attempt_id)
        asked = right(session, record.account_id)
        now = context.now()
        left = _refuse_unless_reopenable(session, catalog, record)
        handed_in = record.ended_at or now
        taken_back.keep(session, record, now, left)
        empty = {"ended_at": None, "share": None, "passed": None, "result": None}
        state = {"state": "running" if left is None else "paused", "deadline": None}
        attempts.change(session, record.id, **empty, **state)
        if record.passed:
            _take_pass_back(session, catalog, record, now)
        _write_down(session, actor, "reopen attempt", record, now, {"reason": reason, **asked})
        mails = _tell(
            session,
            context,
            "attempt_reopened",
            record,
            now,
            handed_in=act_mail.moment(handed_in),
            left="" if left is None else amounts.left(timedelta(seconds=left)),
        )
    act_mail.send(context, mails)
    return None if left is None else timedelta(seconds=left)


def _refuse_unless_reopenable(session: Session, catalog: Catalog, record: AttemptRecord) -> int | None:
    """Why a hand-in stands as it is, as a refusal; else the seconds that were left, None where there is no limit."""
    if record.open:
        raise Conflict("This attempt has not been handed in, so there is nothing to take back.")
    if record.state != "submitted" or record.ended_at is None:
        raise Conflict(f"Its time was over: nobody handed it in. {_RATHER}")
    others = [
        one
        for one in renamed.attempts_of(session, catalog, record.account_id, record.assessment)
        if one.id != record.id
    ]
    if any(one.open for one in others):
        raise Conflict("Another attempt at this assessment is under way. It must end first.")
    if any(_shows_answers(one) for one in (record, *others)):
        raise Conflict(f"This person has been shown the answers, so it can't go on. {_RATHER}")
    if scores.of_attempt(session, record.id):
        raise Conflict(f"Its result was corrected since, and stands. {_RATHER}")
    resting = _resting_on(session, catalog, record)
    if resting:
        raise Conflict(f"A certificate rests on it: {resting}. It stands as it is.")
    seconds = _seconds_left(session, record, record.ended_at)
    if seconds is not None and seconds <= 0:
        raise Conflict(f"No time was left when it was handed in. {_RATHER}")
    return seconds


def _seconds_left(session: Session, record: AttemptRecord, handed_in: datetime) -> int | None:
    """What was left at the hand-in, in the learner's favour; of a time that stood still, all that there was."""
    if record.policy["policy"]["time_limit"] is None:
        return None
    if record.deadline is None:
        return seconds_kept(session, record.id)
    return -((handed_in - record.deadline) // timedelta(seconds=1))


def _shows_answers(record: AttemptRecord) -> bool:
    return not record.open and not ANSWERS.isdisjoint(record.policy["policy"]["show_learner"])


def _resting_on(session: Session, catalog: Catalog, record: AttemptRecord) -> str:
    """The number of a certificate, promised or in force, that names this pass."""
    if not record.passed or record.ended_at is None:
        return ""
    path, since = Target(ASSESSMENTS, record.assessment).path, record.ended_at.replace(microsecond=0)
    for one in certificates.of_account(session, record.account_id):
        ended = one.claims is None or one.life.revoked is not None or one.life.replaced is not None
        if not ended and any(
            catalog.former.now(met["path"]) == path and from_stamp(met["met"]) >= since
            for met in one.claims["evidence"]
        ):
            return one.serial
    return ""


def _take_pass_back(session: Session, catalog: Catalog, record: AttemptRecord, now: datetime) -> None:
    if renamed.passed_otherwise(session, catalog, record.account_id, record.assessment, record.id):
        return
    subject = Target(ASSESSMENTS, record.assessment).path
    event = {"account_id": record.account_id, "kind": "pass taken", "at": now, "subject": subject}
    events.append(session, [event])
    renamed.forget_pass(session, catalog, record.account_id, subject)


def extend(
    context: Context, actor: str, attempt_id: str, minutes: int, reason: str, right: Right = unasked
) -> datetime | None:
    """More time for an attempt under way; until when, None where its time stands still."""
    check_texts(reason, "")
    if not 1 <= minutes <= MOST_MINUTES:
        raise Invalid(f"Give a whole number of minutes, from 1 to {MOST_MINUTES}.", field="minutes")
    catalog = context.catalog()
    with context.database.writing() as session:
        record = _held(session, catalog, attempt_id)
        asked = right(session, record.account_id)
        now = context.now()
        waits = time_left(session, record)
        _refuse_unless_limited(record, waits, now)
        until, left = None, ""
        if record.deadline is not None:
            until = record.deadline + timedelta(minutes=minutes)
            attempts.change(session, record.id, deadline=until)
        elif waits is not None:
            if not stopped_clocks.lengthen(session, record.id, 60 * minutes):
                taken_back.lengthen(session, record.id, 60 * minutes)
            left = amounts.left(waits + timedelta(minutes=minutes))
        _write_down(session, actor, "extend attempt", record, now, {"minutes": minutes, "reason": reason, **asked})
        mails = _tell(
            session,
            context,
            "attempt_extended",
            record,
            now,
            more=amounts.minutes(minutes),
            until="" if until is None else act_mail.moment(until),
            left=left,
        )
    act_mail.send(context, mails)
    return until


def _refuse_unless_limited(record: AttemptRecord, waits: timedelta | None, now: datetime) -> None:
    if not record.open:
        raise Conflict(f"This attempt has ended, so more time does not help. {_RATHER}")
    if record.deadline is None and waits is None:
        raise Conflict("This attempt has no time limit, so it needs no more time.")
    if is_over(record.deadline, now):
        raise Conflict(f"Its time is over, and it is being closed. {_RATHER}")


def _account(session: Session, email: str) -> int:
    account_id = accounts.id_of(session, known_form(email))
    if account_id is None:
        raise NotFound(f"There is no account for {known_form(email)}.")
    return account_id


def _held(session: Session, catalog: Catalog, attempt_id: str) -> AttemptRecord:
    """The attempt, which nobody else changes before the transaction ends."""
    account_id = attempts.owner(session, attempt_id)
    record = None
    if account_id is not None:
        hold_account(session, account_id)
        record = renamed.find_attempt(session, catalog, account_id, attempt_id, hold=True)
    if record is None:
        raise NotFound(NOBODY)
    return record


def _write_down(
    session: Session, actor: str, act: str, record: AttemptRecord, now: datetime, details: Mapping[str, Json]
) -> None:
    named = {"assessment": record.assessment, "attempt": record.id}
    audit.append(session, now, actor, act, label(record.account_id), {**named, **details})


def _tell(
    session: Session, context: Context, kind: str, record: AttemptRecord, now: datetime, **facts: str
) -> act_mail.Mails:
    page = f"{context.settings.base_url}/attempts/{record.id}"
    return act_mail.tell(
        session, context, kind, record.account_id, title=record.title, day=in_words(now), page=page, **facts
    )
