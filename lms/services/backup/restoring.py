"""A backup brought back: into an empty home and an empty database, whole and looked through, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from lms.credentials.dates import stamp
from lms.credentials.keys import KeyKind
from lms.credentials.times import RunsBack, moment_in_words
from lms.services.backup import archive, empty_home, manifest, refilling, soundness
from lms.services.backup.archive import Archive, NotABackup
from lms.services.backup.backing_up import Tell, member_of, tell_nobody
from lms.services.backup.manifest import Manifest
from lms.services.certifying import evidence
from lms.services.ground import half_restored
from lms.services.ground.context import Context, utc_now
from lms.services.ground.refusals import Conflict
from lms.services.keys import ring as keys
from lms.services.keys.keyfiles import private_file
from lms.services.log import auditing, checking, clocks, going_on, head_file, kept_checkpoint, kept_head
from lms.services.publishing.served import EMPTY
from lms.settings import Settings
from lms.store import audit, migrating, passing, reopening
from lms.store.copying import Unfit
from lms.store.engine import open_database
from lms.store.migrating import BrokenReferences, Inside
from lms.store.schema import HEAD, Schema, schema_of
from lms.store.snapshots import Damaged, check_whole

ACT = "restore"
OLDER_LOG, ALTERED_LOG, WRONG_TIME = "older-log", "altered-log", "wrong-time"


@dataclass(frozen=True, slots=True)
class Wishes:
    """How to restore. Without a passphrase the keys stay in the backup. `checkpoint` is the newest head of the log
    that is known from outside; `accept` names what is gone on with in spite of it. `keep_access`: nobody is signed out.
    """

    passphrase: str | None = None
    checkpoint: str | None = None
    accept: frozenset[str] = frozenset()
    keep_access: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back, and what the operator must know. `behind` counts the leaves that are known outside only.

    `name` is the new one of a log that goes on without them; empty where that could not be signed yet. `again`: it had
    been restored before, all but the last step.
    """

    manifest: Manifest
    access_ended: int = 0
    certificates: int = 0
    seals: int = 0
    behind: int = 0
    altered: tuple[str, ...] = ()
    keys_missing: tuple[str, ...] = ()
    again: bool = False
    name: str = ""


def read_manifest(backup: Archive) -> Manifest:
    """What the backup says about itself, once every part of it has been held against that."""
    made = manifest.read(backup.read(manifest.FILE, manifest.LARGEST))
    there = {name: one.sha256 for name, one in backup.members.items() if name != manifest.FILE}
    wanted = {archive.FIRST, *(member_of(one) for one in made.tables)}
    wanted |= {manifest.LOCKED} if made.with_keys else set()
    if there != dict(made.members) or there.keys() - manifest.PUBLIC != wanted:
        raise NotABackup(archive.FOREIGN)
    if made.schema > HEAD:
        raise NotABackup(
            f"This backup is of a newer version of lms (schema {made.schema}; this one knows {HEAD}). "
            "Restore it with that version."
        )
    if not migrating.is_known(made.schema):
        raise NotABackup(archive.FOREIGN)
    return made


def restore(
    settings: Settings,
    backup: Archive,
    wishes: Wishes,
    actor: str,
    *,
    now: Callable[[], datetime] = utc_now,
    tell: Tell = tell_nobody,
) -> Restored:
    """Bring it back. Whatever is wrong is told in one sentence, and then nothing of it stays."""
    try:
        made = read_manifest(backup)
        secrets = refilling.secrets_of(backup, made, wishes.passphrase)
        if _is_done(settings, backup):
            empty_home.finish(settings)
            return Restored(made, again=True)
        empty_home.require_empty(settings)
        _require_empty(settings)
        with empty_home.taken(settings, lambda: _require_empty(settings)):
            refilling.write_keys(settings, backup, secrets)
            return _fill_database(settings, backup, made, wishes, _Act(actor, now, tell))
    except (NotABackup, Unfit, Damaged) as fault:
        raise Conflict(str(fault)) from fault
    except BrokenReferences as fault:
        raise Conflict("Rows in this backup point at rows that are not in it.") from fault
    except OSError as fault:
        raise Conflict(f"{fault.filename or settings.home} cannot be written ({fault.strerror}).") from fault


@dataclass(frozen=True, slots=True)
class _Act:
    """Who restores, when, and whom to tell how far it is."""

    actor: str
    now: Callable[[], datetime]
    tell: Tell


def _require_empty(settings: Settings) -> None:
    database = open_database(settings.database_url)
    try:
        if schema_of(database.engine) is not Schema.EMPTY:
            raise Conflict("The database is not empty. A backup is restored into an empty database only.")
    finally:
        database.engine.dispose()


def _is_done(settings: Settings, backup: Archive) -> bool:
    """Whether a restore of this backup was killed between its last two steps: all is there, and the mark as well."""
    if not half_restored.is_being_filled(settings):
        return False
    database = open_database(settings.database_url)
    try:
        if schema_of(database.engine) is not Schema.CURRENT:
            return False
        with database.reading() as session:
            newest = audit.last(session)
    finally:
        database.engine.dispose()
    details = newest.details if newest is not None and newest.act == ACT else None
    return isinstance(details, dict) and details.get("backup") == backup.digest


def _fill_database(settings: Settings, backup: Archive, made: Manifest, wishes: Wishes, act: _Act) -> Restored:
    database = open_database(settings.database_url)
    try:
        with migrating.one_transaction(database) as connection:
            refilling.fill(connection, backup, made, act.tell)
            migrating.upgrade_within(connection)
            check_whole(connection)
            return _look_through_and_sign(settings, connection, backup, made, wishes, act)
    except DBAPIError as fault:
        why = next(iter(str(fault.orig).strip().splitlines()), "")
        raise Conflict(f"The database would not take this backup ({why}).") from fault
    finally:
        database.engine.dispose()


def _look_through_and_sign(
    settings: Settings, connection: Connection, backup: Archive, made: Manifest, wishes: Wishes, act: _Act
) -> Restored:
    """Everything that a backup can be asked, and then the entry in the audit log that tells of this restore."""
    context = Context(settings, Inside(connection), catalog=lambda: EMPTY, now=act.now)
    act.tell("the logs", 0, 1)
    altered = _altered(context, wishes)
    behind = 0 if wishes.checkpoint is None else _behind(context, wishes.checkpoint, wishes)
    act.tell("certificates", 0, 1)
    proven = evidence.prove(context)
    if proven.faults and not altered:
        raise Conflict(f"A certificate in this backup does not hold. {proven.faults[0]}")
    missing, name = _missing(settings), ""
    with context.database.writing() as session:
        _settle_time(session, context, wishes, act, signs=KeyKind.LOG.value not in missing)
        if behind and KeyKind.LOG.value not in missing:
            name = going_on.go_on(session, context, act.actor, kept_checkpoint.read(context, wishes.checkpoint or ""))
        ended = 0 if wishes.keep_access else reopening.end_all_access(session)
        details = {"backup": backup.digest, "made": stamp(made.made)}
        audit.append(session, act.now(), act.actor, ACT, "site", details)
    if not altered:
        auditing.remember_head(context)
    _remember(context, wishes.checkpoint if behind and not name else None)
    return Restored(
        made,
        access_ended=ended,
        certificates=proven.looked_at,
        seals=proven.seals,
        behind=behind,
        altered=altered,
        keys_missing=missing,
        name=name,
    )


def _settle_time(session: Session, context: Context, wishes: Wishes, act: _Act, *, signs: bool) -> None:
    """A log whose newest time is still to come takes no entry, of this restore either, until that time is put right."""
    try:
        passing.require(session, audit.last(session), act.now(), ACT)
    except RunsBack as late:
        if WRONG_TIME not in wishes.accept:
            raise Conflict(
                f"The newest entry of the log in this backup is of {moment_in_words(late.latest)}, and the clock here "
                f"says {moment_in_words(late.at)}. Set this clock right, or, if the one before was wrong, go on with "
                f"--accept {WRONG_TIME}: the log then says so itself."
            ) from late
        if not signs:
            raise Conflict("The log's key must sign that a time was wrong: restore the backup with its keys.") from late
        clocks.correct_in(session, context, act.actor, "Accepted at a restore.")


def _remember(context: Context, lost: str | None) -> None:
    """Keep the newest head of the log; one that is not in it where nobody could sign yet that it goes on without it."""
    if lost is None:
        kept_head.remember_newest(context)
    else:
        head_file.remember(context, lost)


def _altered(context: Context, wishes: Wishes) -> tuple[str, ...]:
    """What is not as it was written, in words; Conflict unless that is accepted."""
    words = soundness.words_of(checking.verify(context))
    if words and ALTERED_LOG not in wishes.accept:
        raise Conflict(
            f"The logs in this backup do not fit what they tell of. {words[0]} "
            f"Take an earlier backup, or go on in spite of it with --accept {ALTERED_LOG}."
        )
    return words


def _behind(context: Context, checkpoint: str, wishes: Wishes) -> int:
    behind = kept_checkpoint.leaves_behind(context, checkpoint)
    if behind and OLDER_LOG not in wishes.accept:
        raise Conflict(
            f"The log in this backup lacks {behind} leaves that the checkpoint covers: acts that the public has seen. "
            f"Take a later backup. If there is none, go on with --accept {OLDER_LOG}: the log then says so itself."
        )
    return behind


def _missing(settings: Settings) -> tuple[str, ...]:
    """The kinds of keys that are known and cannot sign, since their private part is not here."""
    ring = keys.ring(settings)
    active = ((kind, ring.active(kind)) for kind in keys.needed(settings))
    return tuple(kind.value for kind, key in active if key is not None and not private_file(settings, key).is_file())
