"""Deleting what has served its purpose: expired sessions and links, ended windows of limits, mails long sent.

What an older version of this software left undone is done here too.
"""

from __future__ import annotations

from lms.services.accounts import bearers
from lms.services.ground.context import Context
from lms.services.mail.outbox import KEPT
from lms.store import bearers as tokens
from lms.store import former_handles, limits, links, mailboxes, mails, sessions


def tidy(ctx: Context) -> None:
    """Delete it. Nobody could use any of it any more."""
    now = ctx.now()
    with ctx.database.writing() as session:
        sessions.forget_expired(session, now)
        tokens.forget_ended(session, now)
        for email in links.given_up(session, now):
            mails.forget_done_to(session, email)
        links.forget_expired(session, now)
        limits.forget_ended(session, now)
        mails.forget_done(session, now - KEPT)
        mailboxes.forget_attempts(session, now)
        former_handles.forget_free(session, now)
    _know_mailboxes(ctx)
    bearers.give_ends(ctx)


def _know_mailboxes(ctx: Context) -> None:
    """Some at a time, so that nobody waits for the rest."""
    more = True
    while more:
        with ctx.database.writing() as session:
            more = mailboxes.keep_missing(session) > 0
