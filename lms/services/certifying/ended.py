"""Which places of the status lists the log says are ended, whatever the rows say.

A list made of rows alone would give a revoked certificate back by the edit of one cell. So its bits are those that the
rows set, and those that the leaves do.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from lms.credentials.acts import Derived, derive
from lms.credentials.derived import hash_of_badge, place_of_badge
from lms.credentials.life import Life
from lms.credentials.statuslist import Purpose
from lms.services.certifying import reporting
from lms.services.certifying.reporting import Looked
from lms.services.ground.context import Context
from lms.services.ground.refusals import SetAside
from lms.services.log import kept_head, walked
from lms.store import places, verification
from lms.store.places import Places
from lms.store.verification import Content

_TRIES = 3

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ended:
    """A place that is not simply good: in which status list, nothing for that of suspensions, and what befell it."""

    status_list: str | None
    index: int
    life: Life


class _NotPlaced(Exception):
    """One that has ended can't be placed for certain, in words."""


def by_the_log(context: Context) -> list[Ended]:
    """Every certificate that is suspended, or was ended for good, by what its leaves say up to the newest head.

    SetAside where one of them can't be placed for certain: a list without its bit would call it good.
    """
    why = ""
    for _ in range(_TRIES):
        try:
            return _placed(context)
        except _NotPlaced as fault:
            # Or somebody has acted on one while it was looked at.
            why = str(fault)
    log.error("No status list is given out, since of the certificates that have ended %s.", why)
    raise SetAside(
        f"Of the certificates that have ended, {why}. So no list of them is given out until those who run this site "
        "have looked into it.",
        retry_after=kept_head.COME_BACK,
    )


def _placed(context: Context) -> list[Ended]:
    walked.look(context, [])
    walk = walked.of(context)
    with context.database.reading() as session:
        serials = verification.serials_of_leaves(session, walk.ever_ended())
        kept = places.of_certificates(session, serials)
    if not walk.is_of_all_that_ended(serials):
        raise _NotPlaced("the record of one is gone")
    found = (_ended(one, kept[one.serial]) for one in reporting.look_at_all(context, serials, files=False))
    return [one for one in found if one is not None]


def _ended(looked: Looked, kept: Places) -> Ended | None:
    derived = derive(looked.serial, looked.told.leaves)
    if looked.content is None or looked.told.fault:
        raise _NotPlaced(looked.told.fault or "the record of one is gone")
    if kept.told is not None and kept.told != kept.kept:
        raise _NotPlaced("the place of one is not the one that it was given")
    if kept.former != list(derived.former_credentials):
        raise _NotPlaced("the former credentials of one are not those that were signed")
    if not derived.ended:
        return None
    status_list, index = _place(looked.content, derived)
    life = Life(revoked=derived.revoked, suspended=derived.suspended, replaced=derived.replaced, erased=derived.erased)
    return None if index is None else Ended(status_list, index, life)


def _place(content: Content, derived: Derived) -> tuple[str | None, int | None]:
    """Where its credential says that its place is, which the log names; once that is erased, where its row does."""
    if content.badge is None:
        if derived.erased is None:
            raise _NotPlaced("the credential of one is gone")
        return content.place
    if derived.issue is None or hash_of_badge(content.badge) != derived.issue.credential:
        raise _NotPlaced("the credential of one is not the one that was signed")
    name, index = place_of_badge(content.badge)
    return None if name == Purpose.SUSPENSION.value else name, index
