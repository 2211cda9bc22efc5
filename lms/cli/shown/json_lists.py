"""A list as JSON on the standard output, written while it is read: what it holds at once does not grow with it."""

from __future__ import annotations

import json
from collections.abc import Iterable

import click

from lms.questions.quiz import Json


def write_json(rows: Iterable[Json]) -> None:
    """A JSON list, its rows indented as `json.dumps` would."""
    before = "[\n"
    for row in rows:
        lines = json.dumps(row, ensure_ascii=False, indent=2).splitlines()
        click.echo(before + "\n".join(f"  {line}" for line in lines), nl=False)
        before = ",\n"
    click.echo("[]" if before == "[\n" else "\n]")
