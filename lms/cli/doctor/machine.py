"""What `lms doctor` looks at: each thing is fine, or it says what to do."""

from __future__ import annotations

import ctypes
import importlib.metadata
import platform
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pysqlite3 import dbapi2 as sqlite
from redis import Redis
from sqlalchemy import text

from lms.cli.command.opening import DAMAGED
from lms.credentials import fonts
from lms.services.certifying import changing_keys, on_hold
from lms.services.ground import home
from lms.services.ground.context import Context
from lms.services.keys import lostseals, ring
from lms.services.log import checking
from lms.services.mail import outbox, transport
from lms.services.publishing import publish
from lms.settings import Settings
from lms.store import audit
from lms.store.engine import Database
from lms.store.schema import SERVED, Schema, schema_of
from lms.store.snapshots import Damaged, look_through

LEAST_SQLITE = (3, 51, 3)
LEAST_SPACE = 500 * 1024 * 1024
MOST_DRIFT = timedelta(seconds=5)
MOST_TOLD = 5
LIBRARIES = {"Pango": "libpango-1.0.so.0", "PangoFT2": "libpangoft2-1.0.so.0"}
SUBSETTER = "libharfbuzz-subset.so.0"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    fine: bool
    words: str


def of_machine() -> Iterator[Finding]:
    """What is installed."""
    yield Finding("versions", True, f"lms {importlib.metadata.version('lms')}, Python {platform.python_version()}")
    newer = sqlite.sqlite_version_info >= LEAST_SQLITE
    cure = (
        ""
        if newer
        else "; at least 3.51.3 is needed, since older ones can damage a database: install requirements/run.txt"
    )
    yield Finding("sqlite", newer, f"SQLite {sqlite.sqlite_version}{cure}")
    yield _pango()
    lacking = fonts.lacking(fonts.installed())
    words = (
        f"names cannot be printed in {', '.join(lacking)}: install fonts-noto-core and fonts-noto-cjk"
        if lacking
        else ""
    )
    yield Finding("fonts", not lacking, words or "names can be printed in every script")


def of_house(ctx: Context) -> Iterator[Finding]:
    """What belongs to this site."""
    for name, look in _LOOKS.items():
        try:
            yield look(ctx)
        except Exception as error:
            # In a damaged database anything can be found, and the other things still want to be looked at.
            yield Finding(name, False, f"could not be looked at ({type(error).__name__}: {_first_line(error)})")


def of_keys(settings: Settings) -> Iterator[Finding]:
    """The key of cookies, and those that sign."""
    faults = home.key_faults(settings)
    yield Finding("keys", not faults, " ".join(faults) or "the secret key is there, long enough, and private")
    signing = ring.faults(settings)
    words = "they are there and private; what is missing is made when it is needed"
    if not settings.on_loopback:
        words = "they are there and private"
    if not signing and ring.root_is_here(settings) and not settings.on_loopback:
        signing = ["The root's private key is still here. Take it away with: lms keys export-root FILE"]
    yield Finding("signing", not signing, " ".join(signing) or words)
    lacking = "" if signing else lostseals.unlisted(settings)
    yield Finding("lost", not lacking, lacking or "none that should be on the public list is missing from it")


def _pango() -> Finding:
    missing = [name for name, library in LIBRARIES.items() if not _loads(library)]
    if missing:
        return Finding("pango", False, f"{', '.join(missing)} missing: install libpango-1.0-0 and libpangoft2-1.0-0")
    library = ctypes.CDLL(LIBRARIES["Pango"])
    library.pango_version_string.restype = ctypes.c_char_p
    slower = "" if _loads(SUBSETTER) else "; with libharfbuzz-subset0 installed, certificates are drawn faster"
    return Finding("pango", True, f"Pango {library.pango_version_string().decode()}{slower}")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _home(ctx: Context) -> Finding:
    folder = ctx.settings.home
    if folder.stat().st_mode & home.OTHERS:
        return Finding("home", False, f"{folder} is open to others on this machine. Type: chmod 700 {folder}")
    free = shutil.disk_usage(folder).free
    if free < LEAST_SPACE:
        return Finding("home", False, f"only {free // 2**20} MiB are left on the disk of {folder}")
    return Finding("home", True, f"{folder} is private, with {free // 2**30} GiB free")


def _database(ctx: Context) -> Finding:
    with ctx.database.reading() as session:
        session.execute(text("SELECT 1"))
    return Finding("database", True, f"{ctx.database.engine.dialect.name} answers")


def _schema(ctx: Context) -> Finding:
    cures = {
        Schema.EMPTY: "there is none yet: lms db upgrade makes it",
        Schema.OLDER: "it is older than this software: make a backup, then type lms db upgrade",
        Schema.OTHER: "this software does not know it: was it made by a newer version?",
        Schema.AHEAD: "one step newer than this software, which can serve it while machines are updated in turn",
        Schema.MOVED: "lms db move has taken it over: set LMS_DATABASE_URL to where it went",
    }
    schema = schema_of(ctx.database.engine)
    return Finding("schema", schema in SERVED, cures.get(schema, "up to date"))


def _whole(ctx: Context) -> Finding:
    try:
        look_through(ctx.database)
    except Damaged as damaged:
        return Finding("whole", False, f"{damaged} {DAMAGED}")
    return Finding("whole", True, "every part of the database can be read")


def _log(ctx: Context) -> Finding:
    if schema_of(ctx.database.engine) not in SERVED:
        return Finding("log", True, "not looked at; the schema comes first")
    fault = checking.ends_fault(ctx)
    if fault:
        return Finding("log", False, f"{fault}. Type: lms log verify")
    return Finding("log", True, "the newest heads fit; lms log verify recomputes all of it")


def _signed(ctx: Context) -> Finding:
    if schema_of(ctx.database.engine) not in SERVED:
        return Finding("signed", True, "not looked at; the schema comes first")
    lost = changing_keys.signed_by_lost(ctx)
    if lost:
        words = f"{len(lost)} certificates in force are of a lost key (the first is {lost[0]}): lms keys compromise"
        return Finding("signed", False, f"{words} with its name signs them again")
    return Finding("signed", True, "no certificate in force hangs on a lost key")


def _times(ctx: Context) -> Finding:
    """What runs back in the logs. What did before it was refused is told, and there is nothing to be done about it."""
    if schema_of(ctx.database.engine) not in SERVED:
        return Finding("times", True, "not looked at; the schema comes first")
    faults, told = checking.times(ctx)
    if faults:
        return Finding("times", False, f"{faults[0].words} {_all_of(len(faults))}")
    known = f"{told[0].words} {_all_of(len(told))}" if told else "nothing in the logs is older than what stands before"
    return Finding("times", True, known)


def _all_of(count: int) -> str:
    return f"({count} in all: lms log verify names each)"


def _on_hold(ctx: Context) -> Finding:
    if schema_of(ctx.database.engine) not in SERVED:
        return Finding("on hold", True, "not looked at; the schema comes first")
    cases = on_hold.cases(ctx)
    if cases:
        told = "; ".join(f"{one.serial}: {one.words}" for one in cases[:MOST_TOLD])
        return Finding("on hold", False, f"{len(cases)} certificates do not fit the log ({told}). Type: lms log verify")
    return Finding("on hold", True, "no certificate that was asked for does not fit the log")


def _clock(ctx: Context) -> Finding:
    """Deadlines go by this machine's clock, so it is held against the database's and against what was written down."""
    now = ctx.now()
    if _database_now(ctx.database, now) - now > MOST_DRIFT or now - _database_now(ctx.database, now) > MOST_DRIFT:
        return Finding(
            "clock", False, "it differs from the database's by more than 5 seconds: let both follow a time server"
        )
    if schema_of(ctx.database.engine) in SERVED:
        with ctx.database.reading() as session:
            last = audit.last(session)
        if last is not None and last.at > now + MOST_DRIFT:
            words = (
                f"it says {now:%Y-%m-%d %H:%M} UTC, and the log has a later entry: set it, or, if the clock was wrong "
                "then, type: lms log clock --reason …"
            )
            return Finding("clock", False, words)
    return Finding("clock", True, f"{now:%Y-%m-%d %H:%M:%S} UTC")


def _database_now(database: Database, now: datetime) -> datetime:
    if database.engine.dialect.name != "postgresql":
        return now
    with database.reading() as session:
        moment: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
    return moment.astimezone(UTC)


def _mail(ctx: Context) -> Finding:
    waiting = outbox.overdue(ctx) if schema_of(ctx.database.engine) in SERVED else 0
    if waiting:
        return Finding("mail", False, f"{waiting} mails wait longer than they should: is a worker running (lms work)?")
    if not ctx.settings.mail_url:
        return Finding(
            "mail",
            ctx.settings.on_loopback,
            f"written into files in {ctx.settings.home / 'mail'}: set LMS_MAIL_URL to send",
        )
    transport.greet(ctx.settings)
    return Finding("mail", True, "the mail server answers")


def _redis(ctx: Context) -> Finding:
    if not ctx.settings.redis_url:
        return Finding("redis", True, "not used; fine on one machine")
    with Redis.from_url(ctx.settings.redis_url) as connection:
        connection.ping()
    return Finding("redis", True, "answers")


def _content(ctx: Context) -> Finding:
    checked = publish.check(ctx)
    if not checked.publishable:
        return Finding(
            "content", False, f"{checked.errors} errors in {ctx.settings.site}: lms content check tells them"
        )
    warnings = len(checked.findings)
    return Finding("content", True, f"without errors in {ctx.settings.site}, {warnings} warnings")


_LOOKS: dict[str, Callable[[Context], Finding]] = {
    "home": _home,
    "database": _database,
    "whole": _whole,
    "schema": _schema,
    "log": _log,
    "signed": _signed,
    "times": _times,
    "on hold": _on_hold,
    "clock": _clock,
    "mail": _mail,
    "redis": _redis,
    "content": _content,
}


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), "")
