"""`lms db`: make the database, bring it up to date, see how it stands, move it to another."""

from __future__ import annotations

import json
import sys

import click
from sqlalchemy.exc import OperationalError

from lms.cli import progress
from lms.cli.opening import WRONG_USE, end, format_option, load_settings, refusals_told, require_whole_home, say
from lms.services import home, moving
from lms.settings import Settings, SettingsFault
from lms.store import migrating
from lms.store.engine import Database, open_database
from lms.store.schema import HEAD, SERVED, Schema, schema_of, version_of


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
    except OperationalError as error:
        end(f"The database does not answer: {str(error.orig).strip()}")
    if schema in SERVED:
        click.echo(f"Up to date already ({before}).")
    else:
        click.echo(f"Brought from {before or 'nothing'} to {HEAD}.")


@db.command()
@format_option
def check(form: str) -> None:
    """How the database's schema stands to this software; exit status 0 if the site can be served."""
    settings = load_settings()
    version, schema = _look(open_database(settings.database_url))
    if form == "json":
        click.echo(json.dumps({"schema": schema.value, "version": version, "newest": HEAD}))
    else:
        click.echo(SCHEMA_WORDS[schema])
    sys.exit(0 if schema in SERVED else 1)


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


def _look(database: Database) -> tuple[str | None, Schema]:
    try:
        return version_of(database.engine), schema_of(database.engine)
    except OperationalError as error:
        end(f"The database does not answer: {str(error.orig).strip()}")


def _make_home(settings: Settings) -> None:
    try:
        home.make(settings)
    except SettingsFault as fault:
        end("\n".join(fault.faults), WRONG_USE)
