"""A restored log held against the newest signed head that somebody outside has kept.

A log that was restored from an older backup would go on with other leaves than the public has seen already. That is a
fork, and whoever kept a checkpoint can show it. So it is said before the site is served again, not found out later.
"""

from __future__ import annotations

from lms.credentials import merkle
from lms.credentials.checkpoint import Checkpoint, first_origin, generation_of
from lms.services.ground.context import Context
from lms.services.ground.refusals import Conflict
from lms.services.log import head_file
from lms.store import leaves
from lms.store.leaves import Nodes


def read(context: Context, note: str) -> Checkpoint:
    """What a note says. Conflict where no key of this site's log has signed it."""
    head = head_file.opened(context.settings, note)
    if head is None:
        raise Conflict("The checkpoint that you gave is not signed with a key of this site's log.")
    return head


def leaves_behind(context: Context, note: str) -> int:
    """How many leaves the head covers that are not here. Conflict for a head of another log, or of another past."""
    head = read(context, note)
    with context.database.reading() as session:
        newest, size = leaves.newest_checkpoint(session), leaves.size(session)
        name = head.origin if newest is None else newest.note.partition("\n")[0]
        if first_origin(name) != first_origin(head.origin):
            raise Conflict(f"The checkpoint that you gave is of another log ({head.origin}).")
        if head.size > size:
            return head.size - size
        if generation_of(name) > generation_of(head.origin):
            # It has gone on without that head, and says so in a leaf.
            return 0
        if merkle.root(head.size, Nodes(session)) != head.root:
            raise Conflict("The log in this backup has another past than the checkpoint that you gave: do not use it.")
    return 0
