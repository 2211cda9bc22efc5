"""`lms content rollback` and `lms content revisions`: going back to what was published before, and seeing what was."""

from __future__ import annotations

import json

import click

from lms.cli.command.opening import actor, format_option, open_context, refusals_told
from lms.services.publishing import publish
from lms.settings import Settings


@click.command()
@click.argument("rev", required=False, default="", metavar="[REV]")
@refusals_told
def rollback(rev: str) -> None:
    """Serve the revision from before again, or the published REV, named by the beginning of its hash.

    Attempts under way keep their papers, and what people have done stays. The files are not touched.
    """
    ctx = open_context()
    done = publish.roll_back(ctx, actor(), rev)
    click.echo(f"Revision {done.revision[:12]} is served now, in place of {done.before[:12]}.")
    click.echo(_held(ctx.settings))


def _held(settings: Settings) -> str:
    if settings.publish == "auto":
        return "Your files are as they were. They are published again when they change, or by: lms content publish"
    return "Your files are as they were. To publish them: lms content publish"


@click.command()
@format_option
@refusals_told
def revisions(form: str) -> None:
    """List what was served, when, and by whom, the newest first."""
    ctx = open_context()
    found = publish.listing(ctx)
    if form == "json":
        rows = [
            {"revision": one.revision, "at": one.at.isoformat(), "actor": one.actor, "act": one.act} for one in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not found:
        click.echo("Nothing is published yet. Publish with: lms content publish")
    for place, one in enumerate(found):
        served = "  served now" if place == 0 else ""
        who = one.actor or "unknown"
        click.echo(f"{one.revision[:12]}  {one.at:%Y-%m-%d %H:%M} UTC  {one.act:8}  {who}{served}")
