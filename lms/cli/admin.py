"""`lms log` and `lms doctor`: what the operator looks after."""

from __future__ import annotations

import json
import sys

import click

from lms.cli import doctor as looks
from lms.cli import running as at_work
from lms.cli.opening import format_option, load_settings, open_context, say
from lms.services.ground.context import Context
from lms.services.log import checking
from lms.services.log.checking import LogVerified
from lms.services.publishing.served import Served
from lms.store.engine import open_database


@click.group()
def log() -> None:
    """The record of acts that must be accounted for."""


@log.command()
@format_option
def verify(form: str) -> None:
    """Recompute both logs and hold them against the certificates; exit status 1 if anything is not as it was written.

    The first altered entry is named.
    """
    verified = checking.verify(open_context())
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
@click.option("--running", is_flag=True, help="Look at the running site as well, at LMS_BASE_URL.")
@click.option("--url", default="", help="The same at this address.")
def doctor(form: str, running: bool, url: str) -> None:
    """Look at everything the site needs: each thing is fine, or it says what to do."""
    found = list(looks.of_machine())
    settings = load_settings()
    found += looks.of_keys(settings)
    database = open_database(settings.database_url)
    ctx = Context(settings, database, Served(database))
    found += looks.of_house(ctx)
    if running or url:
        found += at_work.of_site(ctx, url or settings.base_url)
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
