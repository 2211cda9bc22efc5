"""Handles: the last part of the address of somebody's public page. One that is given up is nobody else's for two years.

It is another thing than a pen name: that one is for staff alone, and stands in files.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from lms.services.ground.context import Context
from lms.services.ground.refusals import Invalid
from lms.services.keys import boxes
from lms.store import former_handles
from lms.wording.phrases import _

HANDLE = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,28}[a-z0-9])")
KEPT = timedelta(days=730)
MOST_GIVEN_UP = 5
OURS = re.compile(
    r"abuse|admin|administrator|api|contact|editor|examiner|help|helpdesk|issuer|moderators?|office|official"
    r"|postmaster|privacy|registrar|reviewer|root|security|staff|support|system|team|webmaster"
)
"""Whoever had one of these would be taken for somebody of the site, with hyphens in it too."""

TAKEN = _("This one is not free. Please choose another.")


def handle_of(text: str) -> str:
    """A handle as it is kept; empty where nothing is written, Invalid where it cannot be one."""
    handle = text.strip().lower()
    if handle and not HANDLE.fullmatch(handle):
        raise Invalid(
            _(
                "It has 3 to 30 small letters from a to z, digits and hyphens, and begins and ends with a letter or a"
                " digit."
            ),
            "handle",
        )
    if OURS.fullmatch(handle.replace("-", "")):
        raise Invalid(TAKEN, "handle")
    return handle


def change(session: Session, ctx: Context, account_id: int, before: str, handle: str) -> None:
    """Give up the one before, and take this one, which stands in the profile already.

    It is looked up after that: whoever gives it up this moment has done so once the profile could be written.
    """
    now = ctx.now()
    if before:
        if former_handles.count(session, account_id, now) >= MOST_GIVEN_UP:
            raise Invalid(_("You have changed it often. Please keep it as it is for now."), "handle")
        give_up(session, ctx, account_id, before, now)
    if handle and former_handles.is_kept_from(session, _hash(ctx, handle), account_id, now):
        raise Invalid(TAKEN, "handle")
    if handle:
        former_handles.forget(session, _hash(ctx, handle))


def give_up(session: Session, ctx: Context, account_id: int, handle: str, now: datetime) -> None:
    former_handles.keep(session, _hash(ctx, handle), account_id, now + KEPT)


def _hash(ctx: Context, handle: str) -> str:
    """Keyed, so that nobody finds out by trying which handles there were."""
    return boxes.keyed(ctx.settings, "former handle", handle).hex()
