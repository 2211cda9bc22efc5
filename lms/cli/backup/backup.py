"""`lms backup`: the whole site in one file, while it is used."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy.exc import DBAPIError

from lms.cli.command import passphrases
from lms.cli.command.opening import end, load_settings, refusals_told, say, unanswered
from lms.cli.shown import progress
from lms.services.backup import backing_up
from lms.services.ground import half_restored
from lms.services.ground.context import Context
from lms.services.publishing.served import Served
from lms.store.engine import open_database
from lms.store.schema import Schema, schema_of

UNSOUND = (
    "Do not count on this backup: lms restore may refuse it. Keep the one before it, and look with: lms log verify"
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--with-keys", is_flag=True, help="The private keys too, locked with a passphrase.")
@passphrases.options
@refusals_told
def backup(file: Path, with_keys: bool, passphrase_file: Path | None, passphrase_stdin: bool) -> None:
    """Write a backup to FILE, while the site is used. An existing file is never written over.

    It is looked through as a restore does it; exit status 1 if something is not as it was written.
    """
    settings = load_settings()
    if half_restored.is_being_filled(settings):
        end(half_restored.BROKEN_OFF.format(home=settings.home))
    database = open_database(settings.database_url)
    try:
        schema = schema_of(database.engine)
    except DBAPIError as error:
        unanswered(error)
    if schema in (Schema.EMPTY, Schema.OTHER, Schema.MOVED):
        end("There is no database of this site to back up. Look with: lms db check")
    passphrase = passphrases.given(passphrase_file, passphrase_stdin)
    if with_keys and passphrase is None:
        passphrase = passphrases.asked("A passphrase for the keys", new=True)
    context = Context(settings, database, Served(database))
    with progress.shown() as tell:
        made = backing_up.back_up(context, file.absolute(), passphrase=passphrase if with_keys else None, tell=tell)
    rows = sum(one.rows for one in made.manifest.tables.values())
    keys = "with the keys, locked" if with_keys else "without the private keys"
    click.echo(f"{made.file}: {rows:,} rows, {made.size:,} bytes, {keys}.")
    if made.faults is None:
        say("The logs in it were not looked at, since the schema is older than this software. lms restore will do it.")
    elif made.faults:
        end(f"{made.faults[0]} {UNSOUND}")
