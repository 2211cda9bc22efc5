"""Published content: the files of each revision, and the one row that says which revision is served."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.store.tables import ContentFileRow, RevisionRow, SiteRow
from lms.store.upserts import insert_into

THE_ROW = 1
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Site:
    """What is served, and what the newest check of the author's files found."""

    revision: str | None
    served_since: datetime | None
    checked_revision: str
    checked_at: datetime | None
    findings: list[dict[str, Any]]


def served_revision(session: Session) -> str | None:
    """The revision that is served now; None before anything was published."""
    return session.scalar(select(SiteRow.revision).where(SiteRow.id == THE_ROW))


def site(session: Session) -> Site:
    row = session.get(SiteRow, THE_ROW)
    if row is None:
        return Site(None, None, "", None, [])
    return Site(row.revision, row.served_since, row.checked_revision, row.checked_at, list(row.findings))


def held_revision(session: Session) -> str | None:
    """The revision served now, which nobody else changes until the transaction ends."""
    session.execute(insert_into(session, SiteRow).values(id=THE_ROW, findings=[]).on_conflict_do_nothing())
    return session.scalar(select(SiteRow.revision).where(SiteRow.id == THE_ROW).with_for_update())


def files_of(session: Session, revision: str) -> dict[str, bytes] | None:
    """The files of a published revision by their path in the site."""
    hashes = session.scalar(select(RevisionRow.files).where(RevisionRow.revision == revision))
    if hashes is None:
        return None
    contents: dict[str, bytes] = {}
    for some in _at_once(set(hashes.values())):
        rows = session.execute(select(ContentFileRow.hash, ContentFileRow.content).where(ContentFileRow.hash.in_(some)))
        contents.update((row.hash, row.content) for row in rows)
    return {path: contents[content_hash] for path, content_hash in hashes.items()}


def add(session: Session, revision: str, files: Mapping[str, tuple[str, bytes]], now: datetime) -> None:
    """Keep a revision: each path with its content's hash and bytes. What is there already is not written again."""
    contents = dict(files.values())
    for some in _at_once(contents):
        there = set(session.scalars(select(ContentFileRow.hash).where(ContentFileRow.hash.in_(some))))
        new = [{"hash": one, "content": contents[one]} for one in some if one not in there]
        if new:
            session.execute(insert_into(session, ContentFileRow).on_conflict_do_nothing(), new)
    hashes = {path: content_hash for path, (content_hash, _) in files.items()}
    row = {"revision": revision, "published_at": now, "files": hashes}
    session.execute(insert_into(session, RevisionRow).values(row).on_conflict_do_nothing())


def serve(session: Session, revision: str, now: datetime) -> None:
    """From the end of this transaction on, this revision is served."""
    session.execute(update(SiteRow).where(SiteRow.id == THE_ROW).values(revision=revision, served_since=now))


def note_check(session: Session, revision: str, findings: list[dict[str, Any]], now: datetime) -> None:
    """Keep what a check of the author's files found."""
    values = {"checked_revision": revision, "checked_at": now, "findings": findings}
    session.execute(update(SiteRow).where(SiteRow.id == THE_ROW).values(**values))


def _at_once(hashes: Iterable[str]) -> Iterator[list[str]]:
    """Sorted, since two transactions that insert the same rows in two orders would wait for each other for ever."""
    ordered = sorted(hashes)
    for start in range(0, len(ordered), AT_ONCE):
        yield ordered[start : start + AT_ONCE]
