"""What applicants are told by mail: that it arrived, and what was decided. No mail names a score or a question."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from lms.credentials.dates import in_words
from lms.practice.applications import Application
from lms.services.ground.context import Context
from lms.services.mail import act_mail


def of_application(
    session: Session, context: Context, kind: str, application: Application, **facts: Any
) -> act_mail.Mails:
    """What became of an application, with its page; in the language of whoever made it."""
    credential = context.catalog().original.credentials.get(application.credential)
    return act_mail.tell(
        session,
        context,
        kind,
        application.account,
        title=application.credential if credential is None else credential.title,
        day=in_words(context.now()),
        until="" if application.decide_by is None else in_words(application.decide_by),
        page=f"{context.settings.base_url}/apply/{application.credential}",
        **facts,
    )
