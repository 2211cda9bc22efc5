"""What a verification reads: a certificate's row with the newest head of the log, and the leaves of its number.

Two statements, handed to the driver as they are. The first sees row and head in one state of the database, so that a
row is never newer than the head that it is held against. With them comes the PDF that is stored, unless this process
has hashed it before, and nobody has written since: on PostgreSQL into its row, on SQLite into the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, Text, bindparam, case, cast, literal_column, null, or_, select
from sqlalchemy.orm import Session

from lms.credentials.life import Making
from lms.store import leaves
from lms.store.certificates import COLUMNS, LOGGED, NAMES
from lms.store.engine import Database, state_of
from lms.store.leaves import StoredLeaf
from lms.store.prepared import PreparedFor, Reader, all_as_kept, as_kept, as_text
from lms.store.tables import CertificateRow, CheckpointRow, FormerFileRow, LeafRow, PdfRow

_EXPIRY = NAMES.index("expires_at")
_SERIAL = NAMES.index("serial")
_LEAF = NAMES.index("leaf")
_STATUS_LIST, _STATUS_INDEX = NAMES.index("status_list"), NAMES.index("status_index")


@dataclass(frozen=True, slots=True)
class Content:
    """A certificate's row: the columns of `certificates.record_of_text`, its credential and the hash of that.

    `held` is the hash of the PDF that is stored: empty where there is none, None where it was not looked at.

    All are text or numbers, so that equal ones are equal certificates, and what was worked out of one is kept for the
    next.
    """

    row: tuple[Any, ...]
    badge: str | None
    badge_hash: str | None
    held: str | None = None

    @property
    def expires(self) -> str | None:
        found: str | None = self.row[_EXPIRY]
        return found

    @property
    def leaf(self) -> int | None:
        """The number that the row says its leaf has."""
        found: int | None = self.row[_LEAF]
        return found

    @property
    def place(self) -> tuple[str | None, int | None]:
        """The status list that the row says it has a place in, and which."""
        return self.row[_STATUS_LIST], self.row[_STATUS_INDEX]


@dataclass(frozen=True, slots=True)
class Looked:
    """The note of the newest head, None where the log is empty; the certificates that there are, by their numbers.

    `standing` is how far the log has come, as `leaves.heads` has it.
    """

    note: str | None
    contents: Mapping[str, Content]
    standing: tuple[int | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class _Hashed:
    """The hashes of stored PDFs, by number, each with the version of the row that it was made of; the oldest first."""

    files: dict[str, tuple[str, str]] = field(default_factory=dict)

    def hash(self, before: Mapping[str, tuple[str, str]], serial: str, version: str | None, file: Any) -> str:
        """The hash of the file in a row with this version; None for a file that was not read again.

        What somebody has put there by hand may be no bytes at all, and is no file of ours.
        """
        if version is None:
            return ""
        if file is None:
            return before[serial][1]
        hash = sha256(file).hexdigest() if isinstance(file, bytes) else "not bytes"
        if not version.endswith(" "):
            while len(self.files) >= MOST_HASHED:
                self.files.pop(next(iter(self.files), ""), None)
            self.files[serial] = (version, hash)
        return hash


_NEVER = ("", "")


def _looking_at(count: int) -> PreparedFor:
    return PreparedFor(lambda dialect: _to_verify(dialect, count))


def _version(dialect: str) -> ColumnElement[str]:
    """What becomes another text whenever somebody writes into the row of a PDF."""
    row = cast(literal_column("pdfs.xmin"), Text) if dialect == "postgresql" else bindparam("state", type_=Text)
    return PdfRow.serial + " " + row


def _to_verify(dialect: str, count: int) -> Select[Any]:
    version = _version(dialect)
    known = version.in_([bindparam(f"hashed{i}", type_=Text) for i in range(count)])
    file = case((or_(known, bindparam("files", type_=Integer) == 0), null()), else_=PdfRow.content)
    newest = select(CheckpointRow.note).order_by(CheckpointRow.size.desc()).limit(1).scalar_subquery()
    head = select(newest.label("note")).subquery()
    held = (CertificateRow.badge, CertificateRow.badge_hash, version, file)
    row = head.outerjoin(CertificateRow, CertificateRow.serial.in_([bindparam(f"serial{i}") for i in range(count)]))
    return select(head.c.note, *held, *leaves.heads(), *(as_text(column) for column in COLUMNS), LOGGED).select_from(
        row.outerjoin(PdfRow, PdfRow.serial == CertificateRow.serial)
    )


MOST_SERIALS = 50
MOST_HASHED = 4096
_looking = {count: _looking_at(count) for count in (1, MOST_SERIALS)}


def look(database: Database, serials: Sequence[str], known: int = 0, *, files: bool = True) -> Looked:
    """The newest head, and the certificates with these numbers, up to 50 of them; with the hashes of their PDFs."""
    count = 1 if len(serials) == 1 else MOST_SERIALS
    kept = database.kept(_Hashed)
    before = {serial: kept.files[serial] for serial in serials if serial in kept.files}
    given = _arguments(count, serials, before)
    if database.engine.dialect.name == "sqlite":
        given["state"] = state_of(database.engine)
    note, standing, contents = None, (None, None, None), {}
    for newest, badge, badge_hash, version, file, size, newest_root, known_root, *row in _looking[count].rows(
        database.engine, known=known, files=int(files), **given
    ):
        note, standing = as_kept(newest), (size, newest_root, known_root)
        if row[_SERIAL] is not None:
            held = kept.hash(before, row[_SERIAL], version, file) if files else None
            contents[row[_SERIAL]] = Content(all_as_kept(row), as_kept(badge), as_kept(badge_hash), held)
    return Looked(note, contents, standing)


def _arguments(count: int, serials: Sequence[str], before: Mapping[str, tuple[str, str]]) -> dict[str, object]:
    """The numbers that are asked for, and the versions that they were hashed in before, by the statement's names."""
    if count == 1:
        return {"serial0": serials[0], "hashed0": before.get(serials[0], _NEVER)[0]}
    padded = [*serials, *([""] * (count - len(serials)))]
    given: dict[str, object] = {f"serial{i}": serial for i, serial in enumerate(padded)}
    return given | {f"hashed{i}": before.get(serial, _NEVER)[0] for i, serial in enumerate(padded)}


MOST_LEAVES = 256
NEVER = 2**31 - 1
_NUMBERS = tuple(f"n{i}" for i in range(MOST_LEAVES))


def _leaves_among(count: int) -> PreparedFor:
    columns = (LeafRow.n, LeafRow.body, LeafRow.hash, LeafRow.nodes)
    wanted = or_(LeafRow.n.in_([bindparam(name) for name in _NUMBERS[:count]]), LeafRow.n >= bindparam("first"))
    return PreparedFor(lambda _: select(*columns).where(wanted).order_by(LeafRow.n))


_asking = {count: _leaves_among(count) for count in (2, 8, MOST_LEAVES)}


def leaves_of(reader: Reader, numbers: Sequence[int], first: int) -> list[StoredLeaf]:
    """The leaves with these numbers, up to 256 of them, and all from `first` on, in their order."""
    count = next(one for one in _asking if len(numbers) <= one)
    given: dict[str, object] = dict(zip(_NUMBERS[:count], [*numbers, *([-1] * (count - len(numbers)))], strict=True))
    return [StoredLeaf(*all_as_kept(row)) for row in _asking[count].rows(reader, **given, first=first)]


def leaves_among(reader: Reader, numbers: Iterable[Sequence[int]], first: int) -> dict[int, StoredLeaf]:
    """What these leaves say now, however many, and all from `first` on, by their numbers and in their order."""
    wanted = [n for own in numbers for n in own]
    read: list[StoredLeaf] = []
    while len(wanted) > MOST_LEAVES:
        read += leaves_of(reader, wanted[:MOST_LEAVES], NEVER)
        wanted = wanted[MOST_LEAVES:]
    return {one.n: one for one in [*read, *leaves_of(reader, wanted, first)]}


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A PDF or a credential as a row tells of it, and until when it counted; None where it does today."""

    serial: str
    is_pdf: bool
    signed_with: str | None
    sealed_with: str | None
    until: datetime | None


def files_of(session: Session, hash: str) -> Sequence[KnownFile]:
    """The rows that say that they have a PDF, or a credential, with this hash; then those that had it."""
    now, before = CertificateRow, FormerFileRow
    found: list[KnownFile] = []
    for row, until in ((now, null()), (before, before.until)):
        columns = (row.serial, row.pdf_hash == hash, row.signed_with, row.sealed_with, until)
        wanted = or_(row.pdf_hash == hash, row.badge_hash == hash)
        found += [KnownFile(one[0], bool(one[1]), *one[2:]) for one in session.execute(select(*columns).where(wanted))]
    return found


def serials_of_leaves(session: Session, numbers: Sequence[int]) -> Sequence[str]:
    """The numbers of the certificates whose own leaves are among these."""
    found: list[str] = []
    for start in range(0, len(numbers), MOST_LEAVES):
        some = numbers[start : start + MOST_LEAVES]
        found += session.scalars(select(CertificateRow.serial).where(CertificateRow.leaf.in_(some)))
    return found


def unfiled(session: Session, after: str = "", most: int = 100) -> Sequence[str]:
    """The numbers of issued certificates whose PDF no leaf names, in their own order, behind a number."""
    row = CertificateRow
    query = (
        select(row.serial)
        .where(row.serial > after, row.state == Making.ISSUED.value, row.leaf.is_not(None))
        .where(row.file_leaf.is_(None), row.erased_at.is_(None))
        .order_by(row.serial)
        .limit(most)
    )
    return list(session.scalars(query))
