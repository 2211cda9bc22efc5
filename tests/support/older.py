"""An older copy of a SQLite database, put into the place of the newer one, as a hurried operator does."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from pysqlite3 import dbapi2 as sqlite


def copy_of(file: Path, copy: Path) -> Path:
    """The database as it is now, in a file of its own."""
    with closing(sqlite.connect(file)) as reading, closing(sqlite.connect(copy)) as writing:
        reading.backup(writing)
    return copy


def put_in_place(copy: Path, file: Path) -> None:
    copy.replace(file)
    for suffix in ("-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)
