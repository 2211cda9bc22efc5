"""What was published before, and who holds on to it: what an edit of the authors' files is held against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from lms.content.comparing import history
from lms.content.comparing.renamed import led_on
from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import read_file, world_of
from lms.content.kinds import KINDS as CONTENT
from lms.content.reading.former import FormerNames
from lms.content.reading.site import World, gather
from lms.content.reading.targets import ASSESSMENTS, CERTIFICATES, target_of
from lms.questions.quiz import Quiz
from lms.settings import Settings
from lms.sources.diagnostics import Diagnostic
from lms.sources.files import SourceFile, SourceTree, tree_of
from lms.store import effects, revisions
from lms.store.engine import Database, open_database
from lms.store.schema import Schema, schema_of
from lms.store.tables import AttemptRow, CertificateRow, EventRow, StandingRow

MOST_LOOKED_BACK = 200


class Holders:
    """How many hold on to a thing, under whatever name, asked of the database when somebody wants to know."""

    def __init__(self, session: Session, names: FormerNames) -> None:
        self._session, self._names = session, names

    def done(self, lesson: str) -> int:
        return effects.finished_lesson(self._session, self._names.every(lesson))

    def answered(self, course: str, quiz: str) -> int:
        query = select(func.count(EventRow.account_id.distinct())).where(
            EventRow.subject.in_(self._names.courses_before(course)),
            EventRow.quiz == quiz,
            EventRow.kind == "answered",
        )
        return self._session.scalar(query) or 0

    def holding(self, path: str) -> int:
        family, id = target_of(path)[:2]
        if family == ASSESSMENTS:
            query = select(func.count(AttemptRow.account_id.distinct())).where(
                AttemptRow.assessment.in_(self._names.every_assessment(id))
            )
        elif family == CERTIFICATES:
            query = select(func.count()).where(
                CertificateRow.credential == id,
                CertificateRow.replaced_at.is_(None),
                CertificateRow.revoked_at.is_(None),
                CertificateRow.erased_at.is_(None),
            )
        else:
            mine = StandingRow.subject.in_(self._names.every(path))
            query = select(func.count(StandingRow.account_id.distinct())).where(mine)
        return self._session.scalar(query) or 0


def against(settings: Settings, tree: SourceTree, cache: Cache) -> tuple[Diagnostic, ...]:
    """The faults of files against what is published; none where there is no database, which is not made."""
    database = database_there(settings)
    if database is None:
        return ()
    try:
        with database.reading() as session:
            return faults_of(session, revisions.served_revision(session), tree, cache)
    finally:
        database.engine.dispose()


def database_there(settings: Settings) -> Database | None:
    """The database, if there is one of this schema; none is ever made."""
    database = open_database(settings.database_url)
    # The schema is asked of a SQLite file only where there is one, so that asking does not make it.
    try:
        current = schema_of(database.engine) is Schema.CURRENT
    except SQLAlchemyError:
        current = False
    if current:
        return database
    database.engine.dispose()
    return None


def faults_of(session: Session, served: str | None, tree: SourceTree, cache: Cache) -> tuple[Diagnostic, ...]:
    """The faults of the authors' files against what is served; none before anything was published.

    The cache is the one that the files were compiled with, so that what did not change is not read twice.
    """
    if served is None or served == tree.revision:
        return ()
    cache.complete()
    hashes = revisions.hashes_of(session, served)
    before = world_at(session, hashes, cache)
    after = world_of(tree, cache)
    return history.faults(before, after, Holders(session, after.former), _retired(session, served, before, after))


def world_at(session: Session, hashes: Mapping[str, str], cache: Cache) -> World:
    """What the files of a published revision say. The cache is looked into, and left as it is."""
    wanted = {path: hash for path, hash in hashes.items() if CONTENT.of_file(path) in CONTENT}
    known = {
        path: cache.readings[path]
        for path, hash in wanted.items()
        if path in cache.readings and cache.readings[path].hash == hash
    }
    contents = revisions.contents(session, {hash for path, hash in wanted.items() if path not in known})
    parts = {
        path: (known[path] if path in known else read_file(SourceFile(path, contents[hash], hash))).part
        for path, hash in wanted.items()
    }
    return gather(tree_of(dict.fromkeys(hashes, b"")), parts, CONTENT)


def _retired(session: Session, served: str, before: World, after: World) -> dict[str, dict[str, Quiz]]:
    """Questions of earlier revisions whose ids are new in the files and not served: they were taken out in between."""
    there = history.quizzes_of(led_on(before, after.former))
    wanted = {
        (scope, id)
        for scope, blocks in history.quizzes_of(after).items()
        for id, block in blocks.items()
        if history.former_of(block, there.get(scope, {})) is None
    }
    found: dict[str, dict[str, Quiz]] = {}
    if not wanted:
        return found
    for world in _earlier(session, served):
        for scope, blocks in history.quizzes_of(led_on(world, after.former)).items():
            for id, block in blocks.items():
                if (scope, id) in wanted:
                    found.setdefault(scope, {}).setdefault(id, block.quiz)
    return found


def _asks(path: str) -> bool:
    kind = CONTENT.named(CONTENT.of_file(path))
    return kind is not None and kind.asks_learners


def _earlier(session: Session, served: str) -> Iterator[World]:
    """Earlier revisions, the newest first, with no more in them than the files that ask, each read once."""
    read: set[tuple[str, str]] = set()
    for revision, hashes in revisions.paths_of(session, MOST_LOOKED_BACK):
        asking = {path: hash for path, hash in hashes.items() if _asks(path)}
        new = {file for file in asking.items() if file not in read and not file[0].endswith("/course.md")}
        read |= new
        if revision == served or not new:
            continue
        # A course's own file goes along with its lessons, since it may give the course another id than its folder's.
        folders = {path.rpartition("/")[0] for path, _ in new}
        courses = {path: hash for path, hash in asking.items() if path.rpartition("/")[0] in folders}
        wanted = {path: hash for path, hash in courses.items() if path.endswith("/course.md")} | dict(new)
        yield world_at(session, wanted, Cache())
