"""`lms content publish`: make the authors' files the content that is served."""

from __future__ import annotations

import json
import sys
from dataclasses import replace

import click

from lms.cli.command.opening import actor, format_option, open_context, refusals_told
from lms.cli.content.differences import as_json, in_human_words
from lms.cli.content.published import outcome, tell_findings
from lms.cli.content.watching import publish_and_keep
from lms.content.compiling import cache as compiled
from lms.services.correcting.edit_effects import Compared, Named, compare
from lms.services.ground.context import Context
from lms.services.operating.start import COMPILED
from lms.services.publishing import publish as publishing
from lms.services.publishing.publish import PublishReport
from lms.sources.files import tree_of
from lms.store import revisions


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@format_option
@refusals_told
def publish(dry_run: bool, form: str) -> None:
    """Make the authors' files the content that is served, all of them at once. Errors stop it."""
    ctx = open_context()
    cache = compiled.load(ctx.settings.home / COMPILED)
    report = publishing.publish(ctx, dry_run=True, cache=cache) if dry_run else publish_and_keep(ctx, cache, actor())
    difference = _difference(ctx, report)
    if form == "json":
        whole = _as_json(report) | {"difference": None if difference is None else as_json(difference)}
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
    else:
        if difference is not None:
            click.echo(in_human_words(replace(difference, faults=())))
        tell_findings(report)
        click.echo(outcome(report, dry_run=dry_run))
    sys.exit(0 if report.checked.publishable else 1)


def _difference(ctx: Context, report: PublishReport) -> Compared | None:
    """What lies between the files and what was served before; None where there is nothing to compare."""
    before, tree = report.served_before, report.checked.tree
    if before is None or before == tree.revision or not tree.files:
        return None
    with ctx.database.reading() as session:
        served = tree_of(revisions.files_of(session, before) or {})
    now = Named("what was served" if report.published else "what is served", served)
    return compare(ctx.settings, ctx.database, now, Named("the files", tree), now=ctx.now())


def _as_json(report: PublishReport) -> dict[str, object]:
    return {
        "revision": report.checked.tree.revision,
        "published": report.published,
        "publishable": report.checked.publishable,
        "serving": report.serving,
        "findings": [finding.to_json() for finding in report.checked.findings],
    }
