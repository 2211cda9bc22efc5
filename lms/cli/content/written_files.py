"""Files written all or not at all: each beside its place first, and put there when all of them are whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from lms.cli.command.lazy import Declined


def write_all(files: Mapping[Path, bytes], root: Path) -> None:
    """Writes files below a folder. What cannot be written, or would lie outside, ends it with nothing changed."""
    ready: dict[Path, Path] = {}
    made: list[Path] = []
    try:
        for path, content in files.items():
            made += _with_folders(path.parent)
            if not path.parent.resolve().is_relative_to(root.resolve()) or path.is_symlink():
                raise Declined(f"{path} is a link to another place, which is not written to.")
            ready[path] = _beside(path, content)
        for path in list(ready):
            ready[path].replace(path)
            del ready[path]
    except OSError as fault:
        raise Declined(f"This could not be written: {fault.strerror or fault}.") from fault
    finally:
        for temporary in ready.values():
            temporary.unlink(missing_ok=True)
        for folder in reversed(made):
            if not any(folder.iterdir()):
                folder.rmdir()


def write_one(path: Path, content: bytes) -> None:
    """Writes one file where a person asked for it."""
    try:
        _beside(path, content).replace(path)
    except OSError as fault:
        raise Declined(f"{path} could not be written: {fault.strerror or fault}.") from fault


def _with_folders(folder: Path) -> list[Path]:
    """Makes a folder and those that it lies in; gives the new ones, outer ones first."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir()
    return missing[::-1]


def _beside(path: Path, content: bytes) -> Path:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary
