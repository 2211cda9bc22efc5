"""`lms db`, `lms log` and `lms doctor`: what the operator looks after."""

from __future__ import annotations

import json
import sys

import click
from sqlalchemy.exc import OperationalError

from lms.cli import doctor as looks
from lms.cli.opening import WRONG_USE, end, format_option, load_settings, open_context, say
from lms.services import home, logverifying
from lms.services.context import Context
from lms.services.logverifying import LogVerified
from lms.services.served import Served
from lms.settings import Settings, SettingsFault
from lms.store import migrating
from lms.store.engine import open_database
from lms.store.schema import HEAD, Schema, schema_of, version_of


@click.group()
def db() -> None:
    """Make the database, bring it up to date, see how it stands."""


@db.command()
def upgrade() -> None:
    """Bring the schema up to date. Stopped half-way, nothing has happened; it can be run again."""
    settings = load_settings()
    if settings.on_sqlite:
        _make_home(settings)
    database = open_database(settings.database_url)
    try:
        before = version_of(database.engine)
        migrating.upgrade(database)
    except OperationalError as error:
        end(f"The database does not answer: {str(error.orig).strip()}")
    click.echo(f"Up to date already ({HEAD})." if before == HEAD else f"Brought from {before or 'nothing'} to {HEAD}.")


@db.command()
@format_option
def check(form: str) -> None:
    """How the database's schema stands to this software; exit status 0 if it is up to date."""
    settings = load_settings()
    database = open_database(settings.database_url)
    try:
        schema, version = schema_of(database.engine), version_of(database.engine)
    except OperationalError as error:
        end(f"The database does not answer: {str(error.orig).strip()}")
    if form == "json":
        click.echo(json.dumps({"schema": schema.value, "version": version, "newest": HEAD}))
    else:
        click.echo(_SCHEMA_WORDS[schema])
    sys.exit(0 if schema is Schema.CURRENT else 1)


_SCHEMA_WORDS = {
    Schema.CURRENT: f"The schema is up to date ({HEAD}).",
    Schema.EMPTY: "There is no database yet. Type: lms db upgrade",
    Schema.OLDER: "The schema is older than this software. Make a backup, then type: lms db upgrade",
    Schema.OTHER: "The schema is not known to this software; was it made by a newer version?",
}


@click.group()
def log() -> None:
    """The record of acts that must be accounted for."""


@log.command()
@format_option
def verify(form: str) -> None:
    """Recompute both logs and hold them against the certificates; exit status 1 if anything is not as it was written.

    The first altered entry is named.
    """
    verified = logverifying.verify(open_context())
    audit = verified.audit
    if form == "json":
        head = {"n": audit.head.n, "hash": audit.head.hash} if audit.head else None
        altered = [{"where": one.where, "which": one.which, "words": one.words} for one in verified.altered]
        told = {"entries": audit.entries, "head": head, "first_altered": audit.first_altered}
        click.echo(json.dumps({**told, "leaves": verified.leaves, "altered": altered}, ensure_ascii=False))
    else:
        click.echo("\n".join(_words_of(verified)))
    sys.exit(0 if verified.sound else 1)


def _words_of(verified: LogVerified) -> list[str]:
    audit = verified.audit
    words = [one.words for one in verified.altered]
    if audit.first_altered is not None:
        return [f"Entry {audit.first_altered} is the first that is not as it was written.", *words]
    if words:
        return words
    if not audit.entries:
        return ["The log is empty."]
    return [
        f"All {audit.entries} entries are as they were written.",
        f"All {verified.leaves} leaves of the issuance log, and every certificate, fit them.",
    ]


@click.command()
@format_option
def doctor(form: str) -> None:
    """Look at everything the site needs: each thing is fine, or it says what to do."""
    found = list(looks.of_machine())
    settings = load_settings()
    found += looks.of_keys(settings)
    database = open_database(settings.database_url)
    found += looks.of_house(Context(settings, database, Served(database)))
    if form == "json":
        rows = [{"name": one.name, "fine": one.fine, "words": one.words} for one in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for one in found:
            click.echo(f"{'fine' if one.fine else 'LOOK':<5} {one.name:<9} {one.words}")
    faulty = sum(not one.fine for one in found)
    if faulty and form == "human":
        say(f"{faulty} of {len(found)} things need a look.")
    sys.exit(1 if faulty else 0)


def _make_home(settings: Settings) -> None:
    try:
        home.make(settings)
    except SettingsFault as fault:
        end("\n".join(fault.faults), WRONG_USE)
