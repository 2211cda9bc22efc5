"""Making the authors' files the content that is served: all of them at once, and only without errors."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lms.content.cache import Cache
from lms.content.compiler import check_tree
from lms.services.context import Context
from lms.services.refusals import Conflict
from lms.settings import Settings
from lms.sources.diagnostics import Diagnostic, Severity, in_order
from lms.sources.files import BANKS, ROOTS, SourceTree, read_tree
from lms.store import revisions

ROUNDS = 5

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
    """What came of it. `published`: this revision is served from now on, and was not before."""

    checked: Checked
    served_before: str | None
    published: bool

    @property
    def serving(self) -> str | None:
        """The revision that is served now."""
        return self.checked.tree.revision if self.published else self.served_before


def check(ctx: Context, cache: Cache | None = None) -> Checked:
    """Read and check the authors' files. Nothing is written; a cache remembers what it took."""
    tree, unreadable = read_tree(ctx.settings.site, ctx.settings.banks)
    findings = check_tree(tree, today=ctx.now().date(), cache=Cache() if cache is None else cache)
    return Checked(tree, in_order([*unreadable, *findings]))


def publish(ctx: Context, *, dry_run: bool = False, cache: Cache | None = None) -> PublishReport:
    """Serve the authors' files as they are, if they are without errors. What was found is kept for the staff's page.

    When somebody else publishes while the files are compiled, they are read again: never does an older state of the
    files take the place of a newer one.
    """
    for _ in range(ROUNDS):
        with ctx.database.reading() as session:
            before = revisions.served_revision(session)
        checked = check(ctx, cache)
        if dry_run:
            return PublishReport(checked, before, published=False)
        report = _store(ctx, checked, before)
        if report is not None:
            return report
    raise Conflict("Somebody else is publishing at the same time. Please try again.")


def _store(ctx: Context, checked: Checked, before: str | None) -> PublishReport | None:
    """Write it down in one transaction; None where another revision is served than when the files were read."""
    now, revision = ctx.now(), checked.tree.revision
    with ctx.database.writing() as session:
        if revisions.held_revision(session) != before:
            return None
        revisions.note_check(session, revision, [finding.to_json() for finding in checked.findings], now)
        published = checked.publishable and revision != before
        if published:
            files = {path: (file.hash, file.content) for path, file in checked.tree.files.items()}
            revisions.add(session, revision, files, now)
            revisions.serve(session, revision, now)
    return PublishReport(checked, before, published)


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
