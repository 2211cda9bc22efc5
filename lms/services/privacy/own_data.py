"""What people may do with what is kept about them: have it, and have it erased."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from lms.services.accounts import handles
from lms.services.accounts.former_attempts import keep_attempts
from lms.services.accounts.passwords import require_password
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import NotFound
from lms.services.privacy import erasing
from lms.services.privacy.withholding import withhold
from lms.store import accounts, attempts, audit, personal, profiles
from lms.store.locks import hold_account
from lms.wording.phrases import _

GONE = _("This account is no longer there.")


def export(ctx: Context, person: Person) -> dict[str, Any]:
    """Every row about the person, by table, as JSON; and what is withheld now, why, and until when."""
    with ctx.database.reading() as session:
        if accounts.by_id(session, person.id) is None:
            raise NotFound(GONE)
        tables = personal.rows_about(session, person.id)
        mine = attempts.of_account(session, person.id)
    withheld = withhold(tables, mine)
    return {"exported": ctx.now().isoformat(), "tables": tables, "withheld": [asdict(one) for one in withheld]}


def erase(ctx: Context, person: Person, password: str) -> None:
    """Delete the account with all that is about the person, at once and for good.

    What stays is the number and the dates of an issued certificate, whose page then says that it was erased, and the
    audit log, which holds no personal data; and, under keyed hashes, when which examination was sat by whom, and that
    the handle of a public page is not free yet.
    """
    require_password(ctx, person, password, unless_new=True)
    now, actor = ctx.now(), personal.label(person.id)
    with ctx.database.writing() as session:
        hold_account(session, person.id)
        account = accounts.held(session, person.id)
        if account is None:
            raise NotFound(GONE)
        if account.confirmed_at:
            keep_attempts(session, ctx, person.id, account.email, now)
        handle = profiles.of_account(session, person.id).handle
        if handle:
            handles.give_up(session, ctx, person.id, handle, now)
        for serial in personal.held_certificates(session, person.id):
            erasing.erase_in(session, ctx, actor, serial, now)
        personal.erase(session, person.id)
        audit.append(session, now, actor, "erase account", actor, {})
