"""`lms duty` and `lms interest`: who holds which duty, and what they declared."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from lms.cli.command.opening import actor, format_option, open_context, refusals_told, say
from lms.cli.shown.json_lists import write_json
from lms.credentials.dates import in_words, stamp
from lms.services.appointing import appoint, declaring
from lms.services.appointing.appoint import Line, Wanted
from lms.services.appointing.shell import acting_as

reason_option = click.option("--reason", required=True, help="Why, for the record.")
as_option = click.option("--as", "admin", metavar="EMAIL", required=True, help="The admin in whose name it is done.")


@click.group()
def duty() -> None:
    """Appoint people to duties in a scheme, end that, and list who holds what."""


@duty.command("appoint")
@click.argument("email")
@click.argument("duty")
@click.argument("scheme")
@click.option("--from", "since", metavar="DAY", default="", help="The first day, such as 2027-03-05; else from now on.")
@click.option("--until", metavar="DAY", default="", help="The last day; else until it is ended.")
@as_option
@reason_option
@refusals_told
def appoint_to_duty(email: str, duty: str, scheme: str, since: str, until: str, admin: str, reason: str) -> None:
    """Appoint the person with this account to DUTY in SCHEME, the id of its certification. They are told by mail.

    A duty is one of writer, content-reviewer, fairness-reviewer, judge, facilitator, measurement-officer, decider and
    registrar.
    It opens nothing until they have a second factor, and have declared their interests for this year.
    """
    ctx = open_context()
    wanted = Wanted(email, duty, scheme, reason, since, until)
    made, is_new = appoint.appoint(ctx, acting_as(ctx, admin), wanted, operator=actor())
    if is_new:
        say(f"{email} is {made.duty.words} for {made.scheme} from {in_words(made.since)} on.")
    click.echo(f"Appointment {made.id}")


@duty.command("end")
@click.argument("appointment", type=click.IntRange(1, 2**31 - 1))
@as_option
@reason_option
@refusals_told
def end_duty(appointment: int, admin: str, reason: str) -> None:
    """End the APPOINTMENT with this number, as lms duty list tells it. What was decided by it stays."""
    ctx = open_context()
    ended = appoint.end(ctx, acting_as(ctx, admin), appointment, reason, operator=actor())
    say(f"Appointment {ended.id} has ended: {ended.duty.words} for {ended.scheme}.")


@duty.command("list")
@format_option
@refusals_told
def list_duties(form: str) -> None:
    """Appointments of all times, the newest first."""
    rows = [_row(line) for line in appoint.every(open_context())]
    if form == "json":
        write_json(rows)
        return
    for row in rows:
        until = f" until {row['until'][:10]}" if row["until"] else ""
        when = f"{row['state']}, from {row['since'][:10]}{until}"
        click.echo("  ".join([f"{row['id']:>4}", f"{row['email']:<32}", f"{row['duty']:<20}", row["scheme"], when]))
    if not rows:
        say("Nobody holds a duty. Appoint somebody with: lms duty appoint EMAIL DUTY SCHEME")


@click.group()
def interest() -> None:
    """What people with a duty declared of their interests."""


@interest.command("list")
@format_option
@refusals_told
def list_interests(form: str) -> None:
    """Everybody with a duty now, and what they declared for this year; who has not comes first."""
    rows = [_declared(line) for line in declaring.every(open_context())]
    if form == "json":
        write_json(rows)
        return
    for row in rows:
        what = [*row["people"], *row["organisations"], *(f"{one['who']} ({one['band']})" for one in row["payments"])]
        told = (
            f"declared {row['declared'][:10]}: {'; '.join(what) or 'nothing'}"
            if row["declared"]
            else "not declared yet"
        )
        click.echo(f"{row['email']:<32}  {told}")
    if not rows:
        say("Nobody holds a duty.")


def _row(line: Line) -> dict[str, Any]:
    one = line.appointment
    return {
        "id": one.id,
        "email": line.email,
        "name": line.name,
        "duty": one.duty.value,
        "scheme": one.scheme,
        "state": line.state,
        "since": stamp(one.since),
        "until": None if one.until is None else stamp(one.until),
        "reason": one.reason,
    }


def _declared(line: declaring.Line) -> dict[str, Any]:
    one = line.declared
    return {
        "email": line.email,
        "name": line.name,
        "duties": list(line.duties),
        "declared": None if one is None else stamp(one.declared_at),
        "people": list(line.people),
        "organisations": [] if one is None else list(one.organisations),
        "payments": [] if one is None else [asdict(paid) for paid in one.payments],
    }
