"""What is in a backup, written to where it belongs: keys into an empty home, rows into an empty database."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection

from lms.credentials.keys import KeyRing, id_of
from lms.services.backup import archive, locked_keys, manifest
from lms.services.backup.archive import Archive, NotABackup
from lms.services.backup.backing_up import Tell, member_of
from lms.services.backup.manifest import Manifest
from lms.services.ground.home import KEY_FILE
from lms.services.keys import boxes, lostseals
from lms.services.keys.keyfiles import folder_of, keep_public, keep_ring, private_file, private_key, public_bytes
from lms.settings import Settings
from lms.store import copying, migrating
from lms.store.copying import Layout
from lms.store.counters import set_counters

_PRIVATE = re.compile(r"(credential|pdf|root|log)-[0-9a-f]{16}\.pem")
_LARGEST_RING = 8 * 1024 * 1024


def secrets_of(backup: Archive, made: Manifest, passphrase: str | None) -> dict[str, bytes]:
    """The private keys by their file names; none without a passphrase, or where there are none."""
    if not made.with_keys or passphrase is None:
        return {}
    files = locked_keys.unlock(backup.read(manifest.LOCKED, locked_keys.LARGEST), passphrase)
    if any(name not in (KEY_FILE, boxes.FILE) and not _PRIVATE.fullmatch(name) for name in files):
        raise NotABackup(archive.FOREIGN)
    return files


def write_keys(settings: Settings, backup: Archive, secrets: Mapping[str, bytes]) -> None:
    """The ring of all keys, which is public, and the private ones, if they were unlocked."""
    if manifest.RING not in backup.members:
        return
    ring = _ring(backup.read(manifest.RING, _LARGEST_RING))
    folder_of(settings).mkdir(mode=0o700)
    keep_ring(settings, ring)
    _write_lost(settings, backup)
    for name, content in secrets.items():
        _write_private((settings.home if name == KEY_FILE else folder_of(settings)) / name, content)
    for key in ring.keys:
        if private_file(settings, key).is_file() and public_bytes(private_key(settings, key)) != key.public:
            raise NotABackup(f"The private key {key.id} in this backup does not fit its public part.")


def _write_lost(settings: Settings, backup: Archive) -> None:
    """The list of lost PDF keys, where it is one that this ring's root signed."""
    if manifest.LOST not in backup.members:
        return
    keep_public(settings, lostseals.FILE, backup.read(manifest.LOST, _LARGEST_RING))
    if not lostseals.current_list(settings):
        raise NotABackup("The list of lost keys in this backup is not signed by its root.")


def _ring(content: bytes) -> KeyRing:
    try:
        ring = KeyRing.from_json(manifest.json_of(content))
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise NotABackup(archive.FOREIGN) from fault
    if any(one.id != id_of(one.public) for one in ring.keys):
        raise NotABackup(archive.FOREIGN)
    return ring


def _write_private(file: Path, content: bytes) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as writer:
        writer.write(content)
        writer.flush()
        os.fsync(writer.fileno())


def fill(connection: Connection, backup: Archive, made: Manifest, tell: Tell) -> None:
    """Make the tables as they were when the backup was made, fill them, and compare each row with the backup."""
    migrating.upgrade_within(connection, made.schema)
    tables = copying.layouts(connection)
    if {one.name for one in tables} != made.tables.keys():
        raise NotABackup("The tables in this backup are not those that its version of lms has.")
    ordered = [copying.in_order_of(one, made.tables[one.name].columns) for one in tables]
    for layout in ordered:
        _fill_table(connection, backup, layout, made.tables[layout.name].rows, tell)
    set_counters(connection, ordered, made.counters)
    for done, layout in enumerate(ordered):
        tell("comparing", done, len(ordered))
        rows = made.tables[layout.name].rows
        differs = copying.first_difference(_rows(backup, layout, rows), copying.lines(connection, layout))
        if differs is not None:
            raise NotABackup(f"Row {differs} of the table {layout.name} did not arrive as it is in the backup.")


def _fill_table(connection: Connection, backup: Archive, layout: Layout, rows: int, tell: Tell) -> None:
    written = copying.write(connection, layout, _told(_rows(backup, layout, rows), layout, rows, tell))
    if written != rows:
        raise NotABackup(archive.FOREIGN)


def _rows(backup: Archive, layout: Layout, rows: int) -> Iterator[bytes]:
    """As many lines as the manifest promised, and one more if there is one: then something is wrong."""
    return islice(backup.lines(member_of(layout.name)), rows + 1)


def _told(lines: Iterator[bytes], layout: Layout, rows: int, tell: Tell) -> Iterator[bytes]:
    for done, line in enumerate(lines):
        if done % 5000 == 0:
            tell(layout.name, done, rows)
        yield line
