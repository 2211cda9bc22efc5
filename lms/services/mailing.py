"""Mails: written down in the transaction that calls for them, sent by a job, or by the next sweep."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.orm import Session

from lms.content import contact
from lms.services.context import Context
from lms.services.posting import CannotPost, Envelope, post
from lms.store import mails

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "mails"
TAKEN_ON_FOR = timedelta(minutes=5)
WAITS = tuple(
    timedelta(seconds=seconds) for seconds in (30, 120, 600, 1800, 3600, 2 * 3600, 4 * 3600, 8 * 3600, 16 * 3600)
)
"""How long to wait after each try that did not succeed; after the last a mail is given up, a day and a half on."""

AT_ONCE = 100
KEPT = timedelta(days=30)

log = logging.getLogger(__name__)


def compose(kind: str, **facts: Any) -> tuple[str, str]:
    """Subject and text of a mail: the first line of its template, and what follows the empty line after it."""
    text = _templates().get_template(f"{kind}.txt").render(facts)
    subject, _, body = text.partition("\n")
    return subject.strip(), body.strip() + "\n"


def write(session: Session, ctx: Context, kind: str, recipient: str, **facts: Any) -> int:
    """Write a mail down in the transaction at hand. Give its number to `send_soon` after the commit."""
    subject, body = compose(kind, site=ctx.settings.base_url, **facts)
    return mails.add(session, recipient, subject, contact.with_address(body, ctx.catalog().issuer), ctx.now())


def send_soon(ctx: Context, mail_id: int | None) -> None:
    """Have it sent by a job; nothing where none was written."""
    if mail_id is not None:
        ctx.enqueue("mail", str(mail_id))


def send(ctx: Context, mail_id: int) -> bool:
    """Send a mail that is due; False where it is not, or could not be sent now and will be tried again."""
    now = ctx.now()
    with ctx.database.writing() as session:
        mail = mails.take_on(session, mail_id, now=now, until=now + TAKEN_ON_FOR)
    if mail is None:
        return False
    try:
        post(ctx.settings, _envelope(ctx, mail))
    except CannotPost as fault:
        log.warning("Mail %d could not be sent (%s, try %d); it will be tried again.", mail.id, fault, mail.tries)
        with ctx.database.writing() as session:
            mails.again_at(session, mail.id, now + WAITS[mail.tries - 1] if mail.tries <= len(WAITS) else None)
        return False
    with ctx.database.writing() as session:
        mails.sent(session, mail.id, ctx.now())
    return True


def unsent(ctx: Context) -> list[int]:
    """The numbers of mails that are due, of which no job may know."""
    with ctx.database.reading() as session:
        return mails.due(session, ctx.now(), AT_ONCE)


def overdue(ctx: Context) -> int:
    """How many mails should have been tried some minutes ago, and were not."""
    with ctx.database.reading() as session:
        return len(mails.due(session, ctx.now() - TAKEN_ON_FOR, AT_ONCE))


def _envelope(ctx: Context, mail: mails.Mail) -> Envelope:
    issuer = ctx.catalog().issuer
    return Envelope(
        number=mail.id,
        sender_name=issuer.name if issuer else "",
        sender=issuer.email if issuer else "",
        recipient=mail.recipient,
        subject=mail.subject,
        body=mail.body,
        written=mail.created_at,
    )


@cache
def _templates() -> Environment:
    # Mails are plain text: there is no markup to escape.
    return Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=False)  # noqa: S701
