"""Deleting what has served its purpose: expired sessions and links, ended windows of limits, mails long sent."""

from __future__ import annotations

from lms.services.context import Context
from lms.services.mailing import KEPT
from lms.store import limits, links, mails, sessions


def tidy(ctx: Context) -> None:
    """Delete it. Nobody could use any of it any more."""
    now = ctx.now()
    with ctx.database.writing() as session:
        sessions.forget_expired(session, now)
        links.forget_expired(session, now)
        limits.forget_ended(session, now)
        mails.forget_done(session, now - KEPT)
