"""One's own notebook: what was kept of tools, for its owner alone. A state is never lost to an older one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, Invalid, NotFound
from lms.services.learning.forms import Given
from lms.store import notebook
from lms.store.locks import hold_account
from lms.store.notebook import Entry, Kept
from lms.wording.phrases import _

MOST_ENTRIES = 300
MOST_BYTES = 100_000
MOST_SEQ = 10**9
FULL = _(
    "Your notebook is full: it holds %(most)s entries. Delete one first; nothing of this form is lost.",
    most=MOST_ENTRIES,
)
TOO_LONG = _("This is too long for a notebook. Make it shorter, or download it as text.")


class NewerKept(Conflict):
    """Somebody, in another window or on another device, changed the entry since it was opened."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(_("This entry was changed since you opened it. Nothing was overwritten."))
        self.entry = entry


def listed(ctx: Context, person: Person, after: int = 0, most: int | None = None) -> Sequence[Entry]:
    """All of one's own, the newest first."""
    with ctx.database.reading() as session:
        return notebook.of_account(session, person.id, after, most)


def entry(ctx: Context, person: Person, id: int) -> Entry:
    with ctx.database.reading() as session:
        return _own(session, person, id)


def keep(ctx: Context, person: Person, path: str, thing: Any, given: Given) -> Entry:
    """A new entry. What is sent twice, word by word, is kept once: it may come again after a lost connection."""
    kept = _kept(path, thing, given)
    with ctx.database.writing() as session:
        hold_account(session, person.id)
        last = notebook.newest(session, person.id, path)
        if last is not None and last.kept == kept:
            return last
        if notebook.count(session, person.id) >= MOST_ENTRIES:
            raise Conflict(FULL)
        return _own(session, person, notebook.add(session, person.id, kept, ctx.now()))


def change(ctx: Context, person: Person, id: int, seq: int, path: str, thing: Any, given: Given) -> Entry:
    """The entry with other answers; NewerKept where it is no longer as it was at `seq`."""
    kept = _kept(path, thing, given)
    if not 0 <= seq < MOST_SEQ:
        raise Invalid(_("This entry has no such state."), field="seq")
    with ctx.database.writing() as session:
        if not notebook.change(session, person.id, id, seq, kept, ctx.now()):
            raise NewerKept(_own(session, person, id))
        return _own(session, person, id)


def remove(ctx: Context, person: Person, id: int) -> None:
    with ctx.database.writing() as session:
        if not notebook.remove(session, person.id, id):
            raise NotFound(NOT_THERE)


NOT_THERE = _("There is no such entry in your notebook.")


def _own(session: Session, person: Person, id: int) -> Entry:
    found = notebook.one(session, person.id, id)
    if found is None:
        raise NotFound(NOT_THERE)
    return found


def _kept(path: str, thing: Any, given: Given) -> Kept:
    kept = Kept(path, thing.title, thing.language, given.answers, given.text)
    if len(json.dumps([kept.answers, kept.gave], ensure_ascii=False).encode()) > MOST_BYTES:
        raise Invalid(TOO_LONG)
    return kept
