"""What earlier compiles found out, so that what did not change is not compiled again."""

from __future__ import annotations

import gc
import os
import pickle
import sys
import threading
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from lms import __version__
from lms.sources.diagnostics import Diagnostic
from lms.sources.pickled import as_call

if TYPE_CHECKING:
    # Types alone: whoever asks for the findings of an unchanged tree should not wait for the compiler's imports.
    from lms.content.checking.blueprint import Proofs
    from lms.content.checking.unused_files import KnownFiles
    from lms.content.compiling.assemble import MadeLessons
    from lms.content.reading.model import Catalog
    from lms.content.reading.parts import Part
    from lms.content.translations.editions import MadeTranslations
    from lms.content.translations.matching import KnownTexts
    from lms.content.writing.check import Writings

FILE_NAME = "compiled"
"""What a cache is called in the home of a site."""

_FLOORS = ("sources", "questions", "content")


def _code_stamp() -> int:
    """When the code that compiles was last changed: what older code found out is not trusted."""
    package = Path(__file__).parents[2]
    folders = [one for floor in _FLOORS for one in os.walk(package / floor)]
    return max(
        os.stat(f"{folder}/{name}").st_mtime_ns  # noqa: PTH116 - of some hundred files, at each start.
        for folder, _, names in folders
        for name in names
        if name.endswith(".py")
    )


_FORMAT = ("lms content cache", 1, __version__, sys.version, _code_stamp())


@as_call
@dataclass(frozen=True, slots=True)
class Reading:
    """What one file gave: its part, None where it cannot be read, and what was found in it alone."""

    hash: str
    part: Part | None
    findings: tuple[Diagnostic, ...]


@dataclass(slots=True)
class Outcome:
    """A whole compile. `catalog` is None where only the findings were kept.

    `writing` says whether the writing was looked at too; `silenced` is what authors decided to live with. `drafts` says
    whether they are in the catalog.
    """

    revision: str
    today: date
    catalog: Catalog | None
    findings: tuple[Diagnostic, ...]
    writing: bool = False
    silenced: tuple[Diagnostic, ...] = ()
    drafts: bool = False

    def is_of(self, revision: str, today: date, writing: bool) -> bool:
        """Whether it is what a compile of this revision on this day would give."""
        return (self.revision, self.today, self.writing) == (revision, today, writing)


@dataclass(slots=True)
class Cache:
    """Results by path and content, kept in memory and, if wanted, in a file between processes.

    A file has the outcome first and the rest after it: whoever needs only the findings of an unchanged tree reads no
    more than those.
    """

    readings: dict[str, Reading] = field(default_factory=dict)
    lessons: MadeLessons = field(default_factory=dict)
    proofs: Proofs = field(default_factory=dict)
    writings: Writings = field(default_factory=dict)
    files: KnownFiles = field(default_factory=dict)
    texts: KnownTexts = field(default_factory=dict)
    translated: MadeTranslations = field(default_factory=dict)
    last: Outcome | None = None
    _file: Path | None = None

    def findings_of(self, revision: str, today: date, writing: bool = False) -> tuple[Diagnostic, ...] | None:
        """The findings of the last compile, if it was of this revision on this day, and looked at as much."""
        last = self.last
        return last.findings if last is not None and last.is_of(revision, today, writing) else None

    def forget_all_but(self, paths: Collection[str]) -> None:
        """Lets go of what belongs to files that are gone."""
        for path in [path for path in self.readings if path not in paths]:
            del self.readings[path]
            self.lessons.pop(path, None)

    def complete(self) -> None:
        """Reads the rest of the file that this cache was loaded from, once."""
        file, self._file = self._file, None
        if file is None:
            return
        was_on = gc.isenabled()
        # Nothing of it is garbage, and looking for such takes as long as the reading.
        gc.disable()
        try:
            with file.open("rb") as stream:
                if _load(stream) == _FORMAT:
                    _load(stream)
                    self.readings, self.proofs, self.writings = _load(stream)
        except (OSError, *BROKEN):
            return
        finally:
            if was_on:
                gc.enable()

    def save(self, file: Path) -> None:
        """Keeps everything in a file, which appears whole or not at all."""
        self.complete()
        head = None if self.last is None else replace(self.last, catalog=None)
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name(f".{file.name}.{os.getpid()}.{threading.get_ident()}")
        try:
            with new.open("wb") as stream:
                for value in (_FORMAT, head, (self.readings, self.proofs, self.writings)):
                    pickle.dump(value, stream, pickle.HIGHEST_PROTOCOL)
            new.replace(file)
        finally:
            new.unlink(missing_ok=True)


# A cache of another version, or a damaged one, is worth nothing and does no harm: everything is compiled anew.
BROKEN = (pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError, ValueError, KeyError)


def load(file: Path) -> Cache:
    """The cache that a file holds, or an empty one. The file must be one's own: reading it can run code."""
    try:
        with file.open("rb") as stream:
            if _load(stream) == _FORMAT and isinstance(outcome := _load(stream), Outcome | None):
                return Cache(last=outcome, _file=file)
    except (OSError, *BROKEN):
        pass
    return Cache()


def _load(stream: BinaryIO) -> Any:
    return pickle.load(stream)  # noqa: S301 - a file of the site's own, never one that was sent.
