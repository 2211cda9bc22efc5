"""Which places of the status lists the log says are ended, whatever the rows say.

A list made of rows alone would give a revoked certificate back by the edit of one cell. So its bits are those that the
rows set, and those that the leaves do.
"""

from __future__ import annotations

from dataclasses import dataclass

from lms.credentials.acts import derive
from lms.credentials.derived import place_of_badge
from lms.credentials.life import Life
from lms.credentials.statuslist import Purpose
from lms.services.certifying import reporting
from lms.services.certifying.reporting import Looked
from lms.services.ground.context import Context
from lms.services.log import walked
from lms.store import verification


@dataclass(frozen=True, slots=True)
class Ended:
    """A place that is not simply good: in which status list, nothing for that of suspensions, and what befell it."""

    status_list: str | None
    index: int
    life: Life


def by_the_log(context: Context) -> list[Ended]:
    """Every certificate that is suspended, or was ended for good, by what its leaves say up to the newest head."""
    walked.look(context, [])
    leaves = walked.of(context).ever_ended()
    with context.database.reading() as session:
        serials = verification.serials_of_leaves(session, leaves)
    return [
        one for looked in reporting.look_at_all(context, serials, files=False) if (one := _ended(looked)) is not None
    ]


def _ended(looked: Looked) -> Ended | None:
    derived = derive(looked.serial, looked.told.leaves)
    if looked.content is None or not derived.ended:
        return None
    if looked.content.badge is None:
        status_list, index = looked.content.place
    else:
        name, index = place_of_badge(looked.content.badge)
        status_list = None if name == Purpose.SUSPENSION.value else name
    life = Life(revoked=derived.revoked, suspended=derived.suspended, replaced=derived.replaced, erased=derived.erased)
    return None if index is None else Ended(status_list, index, life)
