"""Is the audit log as it was written? Its head is remembered outside the database, so that a cut end shows as well."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lms.credentials.audit import Entry, Head, first_altered
from lms.services.ground import home
from lms.services.ground.context import Context
from lms.services.ground.refusals import Conflict
from lms.settings import Settings
from lms.store import audit

HEAD_FILE = "audit-head.json"


@dataclass(frozen=True, slots=True)
class Verified:
    """How many entries were read, the newest, and the number of the first altered one; None if all are as written."""

    entries: int
    head: Head | None
    first_altered: int | None


@dataclass(slots=True)
class _Counter:
    """Counts entries while they pass."""

    count: int = 0
    newest: Entry | None = None

    def passing(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        for entry in entries:
            self.count += 1
            self.newest = entry
            yield entry


def verify(ctx: Context) -> Verified:
    """Recompute the whole chain. The head of a sound log is remembered in LMS_HOME."""
    verified = look(ctx, remembered(ctx.settings))
    if verified.first_altered is None and verified.head is not None:
        _remember(ctx.settings.home / HEAD_FILE, verified.head)
    return verified


def look(ctx: Context, head: Head | None) -> Verified:
    """The same, held against a head that was remembered before, and nothing is written."""
    counter = _Counter()
    with ctx.database.reading() as session:
        altered = first_altered(counter.passing(audit.entries(session)), head=head)
    return Verified(counter.count, _head_of(counter.newest), altered)


def remembered(settings: Settings) -> Head | None:
    """What was remembered; None where nothing was. A file that can't be read is an error, not an empty memory."""
    file = settings.home / HEAD_FILE
    if not file.exists():
        return None
    try:
        value = json.loads(file.read_text(encoding="ascii"))
        return Head(int(value["n"]), str(value["hash"]))
    except (ValueError, KeyError, TypeError) as fault:
        raise Conflict(
            f"{file} is cut short, or was altered: it keeps the newest head of the audit log. Hold the log against a "
            "backup or another copy of that head; then delete the file, and lms log verify writes it anew."
        ) from fault


def remember_head(ctx: Context) -> None:
    """Remember the newest entry. A log that does not hold what is remembered so far is left for `verify` to tell of."""
    file = ctx.settings.home / HEAD_FILE
    before = remembered(ctx.settings)
    with ctx.database.reading() as session:
        newest = _head_of(audit.last(session))
        if newest is None or newest == before:
            return
        if before is not None and _head_of(audit.entry(session, before.n)) != before:
            return
    if before is None or newest.n > before.n:
        _remember(file, newest)


def remember_anew(ctx: Context) -> None:
    """Remember the newest entry in the place of one that is not here any more, once somebody has accepted that."""
    verified = look(ctx, None)
    if verified.first_altered is None and verified.head is not None:
        _remember(ctx.settings.home / HEAD_FILE, verified.head)


def _head_of(entry: Entry | None) -> Head | None:
    return None if entry is None else Head(entry.n, entry.hash)


def _remember(file: Path, head: Head) -> None:
    home.write_whole(file, json.dumps({"n": head.n, "hash": head.hash}))
