"""Telling people by mail what staff did to what is theirs, in the transaction of the act: once, or not at all.

What an act says for the record is never in a mail; what may be shown to the public is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from lms.credentials.dates import in_words, moment_in_words
from lms.credentials.model import Claims
from lms.questions import amounts
from lms.services.ground.context import Context
from lms.services.mail import outbox
from lms.store import accounts
from lms.store.certificates import CertificateRecord

Mails = tuple[int, ...]
"""The numbers of mails that were written: none where there is nobody to be told."""


def tell(session: Session, ctx: Context, kind: str, account_id: int | None, **facts: Any) -> Mails:
    """Write to somebody, if their account is there, with the way to answer."""
    account = accounts.by_id(session, account_id) if account_id is not None else None
    if account is None:
        return ()
    issuer = ctx.catalog().issuer
    # A name is whatever somebody typed: it is not sent to an address that nobody has confirmed.
    name = account.name if account.confirmed_at is not None else ""
    return (
        outbox.write(session, ctx, kind, account.email, name=name, contact=issuer.email if issuer else "", **facts),
    )


def tell_seldom(session: Session, ctx: Context, kind: str, account_id: int, every: timedelta, **facts: Any) -> Mails:
    """The same, unless such a mail was written to them within this time."""
    account = accounts.by_id(session, account_id)
    if account is None or account.disabled_at is not None:
        return ()
    issuer = ctx.catalog().issuer
    more = {"name": account.name, "contact": issuer.email if issuer else "", **facts}
    made = outbox.write_seldom(session, ctx, kind, account.email, every, **more)
    return () if made is None else (made,)


def send(ctx: Context, mails: Iterable[int]) -> None:
    """After the commit: have them sent."""
    for mail in mails:
        outbox.send_soon(ctx, mail)


def of_certificate(
    session: Session, ctx: Context, kind: str, record: CertificateRecord, now: datetime, **facts: Any
) -> Mails:
    """What became of a certificate, and since when; nothing of one that was erased."""
    if record.claims is None:
        return ()
    claims = Claims.from_json(record.claims)
    return tell(
        session,
        ctx,
        kind,
        record.account_id,
        title=claims.title,
        number=record.serial,
        day=in_words(now),
        page=f"{ctx.settings.base_url}/certificates/{record.serial}",
        verify_url=claims.verify_url,
        **facts,
    )


def of_extra_time(session: Session, ctx: Context, account_id: int, factor: Fraction, now: datetime) -> Mails:
    """How long an hour is from now on."""
    usual = factor == 1
    return tell(
        session,
        ctx,
        "extra_time",
        account_id,
        day=in_words(now),
        minutes="" if usual else amounts.minutes(int(factor * 60)),
    )


def moment(at: datetime) -> str:
    """5 March 2027 at 14:02 UTC."""
    return moment_in_words(at)
