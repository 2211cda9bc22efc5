"""The faults of the files against what is published, for a check: where there is a database, and none is ever made."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

from lms import __version__
from lms import settings as environment
from lms.content.compiling.cache import Cache
from lms.settings import Settings
from lms.sources.diagnostics import Diagnostic
from lms.sources.files import SourceTree

KEPT = "checked-history"

_SQLITE = "sqlite:///"


def faults(folder: Path, tree: SourceTree, cache: Cache) -> tuple[Diagnostic, ...]:
    """None for a site that is not the one of the settings, or that has nothing published."""
    settings = environment.load()
    if folder != settings.site:
        return ()
    state = _state_of(settings)
    if state == "":
        return ()
    key = (__version__, tree.revision, state)
    kept = settings.home / KEPT
    if state is not None and (known := _load(kept, key)) is not None:
        return known
    # The database is asked only where there is one, and where it or a file changed: its import takes long.
    from lms.services.publishing.published import against  # noqa: PLC0415

    found = against(settings, tree, cache)
    if state is not None and os.access(settings.home, os.W_OK):
        _save(kept, key, found)
    return found


def _state_of(settings: Settings) -> str | None:
    """What changes when the database does: "" where there is none, None where that cannot be known without asking."""
    if not settings.on_sqlite:
        return None
    file = Path(settings.database_url.removeprefix(_SQLITE))
    if not file.is_file():
        return ""
    # What was written lately stands in the log beside the file.
    states = [one.stat() for one in (file, file.with_name(f"{file.name}-wal")) if one.is_file()]
    return " ".join(f"{one.st_mtime_ns}.{one.st_size}.{one.st_ino}" for one in states)


def _load(file: Path, key: tuple[str, str, str | None]) -> tuple[Diagnostic, ...] | None:
    try:
        kept, found = pickle.loads(file.read_bytes())  # noqa: S301 - a file of the site's own, as its cache is.
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError, ValueError):
        return None
    return tuple(found) if kept == key else None


def _save(file: Path, key: tuple[str, str, str | None], found: tuple[Diagnostic, ...]) -> None:
    new = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        new.write_bytes(pickle.dumps((key, found)))
        new.replace(file)
    except OSError:
        # What cannot be kept is found out again the next time.
        new.unlink(missing_ok=True)
