"""A log that goes on from an older copy of the database: said in a leaf, and under a new name from there on.

What was signed after that copy is known outside and lost here. Who watches the log sees by the leaf what is missing,
and by the name that the heads before belong to another tree.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.credentials import leaf as leaf_of
from lms.credentials.checkpoint import Checkpoint, generation_of, origin_of
from lms.credentials.times import GO_ON
from lms.services.ground.context import Context
from lms.services.ground.refusals import Conflict
from lms.services.log import auditing, head_file, kept_head, logbook
from lms.store import leaves
from lms.store.locks import hold_audit

SUBJECT = "log"


def accept(context: Context, actor: str, note: str = "") -> str:
    """Go on with the database that is here, though a newer head is kept, or given as a note; the log's new name.

    Conflict where the log holds every head that is known.
    """
    given = [head_file.opened(context.settings, one) for one in (note, head_file.note(context.settings)) if one]
    heads = [one for one in given if one is not None]
    if note and given[0] is None:
        raise Conflict("The checkpoint that you gave is not signed with a key of this site's log.")
    with context.database.writing() as session:
        hold_audit(session)
        missing = [one for one in heads if _is_missing(session, one)]
        if not missing:
            raise Conflict("The log in this database holds the newest head that is known. There is nothing to accept.")
        newest = max(missing, key=lambda one: (generation_of(one.origin), one.size))
        name = go_on(session, context, actor, newest)
    auditing.remember_anew(context)
    return name


def _is_missing(session: Session, head: Checkpoint) -> bool:
    if generation_of(head.origin) < logbook.generation(session):
        # The log has gone on without it before, and has said so.
        return False
    kept = head_file.Head(generation_of(head.origin), head.size, head.root.hex())
    return bool(kept_head.told(session, kept))


def go_on(session: Session, context: Context, actor: str, missing: Checkpoint) -> str:
    """Write down that this head is known, and not here, in the transaction at hand; the new name of the log."""
    hold_audit(session)
    generation = max(logbook.generation(session), generation_of(missing.origin)) + 1
    name, now = origin_of(context.settings.host, generation), context.now()
    facts = {"origin": missing.origin, "size": missing.size, "root": missing.root.hex()}
    logbook.add(
        session,
        context,
        leaf_of.restored(now, origin=missing.origin, size=missing.size, root=missing.root.hex()),
        generation,
        at=now,
        actor=actor,
        act=GO_ON,
        subject=SUBJECT,
        details={**facts, "name": name, "from": leaves.size(session)},
    )
    return name
