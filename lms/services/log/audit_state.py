"""How the audit log stands, as far as it can be told at once, for a page; the whole is recomputed by `verify`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lms.credentials.audit import Entry
from lms.services.ground.context import Context
from lms.services.ground.refusals import Conflict
from lms.services.log import auditing
from lms.store import audit


@dataclass(frozen=True, slots=True)
class State:
    """`remembered` is the entry that was kept outside the database, 0 where none was; `fits`: it is there unaltered.

    `altered` is the first of the entries at hand that is not as it was written, 0 where all are.
    """

    remembered: int
    fits: bool
    altered: int


def of(ctx: Context, entries: Sequence[Entry]) -> State:
    """The newest head that was remembered, held against the log, and these entries recomputed."""
    altered = next((entry.n for entry in sorted(entries, key=lambda one: one.n) if entry.hashed() != entry.hash), 0)
    try:
        head = auditing.remembered(ctx.settings)
    except Conflict:
        return State(0, fits=False, altered=altered)
    if head is None:
        return State(0, fits=True, altered=altered)
    with ctx.database.reading() as session:
        kept = audit.entry(session, head.n)
    return State(head.n, fits=kept is not None and kept.hash == head.hash, altered=altered)
