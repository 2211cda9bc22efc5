"""What those who asked for accommodations are told by mail: that there is an answer, never which setting."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from lms.credentials.dates import in_words
from lms.practice.accommodations import Accommodation, Ground
from lms.services.ground.context import Context
from lms.services.mail import act_mail


def of_answer(session: Session, ctx: Context, one: Accommodation) -> act_mail.Mails:
    """Granted, refused or ended; what exactly stands on the page."""
    last = "" if one.last is None else in_words(one.last)
    ground = Ground(one.ground).words if one.ground else ""
    return _tell(session, ctx, "accommodation_answered", one, state=one.state.value, last=last, ground=ground)


def of_talk(session: Session, ctx: Context, one: Accommodation) -> act_mail.Mails:
    """A registrar would like to talk."""
    return _tell(session, ctx, "accommodation_talk", one, by=in_words(one.answer_by))


def _tell(session: Session, ctx: Context, kind: str, one: Accommodation, **facts: Any) -> act_mail.Mails:
    page = f"{ctx.settings.base_url}/accommodations"
    return act_mail.tell(session, ctx, kind, one.account, page=page, day=in_words(ctx.now()), **facts)
