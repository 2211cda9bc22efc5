"""A restored log held against the newest signed head that somebody outside has kept.

A log that was restored from an older backup would go on with other leaves than the public has seen already. That is a
fork, and whoever kept a checkpoint can show it. So it is said before the site is served again, not found out later.
"""

from __future__ import annotations

from lms.credentials import merkle
from lms.credentials.checkpoint import open_note
from lms.credentials.keys import KeyKind
from lms.services.ground.context import Context
from lms.services.ground.refusals import Conflict
from lms.services.keys import ring
from lms.store import leaves
from lms.store.leaves import Nodes


def leaves_behind(context: Context, note: str) -> int:
    """How many leaves the head covers that are not here. Conflict for a head of another log, or of another past."""
    signers = [one.public for one in ring.ring(context.settings).of(KeyKind.LOG)]
    head = open_note(note, note.partition("\n")[0], signers)
    if head is None:
        raise Conflict("The checkpoint that you gave is not signed with a key of this site's log.")
    with context.database.reading() as session:
        newest, size = leaves.newest_checkpoint(session), leaves.size(session)
        if newest is not None and newest.note.partition("\n")[0] != head.origin:
            raise Conflict(f"The checkpoint that you gave is of another log ({head.origin}).")
        if head.size > size:
            return head.size - size
        if merkle.root(head.size, Nodes(session)) != head.root:
            raise Conflict("The log in this backup has another past than the checkpoint that you gave: do not use it.")
    return 0
