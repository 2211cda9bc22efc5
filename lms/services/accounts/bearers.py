"""Bearer tokens for programs: what they may do, until when, and how their holder sees and ends them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from lms.credentials.dates import in_words
from lms.services.accounts import writing
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Invalid
from lms.services.ground.tokens import hash_of, new_token
from lms.services.mail import outbox
from lms.store import accounts, bearers
from lms.store.bearers import Token

READ, LEARN, STAFF = SCOPES = ("read", "learn", "staff")
"""To read; to answer, to sit examinations and to claim; to do what staff do. None of them holds another."""

LASTS = timedelta(days=365)
MOST_DAYS = 3650
LONGEST_NAME = 100
UNNAMED = "unnamed"
USED_WITHIN = timedelta(hours=1)
"""How exactly the last use is known."""

HOLDERS_AT_ONCE = 100


def issue(
    session: Session, account_id: int, name: str, scopes: Sequence[str], days: int, now: datetime
) -> tuple[str, tuple[str, ...]]:
    """Write a new token down in the transaction at hand; the token, which is kept nowhere, and its scopes."""
    wanted = tuple(scope for scope in SCOPES if scope in scopes)
    if not wanted or set(scopes) - set(SCOPES):
        raise Invalid(f"A token needs a scope. There are {', '.join(SCOPES)}.", "scope")
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(f"A token lasts from 1 to {MOST_DAYS} days.", "days")
    shown = " ".join(name.split())
    if not shown or len(shown) > LONGEST_NAME or not shown.isprintable():
        raise Invalid(f"Please give the token a name of 1 to {LONGEST_NAME} characters.", "name")
    token = new_token()
    ends_at = now + timedelta(days=days)
    bearers.add(session, hash_of(token), account_id, now=now, ends_at=ends_at, name=shown, scopes=wanted)
    return token, wanted


def note_use(ctx: Context, token: str, now: datetime) -> None:
    """Write down that a token was used in this hour."""
    with ctx.database.writing() as session:
        bearers.used(session, hash_of(token), now.replace(minute=0, second=0, microsecond=0))


def list_tokens(ctx: Context, person: Person) -> list[Token]:
    """The person's tokens that work, newest first."""
    with ctx.database.reading() as session:
        return bearers.of_account(session, person.id, ctx.now())


def end_token(ctx: Context, person: Person, token_id: str) -> None:
    """End one of the person's tokens; what is somebody else's, or none, stays as it is."""
    with ctx.database.writing() as session:
        bearers.end_one_of(session, person.id, token_id)


def give_ends(ctx: Context) -> None:
    """After an upgrade: tokens from before they had an end go on for a year, and their holders are told, once."""
    now = ctx.now()
    ends_at = now + LASTS
    with ctx.database.writing() as session:
        mail_ids = [
            _told(session, ctx, account_id, ends_at)
            for account_id in bearers.holders_without_end(session, HOLDERS_AT_ONCE)
        ]
    for mail_id in mail_ids:
        outbox.send_soon(ctx, mail_id)


def _told(session: Session, ctx: Context, account_id: int, ends_at: datetime) -> int | None:
    count = bearers.give_end(session, account_id, ends_at)
    account = accounts.held(session, account_id)
    if account is None or not count:
        return None
    return writing.tell(session, ctx, "tokens_end", account, count=count, last_day=in_words(ends_at))
