"""Limits that every process shares: counted in the database, in a transaction of their own.

They are counted before anything is looked at. Where the database can't count, nothing is let through.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from sqlalchemy.orm import Session

from lms.questions import amounts
from lms.services.ground.context import Context
from lms.services.ground.refusals import TooMany
from lms.store import limits
from lms.wording.phrases import _


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many tries of one kind by one subject, an address or an account, within so many seconds."""

    what: str
    subject: str
    most: int
    seconds: int


def count(ctx: Context, what: str, subject: str, most: int, seconds: int) -> None:
    """Count one try; TooMany when it is one too many."""
    count_each(ctx, [Limit(what, subject, most, seconds)])


def count_each(ctx: Context, tries: Iterable[Limit]) -> None:
    """Count one try against several limits at once; TooMany when it is one too many for any of them."""
    now = ctx.now()
    buckets = sorted((_bucket(ctx, limit.what, limit.subject), limit.most, limit.seconds) for limit in tries)
    wait = timedelta()
    with ctx.database.writing() as session:
        for bucket, most, seconds in buckets:
            counted = limits.count(session, bucket, now=now, window_ends=now + timedelta(seconds=seconds))
            if counted.count > most:
                wait = max(wait, counted.window_ends - now)
    if wait:
        seconds_left = max(1, ceil(wait.total_seconds()))
        raise TooMany(
            _("That was tried many times. Please wait %(time)s.", time=amounts.wait(wait)), retry_after=seconds_left
        )


def within(session: Session, ctx: Context, tries: Iterable[Limit]) -> bool:
    """Count one try in the transaction at hand; whether it is within all limits. Then nothing is refused aloud."""
    now = ctx.now()
    buckets = sorted((_bucket(ctx, limit.what, limit.subject), limit.most, limit.seconds) for limit in tries)
    counted = [
        limits.count(session, bucket, now=now, window_ends=now + timedelta(seconds=seconds)).count <= most
        for bucket, most, seconds in buckets
    ]
    return all(counted)


def give_back(ctx: Context, tries: Iterable[Limit]) -> None:
    """A try that turned out well does not count: a class in one room may sign in, all from one address."""
    now = ctx.now()
    with ctx.database.writing() as session:
        for bucket in sorted(_bucket(ctx, limit.what, limit.subject) for limit in tries):
            limits.give_back(session, bucket, now)


def of_address(address: str) -> str:
    """What stands for whoever calls from here: of IPv6 the network, since one caller has 2^64 addresses in it."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:100]
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))


def _bucket(ctx: Context, what: str, subject: str) -> str:
    """Keyed, so that nobody finds out by trying which address a row is of."""
    text = f"{what}\n{subject}".encode("utf-8", "surrogatepass")
    return hmac.new(ctx.settings.secret_key.encode(), text, hashlib.sha256).hexdigest()
