"""`lms doctor`: what works here, and what does not."""

from __future__ import annotations

import json
import sys

import click

from lms.cli.command.opening import format_option, load_settings, say
from lms.cli.doctor import machine, site_at_work, witnesses
from lms.services.ground.context import Context
from lms.services.publishing.served import Served
from lms.store.engine import open_database


@click.command()
@format_option
@click.option("--running", is_flag=True, help="Look at the running site as well, at LMS_BASE_URL.")
@click.option("--url", default="", help="The same at this address.")
def doctor(form: str, running: bool, url: str) -> None:
    """Look at everything the site needs: each thing is fine, or it says what to do."""
    findings = list(machine.of_machine())
    settings = load_settings()
    findings += machine.of_keys(settings)
    database = open_database(settings.database_url)
    ctx = Context(settings, database, Served(database))
    findings += machine.of_house(ctx)
    findings += witnesses.of_others(ctx)
    if running or url:
        findings += site_at_work.of_site(ctx, url or settings.base_url)
    if form == "json":
        rows = [{"name": one.name, "fine": one.fine, "words": one.words} for one in findings]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for one in findings:
            click.echo(f"{'fine' if one.fine else 'LOOK':<5} {one.name:<9} {one.words}")
    faulty = sum(not one.fine for one in findings)
    if faulty and form == "human":
        say(f"{faulty} of {len(findings)} things need a look.")
    sys.exit(1 if faulty else 0)
