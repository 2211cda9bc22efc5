"""What must not come back to life with an older state of the database: every way in that was opened before."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from lms.store.tables import MailLinkRow, SessionRow, TokenRow


def end_all_access(session: Session) -> int:
    """End every session, token and link sent by mail; how many sessions and tokens that were."""
    ended = 0
    for row in (SessionRow, TokenRow, MailLinkRow):
        result = session.execute(delete(row))
        ended += 0 if row is MailLinkRow else int(getattr(result, "rowcount", 0))
    return ended
