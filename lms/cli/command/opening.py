"""What every command begins with: the settings, the context, a database that is up to date."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Collection
from functools import wraps
from typing import NoReturn, ParamSpec, TypeVar

import click
from sqlalchemy.exc import DatabaseError, DBAPIError, InternalError, OperationalError

from lms.cli.command.terminal import REFUSED, WRONG_USE, end, load_settings, require_whole_home, say
from lms.credentials.times import RunsBack
from lms.jobs.queue import Queue
from lms.services.ground import home
from lms.services.ground.context import Context
from lms.services.ground.refusals import Refusal
from lms.services.operating.start import make_context
from lms.settings import Settings, SettingsFault
from lms.store.schema import SERVED, Schema, schema_of

__all__ = [
    "DAMAGED",
    "REFUSED",
    "WRONG_USE",
    "actor",
    "end",
    "format_option",
    "load_settings",
    "open_context",
    "prepare",
    "refusals_told",
    "require_schema",
    "require_whole_home",
    "say",
    "unanswered",
]

P = ParamSpec("P")
R = TypeVar("R")
_OF_THE_DATABASE = (DatabaseError, InternalError, OperationalError)
"""It is away, or damaged. What is more particular than these was asked wrongly, and is a bug."""

DAMAGED = "Stop the site, keep a copy of the database as it is, and restore the newest backup that lms restore takes."


def unanswered(error: DBAPIError) -> NoReturn:
    """Say that the database is away, or that what is there cannot be read, in the database's own words."""
    why = str(error.orig).strip()
    if isinstance(error, OperationalError):
        end(f"The database does not answer: {why}")
    end(f"The database cannot be read: {why}. {DAMAGED}")


def actor() -> str:
    """Who acts, for the audit log: the operator's name on this machine."""
    try:
        return f"operator:{getpass.getuser()}"[:100]
    except (KeyError, OSError):
        return f"operator:{os.getuid()}"


def open_context() -> Context:
    """A context whose jobs are queued, on a database that is up to date; a SQLite file that is not there is made."""
    settings = load_settings()
    ctx = _make(settings)
    return _with_schema(ctx, {Schema.EMPTY})


def prepare(settings: Settings) -> Context:
    """For a site that is about to be served: what is missing is made, and a SQLite database brought up to date."""
    ctx = _make(settings)
    return _with_schema(ctx, {Schema.EMPTY, Schema.OLDER})


def _with_schema(ctx: Context, upgraded: Collection[Schema]) -> Context:
    """The context with a SQLite database brought up to date, where its schema is one of these."""
    if ctx.settings.on_sqlite and _schema(ctx) in upgraded:
        # What migrates takes as long to import as everything else here, and there is hardly ever anything to do.
        from lms.store import migrating  # noqa: PLC0415

        migrating.upgrade(ctx.database)
    require_schema(ctx)
    return ctx


def _make(settings: Settings) -> Context:
    """Home and key, made where they are missing, and a context; the faults of all of them are told at once."""
    require_whole_home(settings)
    try:
        home.make(settings)
        return make_context(settings, enqueue=Queue(settings).enqueue)
    except SettingsFault as fault:
        end("\n".join(fault.faults), WRONG_USE)


def require_schema(ctx: Context) -> None:
    """End here unless the database has a schema on which this software runs."""
    schema = _schema(ctx)
    if schema is Schema.EMPTY:
        end("There is no database yet. Type: lms db upgrade")
    if schema is Schema.OLDER:
        end("The database's schema is older than this software. Make a backup, then type: lms db upgrade")
    if schema is Schema.MOVED:
        end("This database was moved to another one. Set LMS_DATABASE_URL to that.")
    if schema not in SERVED:
        end("The database has a schema that this software does not know; was it made by a newer version?")


def _schema(ctx: Context) -> Schema:
    try:
        return schema_of(ctx.database.engine)
    except DBAPIError as error:
        unanswered(error)


def refusals_told(command: Callable[P, R]) -> Callable[P, R]:
    """For a command whose services may decline, or whose database fails: that is told, and the exit status is 1."""

    @wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except Refusal as refused:
            bars = [f"{bar.message} ({bar.kind})" for bar in getattr(refused, "bars", ())]
            end(" ".join(bars) or refused.message)
        except RunsBack as refused:
            end(str(refused))
        except DBAPIError as error:
            if type(error) not in _OF_THE_DATABASE:
                raise
            unanswered(error)

    return told


format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["human", "json"]),
    default="human",
    show_default=True,
    help="For people, or for programs.",
)
