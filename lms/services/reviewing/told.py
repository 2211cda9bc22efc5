"""Who is told of a version by mail: its reviewers, and its writer where it is returned. No mail names a question."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from lms.practice.duties import Duty
from lms.practice.lives import Act, Kind
from lms.services.ground.context import Context
from lms.services.mail import act_mail
from lms.services.reviewing.folding import Told
from lms.store import appointments

REVIEWERS = (Duty.CONTENT_REVIEWER, Duty.FAIRNESS_REVIEWER)
A_DAY = timedelta(days=1)
"""Whoever proposes a whole bank calls for one mail, not for sixty."""


def of_act(session: Session, ctx: Context, scheme: str, told: Told, act: Act) -> act_mail.Mails:
    """Written in the transaction of the act, and sent by a job."""
    proposed = [one.act.actor for one in told.acts if one.act.kind is Kind.PROPOSED]
    writers = {actor for actor in proposed if actor is not None}
    if act.kind is Kind.PROPOSED:
        readers = set(appointments.holders(session, scheme, REVIEWERS, ctx.now())) - writers - {act.actor}
        page = f"{ctx.settings.base_url}/review"
        return tuple(
            mail
            for reader in sorted(readers)
            for mail in act_mail.tell_seldom(session, ctx, "review_waits", reader, A_DAY, page=page)
        )
    if act.kind in (Kind.RETURNED, Kind.TEXT_RETURNED):
        page = f"{ctx.settings.base_url}/staff/banks/{told.source.partition('/')[0]}"
        return tuple(
            mail
            for writer in sorted(writers)
            for mail in act_mail.tell(session, ctx, "version_returned", writer, page=page)
        )
    return ()
