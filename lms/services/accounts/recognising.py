"""Who a session or a bearer token belongs to: the two statements that requests begin with."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from lms.services.accounts import bearers
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.tokens import hash_of
from lms.store import sessions
from lms.store.away import is_away
from lms.store.prepared import PreparedFor, moment_of_text

SEEN_WITHIN = timedelta(days=1)
"""How exactly the last day of a session is known."""

_of_session = PreparedFor(lambda _: sessions.person_of_session())
_of_bearer = PreparedFor(lambda _: sessions.person_of_bearer())


def person_of_session(ctx: Context, token: str) -> Person | None:
    """Whose session this is; None where it has ended or expired, or the account is disabled."""
    now, token_hash = ctx.now(), hash_of(token)
    row = _of_session.of(ctx.database.engine).first(token_hash=token_hash, now=now, stale=now - SEEN_WITHIN)
    if row is None:
        return None
    *columns, factor_at, proved_at, again, unseen, serves = row
    if unseen:
        _note_seen(ctx, token_hash)
    person = _person(tuple(columns))
    if person is None or not (factor_at or proved_at or serves):
        return person
    return replace(
        person,
        factor_at=moment_of_text(factor_at),
        proved_at=moment_of_text(proved_at),
        proved_again=bool(again),
        serves=sessions.duties_of(serves),
    )


def _note_seen(ctx: Context, token_hash: str) -> None:
    """Once a day. A page that is only looked at is not refused because this cannot be written down."""
    try:
        with ctx.database.writing() as session:
            sessions.seen(session, token_hash, ctx.now())
    except (SQLAlchemyError, OSError) as fault:
        if isinstance(fault, SQLAlchemyError) and not is_away(fault):
            raise


def person_of_bearer(ctx: Context, token: str) -> Person | None:
    """Whose bearer token this is; None where it is nobody's or has ended, or the account is disabled."""
    now = ctx.now()
    row = _of_bearer.of(ctx.database.engine).first(token_hash=hash_of(token), now=now, stale=now - bearers.USED_WITHIN)
    if row is None:
        return None
    *columns, scopes, unused = row
    if unused:
        bearers.note_use(ctx, token, now)
    person = _person(tuple(columns))
    return person and replace(person, scopes=frozenset(scopes.split()))


def _person(row: tuple[Any, ...] | None) -> Person | None:
    if row is None:
        return None
    account_id, email, name, role, confirmed = row
    return Person(account_id, email, name, role, bool(confirmed))
