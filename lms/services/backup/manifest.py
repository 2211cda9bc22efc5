"""What a backup says about itself: which software made it, when, from what, and what must be in it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lms.credentials.dates import from_stamp, stamp
from lms.questions.quiz import Json
from lms.services.backup.archive import FOREIGN, NotABackup

FORMAT = 1
FILE = "manifest.json"
RING = "keys.json"
LOCKED = "keys.locked"
LOST = "crl.der"
PUBLIC = frozenset({RING, LOST})
"""What is there only if the site had it."""

LARGEST = 1024 * 1024
_NAME = re.compile(r"[a-z][a-z_0-9]{0,59}")
_VERSION = re.compile(r"[0-9]{4}")
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class TableManifest:
    """One table: its columns in the order of its lines, and how many lines there are."""

    columns: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """`revision` is that of the content that was served; `counters` are the numbers that tables gave out last.

    `entries` counts the audit log and `leaves` the issuance log; `checkpoint` is its last signed head, if it has one.
    """

    version: str
    made: datetime
    database: str
    schema: str
    revision: str | None
    host: str
    tables: Mapping[str, TableManifest]
    counters: Mapping[str, int]
    entries: int
    leaves: int
    checkpoint: str | None
    with_keys: bool
    members: Mapping[str, str]

    def to_bytes(self) -> bytes:
        value = {
            "format": FORMAT,
            "application": {"name": "lms", "version": self.version},
            "made": stamp(self.made),
            "database": self.database,
            "schema": self.schema,
            "content": self.revision,
            "host": self.host,
            "tables": {name: {"columns": one.columns, "rows": one.rows} for name, one in self.tables.items()},
            "counters": dict(self.counters),
            "log": {"entries": self.entries, "leaves": self.leaves, "checkpoint": self.checkpoint},
            "keys": self.with_keys,
            "members": dict(self.members),
        }
        return json.dumps(value, indent=1).encode() + b"\n"


def json_of(content: bytes) -> Json:
    """A value from outside; ValueError or RecursionError for what is none."""
    return json.loads(content)


def read(content: bytes) -> Manifest:
    """The manifest as it was written; NotABackup for anything else."""
    try:
        value = json_of(content)
        if value["application"]["name"] != "lms":
            raise ValueError
        if value["format"] != FORMAT:
            raise NotABackup("This backup was made by a newer version of lms: restore it with that one.")
        return _read(value)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as fault:
        raise NotABackup(FOREIGN) from fault


def _read(value: Json) -> Manifest:
    log = value["log"]
    return Manifest(
        version=_text(value["application"]["version"]),
        made=_moment(value["made"]),
        database=_text(value["database"]),
        schema=_fits(_VERSION, value["schema"]),
        revision=None if value["content"] is None else _fits(_HASH, value["content"]),
        host=_text(value["host"]),
        tables={_fits(_NAME, name): _table(one) for name, one in value["tables"].items()},
        counters={_fits(_NAME, name): _count(last) for name, last in value["counters"].items()},
        entries=_count(log["entries"]),
        leaves=_count(log["leaves"]),
        checkpoint=None if log["checkpoint"] is None else _text(log["checkpoint"]),
        with_keys=bool(value["keys"]),
        members={_text(name): _fits(_HASH, hash) for name, hash in value["members"].items()},
    )


def _table(value: Json) -> TableManifest:
    return TableManifest(tuple(_fits(_NAME, one) for one in value["columns"]), _count(value["rows"]))


def _moment(value: Json) -> datetime:
    moment = from_stamp(_text(value))
    if moment.tzinfo is None:
        raise ValueError
    return moment


def _fits(form: re.Pattern[str], value: Json) -> str:
    if not form.fullmatch(_text(value)):
        raise ValueError
    return str(value)


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _count(value: Json) -> int:
    if type(value) is not int or not 0 <= value < 2**31:
        raise TypeError
    return value
