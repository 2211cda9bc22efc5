"""What a restore asks of a site before it takes it: do both logs fit what they tell of, and do certificates hold?"""

from __future__ import annotations

from sqlalchemy import Connection

from lms.services.certifying import evidence
from lms.services.ground.context import Context
from lms.services.log import checking
from lms.services.log.checking import LogVerified, Remembered
from lms.services.publishing.served import EMPTY
from lms.settings import Settings
from lms.store import migrating
from lms.store.migrating import Inside
from lms.store.schema import HEAD


def words_of(verified: LogVerified) -> tuple[str, ...]:
    """What is not as it was written, a sentence each."""
    words = tuple(one.words for one in verified.altered)
    entry = verified.audit.first_altered
    return words if entry is None else (f"Entry {entry} of the audit log is not as it was written.", *words)


def faults(connection: Connection, settings: Settings, schema: str, remembered: Remembered) -> tuple[str, ...] | None:
    """Why the state that this connection sees would not be restored; None where this software cannot say.

    `remembered` are the heads of the logs that were known before that state was taken. A copy of an older schema is
    brought up to date first, as a restore does it.
    """
    if schema < HEAD:
        if connection.dialect.name != "sqlite":
            return None
        connection.commit()
        migrating.upgrade_within(connection)
    context = Context(settings, Inside(connection), catalog=lambda: EMPTY)
    return words_of(checking.look(context, remembered)) or evidence.prove(context).faults
