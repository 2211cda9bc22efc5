"""`lms decision`: what waits for a decision. Deciding itself is done in a browser alone, after a second factor."""

from __future__ import annotations

from typing import Any

import click

from lms.cli.command.opening import format_option, open_context, refusals_told
from lms.cli.shown.json_lists import write_json
from lms.credentials.dates import in_words
from lms.services.appointing.shell import acting_as
from lms.services.deciding import lists
from lms.services.deciding.lists import Line


@click.group()
def decision() -> None:
    """List applications that wait for a decision."""


@decision.command("list")
@click.option("--as", "decider", metavar="EMAIL", required=True, help="The decider whose list it is.")
@format_option
@refusals_told
def list_decisions(decider: str, form: str) -> None:
    """Applications that are complete, what is unusual first, with what stands against this decider.

    Nothing is decided here: that is done on /staff/decisions, by somebody who has just given a second factor.
    """
    ctx = open_context()
    person = acting_as(ctx, decider)
    rows, after = [], ""
    while True:
        page = lists.before_deciders(ctx, person, after, typed=True)
        rows += [_row(line) for line in page.lines]
        after = page.after
        if not after:
            break
    if form == "json":
        write_json(rows)
        return
    for line in rows:
        late = ", which is past" if line["late"] else ""
        click.echo(f"{line['id']}  {line['name']} for {line['credential']}, by {line['decide_by_words']}{late}")
        for words in (*line["exceptions"], *line["bars"]):
            click.echo(f"  {words}")
    if not rows:
        click.echo("Nothing waits for a decision.")


def _row(line: Line) -> dict[str, Any]:
    one = line.application
    return {
        "id": one.id,
        "credential": one.credential,
        "route": one.route,
        "name": one.claims.get("name", ""),
        "email": line.email,
        "decide_by": None if one.decide_by is None else one.decide_by.isoformat(),
        "decide_by_words": "" if one.decide_by is None else in_words(one.decide_by),
        "exceptions": list(line.exceptions),
        "bars": list(line.bars),
        "late": line.late,
    }
