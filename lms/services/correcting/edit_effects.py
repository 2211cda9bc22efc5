"""What an edit means between any two states of the content, and whom it touches."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lms.content.comparing import history
from lms.content.comparing.change import Change, State
from lms.content.comparing.difference import differences
from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import compile_catalog, world_of
from lms.services.correcting import correct
from lms.services.correcting.correct import Preview
from lms.services.correcting.reach import Counts, CountsOf, FromDatabase
from lms.services.ground.context import Context
from lms.services.ground.refusals import Conflict, NotFound
from lms.services.publishing import published
from lms.services.publishing.publish import LEAST_OF_A_HASH, revision_named
from lms.settings import Settings
from lms.sources.diagnostics import Diagnostic, Severity, in_order
from lms.sources.files import SourceTree, read_tree, tree_of
from lms.sources.gittree import NoSuchRevision, tree_at
from lms.store import revisions
from lms.store.engine import Database

PUBLISHED = "published"
_HEXADECIMAL = frozenset(string.hexdigits.casefold())
_REMARKING = frozenset({"key", "credit", "correction"})


@dataclass(frozen=True, slots=True)
class Thing:
    """All that changed in one thing, whom it touches, and for a corrected key what the correction would do."""

    file: str
    path: str
    title: str
    changes: tuple[Change, ...]
    counts: Counts | None
    correction: Preview | None


@dataclass(frozen=True, slots=True)
class Compared:
    """`notes` say what a reader should know of the comparison itself."""

    before: str
    after: str
    things: tuple[Thing, ...]
    faults: tuple[Diagnostic, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A state of the files, and what to call it. `published`: it is in the database."""

    name: str
    tree: SourceTree


def named(settings: Settings, database: Database | None, rev: str | None) -> Named:
    """The files at `published`, at the beginning of a published revision's hash, at a revision of git; None: as now."""
    if rev is None:
        return Named("the files as they are", read_tree(settings.site, settings.banks)[0])
    if rev == PUBLISHED:
        if database is None:
            raise Conflict("There is no database here, so nothing is published.")
        with database.reading() as session:
            served = revisions.served_revision(session)
            if served is None:
                raise Conflict("Nothing is published yet.")
            return Named(f"what is published ({served[:12]})", tree_of(revisions.files_of(session, served) or {}))
    found = _published(database, rev)
    if found is not None:
        return found
    try:
        return Named(rev, tree_at(settings.site, settings.banks, rev)[0])
    except NoSuchRevision as refused:
        raise NotFound(str(refused)) from None


def _published(database: Database | None, rev: str) -> Named | None:
    if database is None or len(rev) < LEAST_OF_A_HASH or not set(rev.casefold()) <= _HEXADECIMAL:
        return None
    with database.reading() as session:
        try:
            revision = revision_named(session, rev.casefold())
        except NotFound:
            return None
        return Named(f"revision {revision[:12]}", tree_of(revisions.files_of(session, revision) or {}))


def compare(
    settings: Settings,
    database: Database | None,
    before: Named,
    after: Named,
    *,
    now: datetime,
    numbers: CountsOf | None = None,
) -> Compared:
    """What lies between two states. Numbers come from the database, unless others are given."""
    notes: list[str] = []
    first, second = _state(before, now.date(), notes), _state(after, now.date(), notes)
    changes = differences(first, second)
    if database is None:
        return _compared(before, after, first, second, changes, numbers, history.NothingKnown(), {}, notes)
    previews = _previews(settings, database, second, changes, now) if numbers is None else {}
    with database.reading() as session:
        used = FromDatabase(session, second.catalog, now) if numbers is None else numbers
        known = published.Holders(session, second.world.former)
        return _compared(before, after, first, second, changes, used, known, previews, notes)


def _state(one: Named, today: date, notes: list[str]) -> State:
    cache = Cache()
    catalog, found = compile_catalog(one.tree, today=today, cache=cache)
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    if errors:
        there = "is 1 error" if errors == 1 else f"are {errors} errors"
        notes.append(f"In {one.name} there {there}: what cannot be read is left out here.")
    if catalog is None:
        raise NotFound(f"There is no content in {one.name}.")
    return State(world_of(one.tree, cache), catalog)


def _compared(
    before: Named,
    after: Named,
    first: State,
    second: State,
    changes: tuple[Change, ...],
    numbers: CountsOf | None,
    known: history.Known,
    previews: Mapping[str, Preview],
    notes: list[str],
) -> Compared:
    groups: dict[tuple[str, str, str], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.file, change.thing, change.title), []).append(change)
    things = tuple(
        Thing(
            file,
            path,
            title,
            tuple(own),
            None if numbers is None else numbers.of(path),
            previews.get(own[0].question),
        )
        for (file, path, title), own in groups.items()
    )
    if numbers is None:
        notes.append("Whom it touches is not known here: there is no database, and no summary was given.")
    found = in_order(history.faults(first.world, second.world, known))
    return Compared(before.name, after.name, things, found, tuple(notes))


def _previews(
    settings: Settings, database: Database, after: State, changes: tuple[Change, ...], now: datetime
) -> dict[str, Preview]:
    """What the corrections of every question with another key would do."""
    ctx = Context(settings, database, catalog=lambda: after.catalog, now=lambda: now)
    found: dict[str, Preview] = {}
    for source in dict.fromkeys(one.question for one in changes if one.question and one.kind in _REMARKING):
        try:
            found[source] = correct.preview(ctx, source)
        except (Conflict, NotFound):
            # Without an entry under `corrections` there is nothing to preview; the fault H103 says so.
            continue
    return found
