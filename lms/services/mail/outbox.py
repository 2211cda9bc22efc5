"""Mails: written down in the transaction that calls for them, sent by a job, or by the next sweep."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.orm import Session

from lms.content.reading import contact
from lms.content.reading.languages import chosen
from lms.services.ground.addresses import has_address
from lms.services.ground.context import Context
from lms.services.mail import transport
from lms.services.mail.transport import CannotPost, Envelope, Refused
from lms.store import accounts, mail_choices, mails
from lms.wording import templates
from lms.wording.languages import ENGLISH, Language
from lms.wording.phrases import Phrase

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "mails"
TAKEN_ON_FOR = timedelta(minutes=5)
WAITS = tuple(
    timedelta(seconds=seconds) for seconds in (30, 120, 600, 1800, 3600, 2 * 3600, 4 * 3600, 8 * 3600, 16 * 3600)
)
"""How long to wait after each try that did not succeed; after the last a mail is given up, a day and a half on."""

AT_ONCE = 100
BATCH = 20
LONGEST_BATCH = 90.0
LONGEST_FAULT = 60
KEPT = timedelta(days=30)
LONGEST_SUBJECT = 200

log = logging.getLogger(__name__)


def compose(kind: str, language: Language = ENGLISH, /, **facts: Any) -> tuple[str, str]:
    """Subject and text of a mail: the first line of its template, and what follows the empty line after it."""
    text = _templates(language).get_template(f"{kind}.txt").render(facts)
    subject, _, body = text.partition("\n")
    subject = subject.strip()
    short = subject if len(subject) <= LONGEST_SUBJECT else f"{subject[: LONGEST_SUBJECT - 1]}…"
    return short, body.strip() + "\n"


def write(session: Session, ctx: Context, kind: str, recipient: str, *, otherwise: str = "", **facts: Any) -> int:
    """Write a mail down in the transaction at hand. Give its number to `send_soon` after the commit.

    It is in the language that the recipient chose; `otherwise` is for who chose none, or has no account.
    """
    language = language_of(session, ctx, recipient, otherwise)
    subject, body = compose(kind, language, site=ctx.settings.base_url, **facts)
    body = contact.with_address(body, ctx.catalog().issuer, language)
    number = mails.add(session, recipient, subject, body, ctx.now())
    if not has_address(recipient):
        mails.again_at(session, number, None, "the account has no address yet")
    return number


def write_seldom(
    session: Session, ctx: Context, kind: str, recipient: str, every: timedelta, **facts: Any
) -> int | None:
    """The same, unless one of this kind was written to them within this time: what waits is told once."""
    subject, _body = compose(kind, language_of(session, ctx, recipient, ""), site=ctx.settings.base_url, **facts)
    if mails.has_written(session, recipient, subject, ctx.now() - every):
        return None
    return write(session, ctx, kind, recipient, **facts)


def language_of(session: Session, ctx: Context, recipient: str, otherwise: str) -> Language:
    account = accounts.id_of(session, recipient)
    code = mail_choices.of(session, account).language if account is not None else None
    return ctx.languages.of(chosen([code or otherwise], ctx.languages.known))


def send_soon(ctx: Context, mail_id: int | None) -> None:
    """Have it sent by a job; nothing where none was written."""
    if mail_id is not None:
        ctx.enqueue("mail", str(mail_id))


def send(ctx: Context, mail_id: int) -> bool:
    """Send a mail that is due; False where it is not, or could not be sent now and will be tried again."""
    return bool(_send_all(ctx, _taken_on(ctx, [mail_id])))


def send_due(ctx: Context) -> int:
    """Send what is due over one connection, a batch at most, and for a minute and a half at most; how many went."""
    return _send_all(ctx, _taken_on(ctx, unsent(ctx)[:BATCH]))


def _taken_on(ctx: Context, numbers: Sequence[int]) -> list[mails.Mail]:
    if not numbers:
        return []
    now = ctx.now()
    with ctx.database.writing() as session:
        taken = [mails.take_on(session, number, now=now, until=now + TAKEN_ON_FOR) for number in numbers]
    return [mail for mail in taken if mail is not None]


def _send_all(ctx: Context, left: list[mails.Mail]) -> int:
    """One after the other, over one way. What nobody came to is handed back.

    Where there is no way at all, all have to wait; where it was lost, the one at hand: it may be why.
    """
    if not left:
        return 0
    sent, end, lost = 0, time.monotonic() + LONGEST_BATCH, left
    try:
        with transport.open_way(ctx.settings) as way:
            while left and time.monotonic() < end:
                lost, left = left[:1], left[1:]
                sent += _send_one(ctx, way, lost[0])
                lost = []
    except CannotPost as fault:
        _put_off(ctx, lost, fault)
        left = [mail for mail in left if mail not in lost]
    if left:
        with ctx.database.writing() as session:
            for mail in left:
                mails.hand_back(session, mail.id, ctx.now())
    return sent


def _send_one(ctx: Context, way: transport.Way, mail: mails.Mail) -> bool:
    try:
        way(_envelope(ctx, mail))
    except Refused as fault:
        _put_off(ctx, [mail], fault)
        return False
    with ctx.database.writing() as session:
        mails.sent(session, mail.id, ctx.now())
    return True


def _put_off(ctx: Context, those: Sequence[mails.Mail], fault: CannotPost) -> None:
    """Until the next try, or for ever."""
    for_good = isinstance(fault, Refused) and fault.for_good
    with ctx.database.writing() as session:
        for mail in those:
            again = None if for_good or mail.tries > len(WAITS) else ctx.now() + WAITS[mail.tries - 1]
            mails.again_at(session, mail.id, again, str(fault)[:LONGEST_FAULT])
    for mail in those:
        onward = "it is given up" if for_good or mail.tries > len(WAITS) else "it will be tried again"
        log.warning("Mail %d could not be sent (%s, try %d); %s.", mail.id, fault, mail.tries, onward)


def unsent(ctx: Context) -> list[int]:
    """The numbers of mails that are due, of which no job may know."""
    with ctx.database.reading() as session:
        return mails.due(session, ctx.now(), AT_ONCE)


def not_sent(ctx: Context) -> list[mails.NotSent]:
    """The mails that wait, and those that were given up within a month, the newest first."""
    with ctx.database.reading() as session:
        return mails.not_sent(session, AT_ONCE)


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
        off=_address_off(ctx, mail.body),
    )


def _address_off(ctx: Context, body: str) -> str:
    """The address in a mail that ends its kind, as RFC 8058 wants it in a header too."""
    return next((line for line in body.splitlines() if line.startswith(f"{ctx.settings.base_url}/mails/off/")), "")


@cache
def _templates(language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701  # Mails are plain text: there is no markup to escape.
        extensions=[templates.EXTENSION],
        finalize=templates.finalizer(lambda: language),
    )
    templates.install(environment, Phrase)
    return environment
