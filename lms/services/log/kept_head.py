"""The log held against the newest head that was signed, which is kept apart from the database.

So an older copy of the database shows, or another log in its place, before anything is said of a certificate. What this
process has seen counts beside the file, so that it shows too where all of LMS_HOME was set back under a server at work.
Meanwhile certificates are set aside; nothing that people learn is touched.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from sqlalchemy import event
from sqlalchemy.orm import Session

from lms.credentials import leaf as leaf_of
from lms.credentials import merkle
from lms.credentials.checkpoint import generation_of
from lms.credentials.times import GO_ON
from lms.services.ground.context import Context
from lms.services.ground.refusals import SetAside
from lms.services.log import head_file
from lms.services.log.head_file import Head, Unreadable
from lms.store import audit, leaves
from lms.store.leaves import Nodes
from lms.wording.phrases import _

COME_BACK = 300
_PENDING = "log head"
_UNREADABLE = _("The file in which we keep the newest head of the log behind our certificates cannot be read.")
_ALTERED = _("The log behind our certificates is not as we have signed it.")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the database says: how many leaves there are, the newest root, and the root over as many as are known."""

    newest_leaf: int | None
    newest_root: str | None
    known_root: str | None

    @property
    def size(self) -> int:
        return 0 if self.newest_leaf is None else self.newest_leaf + 1


@dataclass(slots=True)
class _Seen:
    """The newest head that this process has seen."""

    head: Head | None = None


def known(context: Context) -> Head | None:
    """The newest head that this process knows of, looked up before the database is. A preview keeps none.

    SetAside where the file that keeps it cannot be read.
    """
    if context.database.scratch:
        return None
    try:
        kept = head_file.kept(context)
    except Unreadable as unreadable:
        raise _set_aside(_UNREADABLE) from unreadable
    seen = context.database.kept(_Seen).head
    if kept is None or seen is None:
        return kept or seen
    return seen if seen.order > kept.order else kept


def require(context: Context, session: Session | None = None, *, whole: bool = False) -> None:
    """SetAside unless the log is the newest one that was signed; as the transaction at hand sees it, if there is one:
    where many are under way, a second connection never comes.

    `whole` is for what is about to add a leaf, with the log held: the leaves themselves lead to the head that is known.
    """
    head = known(context)
    if session is None:
        judge(context, head, Standing(*leaves.standing_now(context.database.engine, head.size if head else 0)))
        return
    # What this transaction has added itself may yet be taken back, so nothing is learned of it.
    _refuse_within(session, context, head)
    if whole and head is not None and merkle.root(head.size, Nodes(session)).hex() != head.root:
        raise _set_aside(_ALTERED)


def judge(context: Context, head: Head | None, standing: Standing) -> None:
    """The same for whoever has asked the database already, for as many leaves as `head` covers."""
    if context.database.scratch:
        return
    _refuse(context, head, standing)
    if standing.newest_root:
        newest = Head(head.generation if head else 1, standing.size, standing.newest_root)
        context.database.kept(_Seen).head = newest


def _refuse(context: Context, head: Head | None, standing: Standing) -> None:
    if not fault(head, standing):
        return
    with context.database.reading() as session:
        # The transaction at hand may have begun before the head was signed.
        _refuse_within(session, context, head)


def _refuse_within(session: Session, context: Context, head: Head | None) -> None:
    why = fault(head, _standing(session, head))
    if why and not _went_on(session, context, head):
        raise _set_aside(why)


def fault(head: Head | None, standing: Standing) -> str:
    """Why the log is not the one that was signed; empty where it is."""
    if head is None:
        return ""
    if standing.size < head.size:
        return _(
            "Our database is an older copy: the log behind our certificates has %(size)s entries in it, and the newest "
            "head that we have signed covers %(signed)s.",
            size=str(standing.size),
            signed=str(head.size),
        )
    if standing.known_root != head.root:
        return _("Our database is another one: the log behind our certificates is not the one that we have signed.")
    return ""


def told(session: Session, head: Head | None) -> str:
    """What is wrong with the log by a head that was known before, for operators; empty where nothing is."""
    return fault(head, _standing(session, head))


def unreadable(context: Context) -> str:
    """What an operator does about the file that keeps the head, where it cannot be read."""
    return (
        f"{context.settings.home / head_file.FILE} is cut short, or was altered. Where lms log verify finds nothing "
        "else, delete it: the worker writes it anew."
    )


def remember_after(session: Session, context: Context, note: str) -> None:
    """Keep a head once the transaction that signed it is committed, and not if it is taken back."""
    if context.database.scratch:
        return
    if _PENDING not in session.info:
        event.listen(session, "after_commit", lambda done: _keep_pending(done, context), once=True)
    session.info[_PENDING] = note


def _keep_pending(session: Session, context: Context) -> None:
    try:
        head_file.remember(context, session.info.pop(_PENDING))
    except (OSError, Unreadable):
        # The act is done. The worker keeps its head at the next round, or says again what is in the way.
        log.warning("The newest head of the log could not be kept.", exc_info=True)


def remember_newest(context: Context) -> None:
    """Keep the newest head there is, where it goes on from the one that is kept."""
    if context.database.scratch:
        return
    with context.database.reading() as session:
        require(context, session, whole=True)
        newest = leaves.newest_checkpoint(session)
    if newest is not None:
        head_file.remember(context, newest.note)


def _standing(session: Session, head: Head | None) -> Standing:
    return Standing(*leaves.standing(session, head.size if head else 0))


def _went_on(session: Session, context: Context, head: Head | None) -> bool:
    """Whether the log says itself that it goes on without this head, since another machine has accepted that."""
    newest = leaves.newest_checkpoint(session)
    if head is None or newest is None or generation_of(newest.note.partition("\n")[0]) <= head.generation:
        return False
    for entry in audit.of_act(session, GO_ON):
        n = entry.details.get("leaf") if isinstance(entry.details, dict) else None
        facts = leaf_of.read(leaves.body(session, n) or "") if isinstance(n, int) else None
        if facts and generation_of(facts["origin"]) == head.generation and facts["size"] >= head.size:
            head_file.remember(context, newest.note)
            return True
    return False


def _set_aside(why: str) -> SetAside:
    told = _(
        "%(why)s Until those who run this site have looked into it, no certificate is issued, changed or verified "
        "here, since what we said could be out of date. Courses and examinations go on.",
        why=why,
    )
    return SetAside(told, retry_after=COME_BACK)
