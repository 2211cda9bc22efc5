"""`lms content report`: how the content reads, what covers what, and how much of a paper comes again."""

from __future__ import annotations

import json
from pathlib import Path

import click

from lms.cli.content.site_checks import Checked, is_in, site_of
from lms.content.compiling.compiler import world_of
from lms.content.writing.report import as_json, as_text, report_on
from lms.sources.diagnostics import Severity


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]...")
@click.option(
    "--format", "form", type=click.Choice(("human", "json")), default="human", show_default=True, help="For whom."
)
def report(paths: tuple[Path, ...], form: str) -> None:
    """Tell how the content reads, what covers what, and how much of a paper comes again.

    With PATHs, only of those files and folders; a PATH that holds a site of its own is reported on instead.
    """
    site, only = site_of(paths)
    checked = Checked(site)
    checked.complete()
    world = world_of(checked.tree, checked.cache)
    found = report_on(world, checked.cache.writings, lambda file: is_in(file, only))
    if form == "json":
        click.echo(json.dumps(as_json(found), ensure_ascii=False, indent=2))
        return
    click.echo(as_text(found))
    faulty = {
        one.place.file for one in checked.findings if one.severity is Severity.ERROR and is_in(one.place.file, only)
    }
    if faulty:
        files = "1 file has errors and is" if len(faulty) == 1 else f"{len(faulty)} files have errors and are"
        click.echo(f"\n{files} left out: lms content check", err=True)
