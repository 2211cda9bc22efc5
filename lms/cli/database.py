"""`lms db`: make the database, bring it up to date, see how it stands, move it to another."""

from __future__ import annotations

import json
import sys

import click
from sqlalchemy.exc import DBAPIError

from lms.cli.command.opening import (
    DAMAGED,
    WRONG_USE,
    end,
    format_option,
    load_settings,
    refusals_told,
    require_whole_home,
    say,
    unanswered,
)
from lms.cli.shown import progress
from lms.services.backup import moving
from lms.services.ground import home
from lms.services.ground.context import Context
from lms.services.log import checking
from lms.services.publishing.served import Served
from lms.settings import Settings, SettingsFault
from lms.store import migrating
from lms.store.engine import Database, open_database
from lms.store.schema import HEAD, SERVED, Schema, schema_of, version_of
from lms.store.snapshots import Damaged, look_through


@click.group()
def db() -> None:
    """Make the database, bring it up to date, see how it stands, move it to another."""


@db.command()
def upgrade() -> None:
    """Bring the schema up to date. Stopped half-way, nothing has happened; it can be run again."""
    settings = load_settings()
    require_whole_home(settings)
    if settings.on_sqlite:
        _make_home(settings)
    database = open_database(settings.database_url)
    before, schema = _look(database)
    if schema in (Schema.OTHER, Schema.MOVED):
        end(SCHEMA_WORDS[schema])
    try:
        migrating.upgrade(database)
    except DBAPIError as error:
        unanswered(error)
    if schema in SERVED:
        click.echo(f"Up to date already ({before}).")
    else:
        click.echo(f"Brought from {before or 'nothing'} to {HEAD}.")


@db.command()
@format_option
def check(form: str) -> None:
    """Whether the site can be served from the database: its schema, each part of it, and the heads of both logs.

    Exit status 1 if not, or if anything is not as it should be.
    """
    settings = load_settings()
    database = open_database(settings.database_url)
    version, schema = _look(database)
    faults = _faults(Context(settings, database, Served(database)), schema)
    if form == "json":
        found = {"schema": schema.value, "version": version, "newest": HEAD, "faults": faults}
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        click.echo("\n".join([SCHEMA_WORDS[schema], *faults]))
    sys.exit(0 if schema in SERVED and not faults else 1)


@db.command()
@click.argument("url")
@refusals_told
def move(url: str) -> None:
    """Move everything to the empty database at URL, row by row, each compared; nobody may be connected meanwhile.

    The old database is marked, so that it is not served by mistake. Stopped half-way, nothing has happened.
    """
    settings = load_settings()
    require_whole_home(settings)
    source = open_database(settings.database_url)
    _look(source)
    with progress.shown() as tell:
        moved = moving.move(source, url, tell)
    click.echo(f"Moved: {sum(moved.rows.values()):,} rows in {len(moved.rows)} tables, each compared.")
    say("From now on LMS_DATABASE_URL must be the new address; the old database is not served any more.")


SCHEMA_WORDS = {
    Schema.CURRENT: f"The schema is up to date ({HEAD}).",
    Schema.AHEAD: f"The schema is of the next version. This software ({HEAD}) runs on it, until it is updated too.",
    Schema.EMPTY: "There is no database yet. Type: lms db upgrade",
    Schema.OLDER: "The schema is older than this software. Make a backup, then type: lms db upgrade",
    Schema.MOVED: "This database was moved to another one. Set LMS_DATABASE_URL to that.",
    Schema.OTHER: "The schema is not known to this software; was it made by a newer version?",
}


def _faults(ctx: Context, schema: Schema) -> list[str]:
    """What is wrong within: with any part of the database, and with the ends of the logs."""
    if schema is Schema.EMPTY:
        return []
    try:
        look_through(ctx.database)
    except Damaged as damaged:
        return [f"{damaged} {DAMAGED}"]
    fault = checking.ends_fault(ctx) if schema in SERVED else ""
    return [f"{fault}. Type: lms log verify"] if fault else []


def _look(database: Database) -> tuple[str | None, Schema]:
    try:
        return version_of(database.engine), schema_of(database.engine)
    except DBAPIError as error:
        unanswered(error)


def _make_home(settings: Settings) -> None:
    try:
        home.make(settings)
    except SettingsFault as fault:
        end("\n".join(fault.faults), WRONG_USE)
