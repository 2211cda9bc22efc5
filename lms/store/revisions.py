"""Published content: the files of each revision, and the one row that says which revision is served."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from lms.store.tables import ContentFileRow, PublicationRow, RevisionRow, SiteRow
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


@dataclass(frozen=True, slots=True)
class Publication:
    """What was served from a moment on. `act` is publish or rollback; `actor` is empty for what is older than this."""

    n: int
    revision: str
    at: datetime
    actor: str
    act: str


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
    found = contents(session, hashes.values())
    return {path: found[content_hash] for path, content_hash in hashes.items()}


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


def serve(
    session: Session, revision: str, now: datetime, *, actor: str = "", act: str = "publish", held: Iterable[str] = ()
) -> None:
    """From the end of this transaction on, this revision is served. `held` are not to be published by the watcher.

    The caller holds the site's row, so that publications are counted one after the other.
    """
    values = {"revision": revision, "served_since": now, "held": " ".join(sorted(set(held))) or None}
    session.execute(update(SiteRow).where(SiteRow.id == THE_ROW).values(**values))
    newest = session.scalar(select(func.max(PublicationRow.n))) or 0
    row = {"n": newest + 1, "revision": revision, "at": now, "actor": actor, "act": act}
    session.execute(insert_into(session, PublicationRow).values(row))


def held_back(session: Session) -> frozenset[str]:
    """The revisions that were taken back and that the watcher leaves alone."""
    written = session.scalar(select(SiteRow.held).where(SiteRow.id == THE_ROW))
    return frozenset((written or "").split())


def publications(session: Session) -> list[Publication]:
    """Everything that was ever served, the newest first."""
    rows = session.scalars(select(PublicationRow).order_by(PublicationRow.n.desc()))
    return [Publication(row.n, row.revision, row.at, row.actor, row.act) for row in rows]


def starting_with(session: Session, prefix: str) -> list[str]:
    """The published revisions whose hash begins so; at most two, since more than one says nothing."""
    query = select(RevisionRow.revision).where(RevisionRow.revision.startswith(prefix, autoescape=True)).limit(2)
    return list(session.scalars(query))


def paths_of(session: Session, most: int) -> list[tuple[str, dict[str, str]]]:
    """The newest published revisions, newest first, with the hash of each of their files by path."""
    query = select(RevisionRow.revision, RevisionRow.files).order_by(RevisionRow.published_at.desc()).limit(most)
    return [(row.revision, row.files) for row in session.execute(query)]


def contents(session: Session, hashes: Iterable[str]) -> dict[str, bytes]:
    """The bytes of stored files by their hash."""
    found: dict[str, bytes] = {}
    for some in _at_once(set(hashes)):
        rows = session.execute(select(ContentFileRow.hash, ContentFileRow.content).where(ContentFileRow.hash.in_(some)))
        found.update((row.hash, row.content) for row in rows)
    return found


def note_check(session: Session, revision: str, findings: list[dict[str, Any]], now: datetime) -> None:
    """Keep what a check of the author's files found."""
    values = {"checked_revision": revision, "checked_at": now, "findings": findings}
    session.execute(update(SiteRow).where(SiteRow.id == THE_ROW).values(**values))


def _at_once(hashes: Iterable[str]) -> Iterator[list[str]]:
    """Sorted, since two transactions that insert the same rows in two orders would wait for each other for ever."""
    ordered = sorted(hashes)
    for start in range(0, len(ordered), AT_ONCE):
        yield ordered[start : start + AT_ONCE]


def hashes_of(session: Session, revision: str) -> dict[str, str]:
    """The hash of each file of a published revision by its path; empty where it was never published."""
    found = session.scalar(select(RevisionRow.files).where(RevisionRow.revision == revision))
    return dict(found or {})
