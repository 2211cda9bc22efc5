"""The authors' files as they are at this moment, compiled: what a workshop shows of them, errors or not."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from lms.content.checking.addresses import fill, resolve_links
from lms.content.compiling import cache as compiled
from lms.content.compiling.compiler import compile_catalog, world_of
from lms.content.compiling.writing_ahead import A_FEW, left
from lms.content.editing.passages import Stretch, stretches_of
from lms.content.reading.model import Catalog
from lms.content.reading.parts import BankPart, LessonPart
from lms.content.reading.site import World
from lms.services.publishing import publish, published
from lms.services.publishing.served import EMPTY
from lms.settings import Settings
from lms.sources.diagnostics import Diagnostic, Findings, Severity, in_order
from lms.sources.files import SourceTree, read_tree
from lms.store import revisions
from lms.store.engine import Database

SECONDS_BETWEEN_LOOKS = 0.15
PATIENCE = 0.25
"""So many seconds a page waits for the draft. A page of learners is there without it."""


@dataclass(frozen=True)
class Draft:
    """The files in one state. `mark` is another one as soon as anything in them, or found in them, is."""

    tree: SourceTree
    world: World
    catalog: Catalog
    findings: tuple[Diagnostic, ...]
    mark: str
    _by_file: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        return tuple(one for one in self.findings if one.severity is Severity.ERROR)

    def of_file(self, file: str) -> tuple[Diagnostic, ...]:
        """What was found in one file."""
        return self._by_file.get(file, ())

    def of_folder(self, folder: str) -> tuple[Diagnostic, ...]:
        """What was found in the files below a folder."""
        return tuple(one for one in self.findings if one.place.file.startswith(f"{folder}/"))

    def lesson(self, course_id: str, lesson_id: str) -> LessonPart | None:
        """A lesson as its file says it, also one that no module has; None where there is none that can be read."""
        course = self.world.courses.get(course_id)
        return None if course is None else course.lessons.get(lesson_id)

    def stretches(self, part: LessonPart | BankPart) -> tuple[Stretch, ...]:
        """The body of a lesson or bank, its links filled in, with the lines that each stretch stands on."""
        found = stretches_of(self.tree.files[part.head.file], part.blocks)
        return fill(found, resolve_links(self.world, part, {}, Findings()))


class Workbench:
    """Called, it gives the newest draft. It looks at the files a few times a second at most, and compiles changes.

    With a database, the files are held against what is served, too. Nobody waits for the writing of a large site to be
    looked at for the first time: whoever watches the files does that, and keeps it in the home.
    """

    def __init__(
        self,
        settings: Settings,
        database: Database | None = None,
        today: Callable[[], date] = lambda: datetime.now(UTC).date(),
    ) -> None:
        self._settings = settings
        self._database = database
        self._today = today
        self._kept = settings.home / compiled.FILE_NAME
        self._kept_at = _stamp(self._kept)
        self._waits = False
        self._cache = compiled.load(self._kept)
        self._looking = threading.Lock()
        self._seen: object = None
        self._draft: Draft | None = None
        self._next_look = 0.0
        self._aside: threading.Thread | None = None
        self._fault: Exception | None = None

    def __call__(self) -> Draft:
        with self._looking:
            if self._draft is None or time.monotonic() >= self._next_look:
                self._draft = self._look(self._draft)
                self._next_look = time.monotonic() + SECONDS_BETWEEN_LOOKS
            return self._draft

    def at_hand(self) -> Draft | None:
        """The newest draft, if it can be had in a moment: None while many files are read, which goes on meanwhile."""
        aside = self._aside
        if aside is None or not aside.is_alive():
            self._aside = aside = threading.Thread(target=self._look_aside, name="draft", daemon=True)
            aside.start()
        aside.join(PATIENCE)
        if aside.is_alive():
            return None
        if self._fault is not None:
            raise self._fault
        return self._draft

    def _look_aside(self) -> None:
        self._fault = None
        try:
            self()
        except Exception as fault:
            # It is raised where the draft is asked for.
            self._fault = fault

    def _look(self, before: Draft | None) -> Draft:
        today = self._today()
        served = self._served()
        awaited = _stamp(self._kept) if self._waits else 0
        seen = (publish.trace_of(self._settings), today, served, awaited)
        if before is not None and seen == self._seen:
            return before
        tree, unreadable = read_tree(self._settings.site, self._settings.banks)
        self._waits = self._has_to_wait(tree)
        catalog, found = compile_catalog(tree, today=today, cache=self._cache, writing=not self._waits, drafts=True)
        findings = in_order([*unreadable, *found, *self._against(served, tree)])
        self._seen = seen
        return Draft(
            tree=tree,
            world=world_of(tree, self._cache),
            catalog=EMPTY if catalog is None else catalog,
            findings=findings,
            mark=_mark(tree, findings),
            _by_file=_by_file(findings),
        )

    def _has_to_wait(self, tree: SourceTree) -> bool:
        """Whether much of the writing was not looked at yet, by this process or by the watcher, who is at it."""
        if self._settings.publish != "auto" or len(left(tree, self._cache)) <= A_FEW:
            return False
        if self._kept_at != (stamp := _stamp(self._kept)):
            kept = compiled.load(self._kept)
            kept.complete()
            self._cache.writings |= kept.writings
            self._kept_at = stamp
        return len(left(tree, self._cache)) > A_FEW

    def _served(self) -> str | None:
        if self._database is None:
            return None
        with self._database.reading() as session:
            return revisions.served_revision(session)

    def _against(self, served: str | None, tree: SourceTree) -> tuple[Diagnostic, ...]:
        """What is wrong with the files against what is served; nothing where no database says what that is."""
        if self._database is None:
            return ()
        with self._database.reading() as session:
            return published.faults_of(session, served, tree, self._cache)


def _stamp(file: Path) -> int:
    """Another number whenever a file was written anew; 0 where there is none."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def _mark(tree: SourceTree, findings: tuple[Diagnostic, ...]) -> str:
    return sha256(f"{tree.revision}\n{findings!r}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _by_file(findings: tuple[Diagnostic, ...]) -> Mapping[str, tuple[Diagnostic, ...]]:
    grouped: dict[str, list[Diagnostic]] = {}
    for one in findings:
        grouped.setdefault(one.place.file, []).append(one)
    return MappingProxyType({file: tuple(ones) for file, ones in grouped.items()})
