"""The catalog that is served now, kept by each process and made anew when another revision is published."""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from lms.content.compiling import cache as compiled
from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import compile_catalog
from lms.content.reading.model import Catalog
from lms.sources.diagnostics import Severity
from lms.sources.files import tree_of
from lms.store import revisions
from lms.store.engine import Database

SECONDS_BETWEEN_LOOKS = 0.5

log = logging.getLogger(__name__)

EMPTY = Catalog(
    revision="",
    courses=MappingProxyType({}),
    assessments=MappingProxyType({}),
    banks=MappingProxyType({}),
    credentials=MappingProxyType({}),
    issuer=None,
    objectives=MappingProxyType({}),
    solutions=MappingProxyType({}),
    media=MappingProxyType({}),
)
"""What is served before anything was published."""


class Served:
    """Called, it gives the catalog. It asks the database at most twice a second which revision that is."""

    def __init__(self, database: Database, cache_file: Path | None = None) -> None:
        self._database = database
        self._cache_file = cache_file
        self._cache: Cache | None = None
        self._catalog: Catalog | None = None
        self._revision: str | None = None
        self._tree = tree_of({})
        self._next_look = 0.0
        self._looking = threading.Lock()
        self._between = SECONDS_BETWEEN_LOOKS
        self._patience: float | None = None
        self._drafts = False

    def show_drafts(self) -> None:
        """Serve drafts as well: in a preview, which nobody sees but its author."""
        self._drafts = True

    def look_every(self, seconds: float, patience: float | None = None) -> None:
        """Ask more often than usual: for authors, who wait for what they have just saved.

        With `patience` nobody waits longer than that: what was served goes on being served until the new is made ready.
        """
        self._between, self._patience = seconds, patience

    def __call__(self) -> Catalog:
        if self._catalog is None:
            with self._looking:
                if self._catalog is None:
                    self._look()
        elif time.monotonic() >= self._next_look and self._looking.acquire(blocking=False):
            # Others go on with the catalog they have while one looks.
            if self._patience is None:
                self._look_calmly()
            else:
                aside = threading.Thread(target=self._look_calmly, name="catalog", daemon=True)
                aside.start()
                aside.join(self._patience)
        return self._catalog or EMPTY

    def _look_calmly(self) -> None:
        """What is served goes on being served when the database can't be asked. Then others may look."""
        try:
            self._look()
        except SQLAlchemyError:
            self._next_look = time.monotonic() + self._between
            log.exception("Which content is published could not be read; what was served goes on.")
        finally:
            self._looking.release()

    def _look(self) -> None:
        with self._database.reading() as session:
            revision = revisions.served_revision(session)
            files = self._files_of(session, revision) if revision and revision != self._revision else None
        if files is not None and revision is not None:
            self._take(revision, files)
        elif self._catalog is None:
            self._catalog = EMPTY
        self._next_look = time.monotonic() + self._between

    def _files_of(self, session: Session, revision: str) -> dict[str, bytes] | None:
        """The files of a revision. Those that were in the one before are at hand."""
        wanted = revisions.hashes_of(session, revision)
        known = {file.hash: file.content for file in self._tree.files.values()}
        new = revisions.contents(session, {hash for hash in wanted.values() if hash not in known})
        return {path: known[hash] if hash in known else new[hash] for path, hash in wanted.items()} or None

    def _take(self, revision: str, files: dict[str, bytes]) -> None:
        """Compile what was stored. Stored content is without errors, unless the software has become stricter since."""
        if self._cache is None:
            self._cache = compiled.load(self._cache_file) if self._cache_file else Cache()
        self._tree = tree_of(files)
        today = datetime.now(UTC).date()
        catalog, findings = compile_catalog(self._tree, today=today, cache=self._cache, drafts=self._drafts)
        self._revision = revision
        errors = [finding for finding in findings if finding.severity is Severity.ERROR]
        if catalog is None or errors:
            first = f"{errors[0].place.file}: {errors[0].message}" if errors else "nothing could be made of it"
            log.error("The published content %s is not served: %s", revision[:12], first)
            self._catalog = self._catalog or EMPTY
        else:
            self._catalog = catalog
