"""`lms accommodation`: what people need in examinations; granted and ended in a registrar's name."""

from __future__ import annotations

from typing import Any

import click

from lms.cli.command.opening import actor, format_option, open_context, refusals_told, say
from lms.cli.shown.json_lists import write_json
from lms.credentials.dates import in_words, stamp
from lms.practice.accommodation_words import sentences
from lms.practice.accommodations import HELPERS
from lms.services.appointing.shell import acting_as
from lms.services.granting import answering, looking
from lms.services.granting.answering import Given
from lms.services.granting.wishes import SWITCHES, Wish
from lms.store.accommodations import Asked

reason_option = click.option("--reason", required=True, help="For the record. Never state a diagnosis.")
as_option = click.option("--as", "registrar", metavar="EMAIL", required=True, help="The registrar who answers.")


@click.group()
def accommodation() -> None:
    """What people need in examinations: list it, grant it, end it."""


@accommodation.command("list")
@as_option
@format_option
@refusals_told
def list_accommodations(registrar: str, form: str) -> None:
    """What waits for an answer, the oldest first, and what is in force."""
    ctx = open_context()
    person = acting_as(ctx, registrar)
    lines, before = [], 0
    while True:
        desk = looking.desk(ctx, person, before, typed=True)
        lines += [*desk.waiting, *desk.holding]
        before = desk.before
        if not before:
            break
    rows = [_row(line) for line in lines]
    if form == "json":
        write_json(rows)
        return
    for line in lines:
        one = line.accommodation
        when = f"since {in_words(one.since)}" if one.since else f"to be answered by {in_words(one.answer_by)}"
        last = f" until {in_words(one.last)}" if one.last else ""
        what = " ".join(str(words) for words in sentences(one.needs))
        click.echo(f"{one.id:>5}  {line.email:<32}  {one.state.value}, {when}{last}: {what}")
    if not lines:
        say("Nobody asked for anything, and nobody has anything.")


def _row(line: Asked) -> dict[str, Any]:
    one = line.accommodation
    return {
        "id": one.id,
        "email": line.email,
        "state": one.state.value,
        "settings": one.needs.to_json(),
        "had_before": one.had_before,
        "asked": stamp(one.asked_at),
        "answer_by": stamp(one.answer_by),
        "since": None if one.since is None else stamp(one.since),
        "until": None if one.until is None else stamp(one.until),
    }


@accommodation.command("grant")
@click.argument("who")
@click.option("--time", default="", help="5/4, 3/2 or 2 times the time, or none: no limit.")
@click.option("--setting", "settings", multiple=True, type=click.Choice(SWITCHES), help="Any of these.")
@click.option("--helper", type=click.Choice(HELPERS), default=None, help="Somebody who helps.")
@click.option("--helper-name", default="", help="Who that is.")
@click.option("--until", metavar="DAY", default="", help="The last day, such as 2027-03-05; else until it is ended.")
@as_option
@reason_option
@refusals_told
def grant(
    who: str,
    time: str,
    settings: tuple[str, ...],
    helper: str | None,
    helper_name: str,
    until: str,
    registrar: str,
    reason: str,
) -> None:
    """Grant what WHO asked for: the number of what waits, or the e-mail of somebody who asked in another way.

    With a number and no settings, it is granted as it was asked for.
    """
    ctx = open_context()
    person = acting_as(ctx, registrar)
    wish = Wish(time, settings, helper or "", helper_name)
    given = Given(wish if wish != Wish() else None, until, reason, actor())
    if who.isdigit():
        made = answering.grant(ctx, person, min(int(who), 2**31 - 1), given)
    else:
        made = answering.grant_unasked(ctx, person, who, given)
    click.echo(f"Accommodation {made.id}")
    say("It holds for every examination that begins from now on. They are told by mail.")


@accommodation.command("end")
@click.argument("accommodation", type=click.IntRange(1, 2**31 - 1))
@as_option
@reason_option
@refusals_told
def end(accommodation: int, registrar: str, reason: str) -> None:
    """End the ACCOMMODATION with this number. An examination that was begun keeps it."""
    ctx = open_context()
    answering.end(ctx, acting_as(ctx, registrar), accommodation, reason, operator=actor())
    say(f"Accommodation {accommodation} has ended. They are told by mail.")
