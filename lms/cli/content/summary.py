"""`lms content summary`: the numbers that a pull request may show, without anybody's data."""

from __future__ import annotations

import json
from pathlib import Path

import click

from lms.cli.command.opening import open_context, refusals_told, say
from lms.services.correcting.reach import summary as count


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, writable=True, path_type=Path))
@refusals_told
def summary(file: Path | None) -> None:
    """Write how many learners, attempts and certificates rest on what is published, for lms content diff --summary.

    There are counts in it alone, and between 1 and 4 it says only that they are fewer than 5.
    """
    ctx = open_context()
    with ctx.database.reading() as session:
        counted = count(session, ctx.catalog(), ctx.now())
    text = json.dumps(counted, ensure_ascii=False, indent=1, sort_keys=True)
    if file is None:
        click.echo(text)
    else:
        file.write_text(f"{text}\n", encoding="utf-8")
        say(f"Written: {file}")
