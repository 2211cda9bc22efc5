"""Reminders that learners asked for: at an hour of their own, once a day at most, while something is left to do."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from lms.progress.steps import Step
from lms.services.accounts.people import person_of
from lms.services.assessing.overview import course_pages, overview
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.mail import consents as choosing
from lms.services.mail import outbox
from lms.services.mail.consents import REMINDERS
from lms.store import consents, mail_choices
from lms.store.consents import Consent
from lms.store.mail_choices import MailChoices

log = logging.getLogger(__name__)

LATEST = timedelta(hours=3)
"""A reminder that could not be written in time is not wanted in the middle of the night."""

APART = timedelta(hours=20)
"""So far apart are two of them at least, also for somebody who travels."""


def remind_all(ctx: Context) -> int:
    """Write to everybody whose hour it is; how many mails that made."""
    with ctx.database.reading() as session:
        wanted = consents.all_standing(session, REMINDERS)
    return sum(_calmly(ctx, consent) for consent in wanted)


def is_due(choices: MailChoices, given_at: datetime, last: datetime | None, now: datetime) -> bool:
    """Whether it is the hour, in the person's own zone, of a day on which they were not reminded yet."""
    if (
        choices.hour is None
        or choices.zone is None
        or (choices.paused_until is not None and now < choices.paused_until)
    ):
        return False
    here = now.astimezone(ZoneInfo(choices.zone))
    begins = here.replace(hour=choices.hour, minute=0, second=0, microsecond=0)
    if not begins <= here < begins + LATEST or given_at > begins:
        return False
    return last is None or (last < begins and now - last >= APART)


def _calmly(ctx: Context, consent: Consent) -> bool:
    """One that cannot be written, such as for a zone that is known no more, keeps nobody else from theirs."""
    try:
        return _remind(ctx, consent)
    except Exception:
        log.exception("A reminder could not be written for account %s.", consent.account_id)
        return False


def _remind(ctx: Context, consent: Consent) -> bool:
    with ctx.database.reading() as session:
        choices = mail_choices.of(session, consent.account_id)
        last = consents.reminded_at(session, consent.account_id)
        person = person_of(session, consent.account_id)
    if person is None or not person.confirmed or not is_due(choices, consent.given_at, last, ctx.now()):
        return False
    step = _where_they_were(ctx.for_reader((choices.language,) if choices.language else ()), person)
    if step is None:
        return False
    with ctx.database.writing() as session:
        if consents.reminded_at(session, person.id) != last or consents.standing(session, person.id, REMINDERS) is None:
            return False
        consents.keep_reminded(session, person.id, ctx.now())
        mail_id = outbox.write(
            session,
            ctx,
            "reminder",
            person.email,
            name=person.name,
            title=step.title,
            minutes=step.minutes,
            page=f"{ctx.settings.base_url}/learn",
            choices=f"{ctx.settings.base_url}/account/consents",
            off=choosing.link_off(ctx, consent),
        )
    outbox.send_soon(ctx, mail_id)
    return True


def _where_they_were(ctx: Context, person: Person) -> Step | None:
    """What is next in a course that the person has begun and not finished."""
    begun = (one for one in course_pages(ctx, overview(ctx, person)) if one.joined and one.done is None)
    return next((one.next for one in begun if one.next is not None), None)
