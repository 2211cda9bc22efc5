"""`lms attempt`: what staff do to the attempts of a person, each with a reason for the record."""

from __future__ import annotations

import json

import click

from lms.cli.command.opening import actor, format_option, open_context, refusals_told, say
from lms.content.reading.targets import ASSESSMENTS, own_id
from lms.questions import amounts
from lms.questions.quiz import Json
from lms.services.assessing import attempt_list, staff_acts

reason_option = click.option("--reason", required=True, help="Why, for the record. The learner is not told it.")


@click.group()
def attempt() -> None:
    """List a person's attempts, give one more, take a hand-in back, give more time."""


@attempt.command("list")
@click.argument("email")
@format_option
@refusals_told
def list_attempts(email: str, form: str) -> None:
    """Every attempt of a person, with its ID and what it came to."""
    rows = attempt_list.listing(open_context(), email)
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo("  ".join(_columns(row)))
    if not rows:
        say("This person has begun no examination yet.")


def _columns(row: dict[str, Json]) -> list[str]:
    outcome = [] if row["passed"] is None else [f"{row['share']}", "passed" if row["passed"] else "not passed"]
    notes = [f"{len(row['taken_back'])} taken back"] if row["taken_back"] else []
    notes += [f"{row['granted']} given"] if row["granted"] else []
    return [row["id"], f"{row['assessment']} {row['number']}", f"{row['state']:<9}", row["started"], *outcome, *notes]


@attempt.command()
@click.argument("email")
@click.argument("assessment")
@reason_option
@refusals_told
def grant(email: str, assessment: str, reason: str) -> None:
    """Give one more attempt, beyond what the limits allow and without a wait."""
    staff_acts.grant(open_context(), actor(), email, own_id(assessment, ASSESSMENTS), reason)
    say(f"{email} has been given one more attempt, and is told so by mail.")


@attempt.command()
@click.argument("id")
@reason_option
@refusals_told
def reopen(id: str, reason: str) -> None:
    """Take back a hand-in that was a mistake: the attempt goes on where it was."""
    left = staff_acts.reopen(open_context(), actor(), id, reason)
    time = "" if left is None else f" The time that was left ({amounts.left(left)}) runs once they go on."
    say(f"It is open again, with every answer; the learner is told so by mail.{time}")


@attempt.command()
@click.argument("id")
@click.option("--minutes", required=True, type=int, help="How many more.")
@reason_option
@refusals_told
def extend(id: str, minutes: int, reason: str) -> None:
    """Give more time for an attempt that is under way."""
    until = staff_acts.extend(open_context(), actor(), id, minutes, reason)
    end = "The time runs once they go on." if until is None else f"It ends at {until:%Y-%m-%d %H:%M:%S} UTC."
    say(f"{minutes} more minutes, and the learner is told so by mail. {end}")
