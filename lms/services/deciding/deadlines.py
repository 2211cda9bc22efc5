"""What staff are told of days: once a week all that waits for them, and at once what is late. Sent by a job."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from lms.credentials.dates import in_words
from lms.practice.duties import Duty
from lms.services.accounts.people import person_of
from lms.services.ground.context import Context
from lms.services.mail import act_mail
from lms.services.reviewing import desk
from lms.store import appointments, waiting

A_WEEK = timedelta(days=7)


def remind(ctx: Context) -> int:
    """Write to everybody with a duty for whom something waits; how many mails that made."""
    with ctx.database.reading() as session:
        serving = sorted({one.account for one in appointments.in_force(session, ctx.now())})
    written = 0
    for account_id in serving:
        with ctx.database.writing() as session:
            mails = (*_late(session, ctx, account_id), *_week(session, ctx, account_id))
        act_mail.send(ctx, mails)
        written += len(mails)
    return written


def _week(session: Session, ctx: Context, account_id: int) -> act_mail.Mails:
    person = person_of(session, account_id)
    found = () if person is None else desk.within(ctx, session, person).tasks
    if not found:
        return ()
    lines = [one.words if one.due is None else f"{one.words}, by {in_words(one.due)}" for one in found]
    listed = "\n".join(f"- {line}" for line in lines)
    page = f"{ctx.settings.base_url}/staff"
    return act_mail.tell_seldom(session, ctx, "week_of_duties", account_id, A_WEEK, lines=listed, page=page)


def _late(session: Session, ctx: Context, account_id: int) -> act_mail.Mails:
    """To deciders, where the day by which an application was to be decided is past."""
    mine = appointments.of_account(session, account_id)
    deciding = [one.scheme for one in mine if one.duty is Duty.DECIDER and one.state(ctx.now()) == "in force"]
    first = waiting.of(session, deciding, (), answers=False)[waiting.DECISIONS].day if deciding else None
    if first is None or ctx.now() <= first:
        return ()
    page = f"{ctx.settings.base_url}/staff/decisions"
    return act_mail.tell_seldom(session, ctx, "decision_late", account_id, A_WEEK, day=in_words(first), page=page)
