"""Making the authors' files the content that is served: all of them at once, and only without errors."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import Tell, check_tree, compile_catalog, tell_nobody
from lms.services.ground.context import Context
from lms.services.ground.refusals import Conflict, NotFound
from lms.services.publishing import indexing, published
from lms.services.publishing.handbooks import keep_handbooks
from lms.settings import Settings
from lms.sources.diagnostics import Diagnostic, Severity, in_order
from lms.sources.files import BANKS, ROOTS, SourceTree, read_tree
from lms.store import audit, revisions, searching

ROUNDS = 5
WATCHER = "system"
"""Who publishes where nobody asked for it."""

LEAST_OF_A_HASH = 8

Trace = frozenset[tuple[str, int, int, int]]
"""What changes when any of the authors' files does: their paths, times, sizes and numbers on the disk."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The authors' files as they are now, and what was found in them."""

    tree: SourceTree
    findings: tuple[Diagnostic, ...]

    @property
    def errors(self) -> int:
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def publishable(self) -> bool:
        return bool(self.tree.files) and not self.errors


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What came of it. `published`: this revision is served from now on, and was not before.

    `held_back`: it was taken back, so nobody publishes it but a person who asks for it.
    """

    checked: Checked
    served_before: str | None
    published: bool
    held_back: bool = False

    @property
    def serving(self) -> str | None:
        """The revision that is served now."""
        return self.checked.tree.revision if self.published else self.served_before


def check(ctx: Context, cache: Cache | None = None, *, tell: Tell = tell_nobody, processes: int = 1) -> Checked:
    """Read and check the authors' files, also against what is served. Nothing is written but what a cache remembers."""
    used = Cache() if cache is None else cache
    tree, unreadable = read_tree(ctx.settings.site, ctx.settings.banks)
    findings = check_tree(tree, today=ctx.now().date(), cache=used, processes=processes, tell=tell)
    with ctx.database.reading() as session:
        historic = published.faults_of(session, revisions.served_revision(session), tree, used)
    return Checked(tree, in_order([*unreadable, *findings, *historic]))


def publish(
    ctx: Context,
    *,
    actor: str = WATCHER,
    dry_run: bool = False,
    cache: Cache | None = None,
    tell: Tell = tell_nobody,
    processes: int = 1,
) -> PublishReport:
    """Serve the authors' files as they are, if they are without errors. What was found is kept for the staff's page.

    When somebody else publishes while the files are compiled, they are read again: never does an older state of the
    files take the place of a newer one. The watcher leaves what was taken back alone, until the files change.
    """
    used = Cache() if cache is None else cache
    for _ in range(ROUNDS):
        with ctx.database.reading() as session:
            before = revisions.served_revision(session)
        checked = check(ctx, used, tell=tell, processes=processes)
        if dry_run:
            return PublishReport(checked, before, published=False)
        report = _store(ctx, checked, before, actor, used)
        if report is not None:
            return report
    raise Conflict("Somebody else is publishing at the same time. Please try again.")


def _store(ctx: Context, checked: Checked, before: str | None, actor: str, cache: Cache) -> PublishReport | None:
    """Write it down in one transaction; None where another revision is served than when the files were read."""
    now, revision = ctx.now(), checked.tree.revision
    # What was checked a moment ago is known to the cache: nothing is read or compiled again that did not change.
    new = checked.publishable and revision != before
    catalog = compile_catalog(checked.tree, today=now.date(), cache=cache)[0] if new else None
    things = [] if catalog is None else list(indexing.searched(catalog))
    with ctx.database.writing() as session:
        if revisions.held_revision(session) != before:
            return None
        revisions.note_check(session, revision, [finding.to_json() for finding in checked.findings], now)
        held_back = actor == WATCHER and revision in revisions.held_back(session)
        new = new and not held_back
        if new:
            files = {path: (file.hash, file.content) for path, file in checked.tree.files.items()}
            revisions.add(session, revision, files, now)
            revisions.serve(session, revision, now, actor=actor)
            if catalog is not None:
                keep_handbooks(session, catalog, now)
                searching.keep(session, revision, things)
            if actor != WATCHER:
                audit.append(session, now, actor, "publish", revision, {"before": before or ""})
    return PublishReport(checked, before, new, held_back)


@dataclass(frozen=True, slots=True)
class RolledBack:
    """The revision that was served until now, and the one that is served instead."""

    before: str
    revision: str


def roll_back(ctx: Context, actor: str, name: str = "") -> RolledBack:
    """Serve an earlier revision again, named by the beginning of its hash, or the one before this one.

    Attempts under way keep their papers, and what was learned stays. The files are left as they are; so that the
    watcher does not publish them again at once, it leaves both their state and the one that is taken back alone.
    """
    tree, _ = read_tree(ctx.settings.site, ctx.settings.banks)
    with ctx.database.writing() as session:
        before = revisions.held_revision(session)
        if before is None:
            raise Conflict("Nothing is published yet, so there is nothing to go back from.")
        revision = revision_named(session, name) if name else _one_before(session, before)
        if revision == before:
            raise Conflict(f"Revision {revision[:12]} is served already.")
        now = ctx.now()
        revisions.serve(session, revision, now, actor=actor, act="rollback", held=(before, tree.revision))
        audit.append(session, now, actor, "rollback", revision, {"before": before})
    indexing.make_anew(ctx)
    return RolledBack(before, revision)


def revision_named(session: Session, name: str) -> str:
    """The published revision whose hash begins so; refused where it is none, or not one alone."""
    found = revisions.starting_with(session, name) if len(name) >= LEAST_OF_A_HASH else []
    if len(found) > 1:
        raise Conflict(f"Several published revisions begin with {name}: write more of it.")
    if not found:
        raise NotFound(f"No published revision begins with “{name}”. See them with: lms content revisions")
    return found[0]


def _one_before(session: Session, now: str) -> str:
    """What was served when this one was published: going back twice goes back two steps, and not to and fro."""
    known = {one.n: one for one in revisions.publications(session)}
    published_at = max((one.n for one in known.values() if (one.revision, one.act) == (now, "publish")), default=0)
    earlier = known.get(published_at - 1)
    if earlier is None:
        raise Conflict("There is no earlier revision to go back to.")
    return earlier.revision


def listing(ctx: Context) -> list[revisions.Publication]:
    """What was served, when and by whom, the newest first."""
    with ctx.database.reading() as session:
        return revisions.publications(session)


def site(ctx: Context) -> revisions.Site:
    """What is served, since when, and what the newest check found."""
    with ctx.database.reading() as session:
        return revisions.site(session)


def trace_of(settings: Settings) -> Trace:
    """The trace of the authors' files, for which none of them is read."""
    roots = [settings.site / root for root in ROOTS]
    if settings.banks is not None and settings.banks != settings.site / BANKS:
        roots.append(settings.banks)
    return frozenset(trace for root in roots for trace in _traces(root))


def _traces(folder: Path) -> Iterator[tuple[str, int, int, int]]:
    waiting = [os.fspath(folder)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    state = entry.stat(follow_symlinks=False)
                    yield entry.path, state.st_mtime_ns, state.st_size, state.st_ino
        except OSError:
            # A folder that goes away while it is read is a change, which the next look sees.
            continue
