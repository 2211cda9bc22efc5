"""A backup while the site is used: one state of the whole database in one file, and the keys if that is wanted."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, text

from lms import __version__
from lms.services.backup import archive, locked_keys, manifest, soundness
from lms.services.backup.manifest import Manifest, TableManifest
from lms.services.ground.context import Context
from lms.services.ground.home import KEY_FILE
from lms.services.ground.last_done import note_backup
from lms.services.ground.refusals import Conflict, Invalid
from lms.services.keys import boxes, lostseals
from lms.services.keys.keyfiles import RING, changing, folder_of
from lms.services.log import checking
from lms.settings import Settings
from lms.store import copying
from lms.store.copying import Layout
from lms.store.counters import counters
from lms.store.schema import version_within
from lms.store.snapshots import Damaged, snapshot

ABOUT = b"""This is a backup of an lms site: its database, and its keys if they were asked for.

    lms restore FILE        brings it back into an empty LMS_HOME

manifest.json says what is in it. tables/ holds one line of JSON for each row; times are in UTC.
It holds personal data and the questions of examinations. Keep it where few can read it.
"""

Tell = Callable[[str, int, int], None]
"""Told while it takes long: what is worked at, how much is done, and how much there is."""


def tell_nobody(_what: str, _done: int, _of: int) -> None:
    """For callers without a terminal."""


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What was written, and why a restore would refuse it; None where this software cannot say."""

    file: Path
    size: int
    manifest: Manifest
    faults: tuple[str, ...] | None


def back_up(context: Context, file: Path, *, passphrase: str | None = None, tell: Tell = tell_nobody) -> BackedUp:
    """Write a backup to a new file; with a passphrase, the keys are in it too, locked.

    The file is there whole, or not at all. Writers are not kept waiting. What is in it is held against what a restore
    asks; a backup that has faults is there all the same, and does not count as the last one that was made.
    """
    if file.exists() or file.is_symlink():
        raise Conflict(f"{file} is there already. An existing file is never written over.")
    if passphrase is not None:
        locked_keys.check(passphrase)
        _secrets(context.settings)
    try:
        with _work_folder(file) as folder:
            unfinished = folder / "backup.tar"
            made, faults = _write(context, unfinished, passphrase, tell)
            _put_in_place(unfinished, file)
    except Damaged as damaged:
        raise Conflict(f"No backup was made. {damaged}") from damaged
    except OSError as fault:
        raise Conflict(f"No backup was made: {fault.filename or file} cannot be written ({fault.strerror}).") from fault
    if not faults:
        with suppress(OSError):
            # The backup is there, whether or not that can be noted.
            note_backup(context.settings, made.made)
    return BackedUp(file, file.stat().st_size, made, faults)


@contextmanager
def _work_folder(file: Path) -> Iterator[Path]:
    """A private folder beside the file, for nobody else; what a former try has left in it is gone."""
    folder = file.with_name(f".{file.name}.unfinished")
    folder.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict(f"Another backup is being written to {file}.") from None
        try:
            for left in folder.iterdir():
                left.unlink()
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(handle)


def _put_in_place(unfinished: Path, file: Path) -> None:
    if file.exists():
        raise Conflict(f"{file} is there by now. An existing file is never written over.")
    unfinished.rename(file)
    handle = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(
    context: Context, unfinished: Path, passphrase: str | None, tell: Tell
) -> tuple[Manifest, tuple[str, ...] | None]:
    writer = archive.Writer(unfinished)
    try:
        writer.add(archive.FIRST, ABOUT)
        heads = checking.remembered(context)
        with snapshot(context.database, unfinished.parent) as connection:
            made = _write_database(connection, context, writer, tell)
            tell("the logs and certificates", 0, 1)
            faults = soundness.faults(connection, context.settings, made.schema, heads)
        # The keys come after the rows: one that signed any of them is there.
        if folder_of(context.settings).is_dir():
            with changing(context.settings):
                _write_keys(context.settings, writer, passphrase)
        made = replace(made, with_keys=passphrase is not None, members=dict(writer.hashes))
        writer.add(manifest.FILE, made.to_bytes())
        writer.finish()
    finally:
        writer.close()
    return made, faults


def _write_keys(settings: Settings, writer: archive.Writer, passphrase: str | None) -> None:
    ring = folder_of(settings) / RING
    if ring.is_file():
        writer.add(manifest.RING, ring.read_bytes())
    lost = lostseals.current_list(settings)
    if lost:
        writer.add(manifest.LOST, lost)
    if passphrase is not None:
        writer.add(manifest.LOCKED, locked_keys.lock(_secrets(settings), passphrase))


def _write_database(connection: Connection, context: Context, writer: archive.Writer, tell: Tell) -> Manifest:
    tables = copying.layouts(connection)
    schema = version_within(connection)
    if schema is None:
        raise Conflict("There is no database yet. Type: lms db upgrade")
    written = {}
    for done, layout in enumerate(tables):
        tell(layout.name, done, len(tables))
        lines = _told(copying.lines(connection, layout), layout, copying.count(connection, layout), tell)
        written[layout.name] = TableManifest(layout.columns, writer.add_lines(member_of(layout.name), lines))
    kept = {layout.name for layout in tables}
    return Manifest(
        version=__version__,
        made=context.now(),
        database=connection.dialect.name,
        schema=schema,
        revision=_one(connection, "SELECT revision FROM site", "site" in kept),
        host=context.settings.host,
        tables=written,
        counters=counters(connection, tables),
        entries=written["audit"].rows if "audit" in written else 0,
        leaves=written["leaves"].rows if "leaves" in written else 0,
        checkpoint=_one(connection, "SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1", "checkpoints" in kept),
        with_keys=False,
        members={},
    )


def member_of(table: str) -> str:
    """Where the rows of a table are in the file."""
    return f"tables/{table}.jsonl.gz"


def _one(connection: Connection, query: str, there: bool) -> str | None:
    value: str | None = connection.scalar(text(query)) if there else None
    return value


def _told(lines: Iterator[bytes], layout: Layout, of: int, tell: Tell) -> Iterator[bytes]:
    for done, line in enumerate(lines):
        if done % 5000 == 0 and done:
            tell(layout.name, done, of)
        yield line


def _secrets(settings: Settings) -> Mapping[str, bytes]:
    """The private keys that are here, the one that seals small secrets, and the secret key of cookies."""
    files = {one.name: one.read_bytes() for one in sorted(folder_of(settings).glob("*.pem"))}
    for key in (settings.home / KEY_FILE, boxes.key_file(settings)):
        if key.is_file():
            files[key.name] = key.read_bytes()
    if not any(name.endswith(".pem") for name in files):
        raise Invalid("There are no signing keys in LMS_HOME. Leave out --with-keys.")
    return files
