"""`lms content diff`: what an edit means, and whom it touches."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from lms.cli.command.opening import WRONG_USE, end, load_settings
from lms.cli.content import differences
from lms.services.correcting.edit_effects import Compared, compare, named
from lms.services.correcting.reach import FromSummary, read_summary
from lms.services.ground.refusals import Refusal
from lms.services.publishing.published import database_there

_MOST_BYTES = 32 * 1024 * 1024


@click.command()
@click.argument("rev", metavar="REV")
@click.argument("rev2", required=False, metavar="[REV2]")
@click.option(
    "--summary",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Take the numbers from this file, written by lms content summary.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["human", "json", "markdown"]),
    default="human",
    show_default=True,
    help="For people, for programs, or for the text of a pull request.",
)
def diff(rev: str, rev2: str | None, summary: Path | None, form: str) -> None:
    """Say what lies between REV and REV2, or the files as they are, in an author's words, and whom it touches.

    A REV is a revision of git, the beginning of a published revision's hash, or the word published.
    """
    numbers = None if summary is None else _read(summary)
    settings = load_settings()
    database = database_there(settings)
    try:
        before, after = named(settings, database, rev), named(settings, database, rev2)
        found = compare(settings, database, before, after, now=datetime.now(UTC), numbers=numbers)
    except Refusal as refused:
        end(refused.message, WRONG_USE)
    click.echo(_written(found, form))
    sys.exit(1 if found.faults else 0)


def _written(found: Compared, form: str) -> str:
    if form == "json":
        return json.dumps(differences.as_json(found), ensure_ascii=False, indent=2)
    return differences.as_markdown(found) if form == "markdown" else differences.in_human_words(found)


def _read(file: Path) -> FromSummary:
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise ValueError("it is too large")
        return read_summary(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError):
        end(f"{file} is not a summary. Write one with: lms content summary {file}", WRONG_USE)
