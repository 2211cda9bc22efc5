"""The empty LMS_HOME that a restore fills. A mark stands in it until everything is there and looked through.

While the mark stands, every other command refuses to work there, and the next restore begins anew: what was restored
half-way is never served.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import make_url

from lms.services.ground.half_restored import MARK
from lms.services.ground.home import KEY_FILE
from lms.services.ground.refusals import Conflict
from lms.services.keys.keyfiles import FOLDER
from lms.services.log import head_file
from lms.services.log.auditing import HEAD_FILE
from lms.settings import Settings

_FILLED = (FOLDER, KEY_FILE, HEAD_FILE, head_file.FILE, head_file.LOCK)
_BESIDE = ("", "-wal", "-shm", "-journal", "-queue")


def require_empty(settings: Settings) -> None:
    """Conflict unless there is nothing in the home, or only what a killed restore has left."""
    home = settings.home
    if not home.exists():
        return
    ours = {MARK}
    if (home / MARK).exists():
        ours |= {*_FILLED, *(one.name for one in _database_files(settings))}
    others = sorted(one.name for one in home.iterdir() if one.name not in ours)
    if others:
        named = ", ".join(others[:3]) + (" …" if len(others) > 3 else "")
        raise Conflict(
            f"{home} is not empty ({named}). "
            "A backup is restored into an empty LMS_HOME only: move the old one away first."
        )


@contextmanager
def taken(settings: Settings, require_empty_too: Callable[[], None]) -> Iterator[None]:
    """The home, empty and ours. Where the block ends well the mark is taken away; else all is as empty as before.

    That the home is empty, and whatever else must be, is looked at once more when nobody else can be at work in it.
    """
    home = settings.home
    made_here = not home.exists()
    _make(home)
    with _marked(home) as is_new:
        try:
            require_empty(settings)
            require_empty_too()
        except BaseException:
            if is_new:
                (home / MARK).unlink()
            raise
        try:
            _empty(settings)
            yield
            _on_disk(home)
            (home / MARK).unlink()
            _on_disk(home)
        except BaseException:
            _empty(settings)
            _remove_database(settings)
            (home / MARK).unlink(missing_ok=True)
            if made_here:
                with suppress(OSError):
                    home.rmdir()
            raise


def finish(settings: Settings) -> None:
    """Take the mark away from a home in which nothing but that was left to do."""
    (settings.home / MARK).unlink()
    _on_disk(settings.home)


def _make(home: Path) -> None:
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise Conflict(f"LMS_HOME: {home} cannot be made ({fault.strerror}).") from fault


@contextmanager
def _marked(home: Path) -> Iterator[bool]:
    """The mark, held by this process alone; whether it was not there before."""
    is_new = not (home / MARK).exists()
    handle = os.open(home / MARK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        if not _is_held(handle, home / MARK):
            raise Conflict(f"Another restore is at work in {home}.")
        _on_disk(home)
        yield is_new
    finally:
        os.close(handle)


def _is_held(handle: int, mark: Path) -> bool:
    """Whether the lock is ours now, on the mark that stands there: a restore that ended has taken its own away."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(handle), mark.stat())
    except (BlockingIOError, FileNotFoundError):
        return False


def _empty(settings: Settings) -> None:
    shutil.rmtree(settings.home / FOLDER, ignore_errors=True)
    for name in (KEY_FILE, HEAD_FILE):
        (settings.home / name).unlink(missing_ok=True)


def _remove_database(settings: Settings) -> None:
    for file in _database_files(settings):
        file.unlink(missing_ok=True)


def _database_files(settings: Settings) -> tuple[Path, ...]:
    """The SQLite file with all that SQLite and we put beside it; nothing for another database."""
    if not settings.on_sqlite:
        return ()
    name = make_url(settings.database_url).database or ""
    return tuple(Path(f"{name}{suffix}") for suffix in _BESIDE)


def _on_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
