"""`lms user`: accounts, as the programme's operator sees to them."""

from __future__ import annotations

import sys
from typing import Any

import click

from lms.cli.command.opening import actor, format_option, open_context, refusals_told, say
from lms.cli.shown.json_lists import write_json
from lms.questions.quiz import Json
from lms.services.accounts import administering
from lms.services.accounts.administering import ROLES
from lms.services.accounts.bearers import LASTS, LEARN, READ, SCOPES, UNNAMED
from lms.services.factors import keeping
from lms.services.granting import extra_time as extra_time_of
from lms.store.accounts import Account

reason_option = click.option("--reason", required=True, help="Why, for the record.")
LONGEST_LINE = 2000


@click.group()
def user() -> None:
    """Add accounts, list them, change roles and rights, give out tokens for the API."""


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="What the person wants to be called.")
@click.option("--role", type=click.Choice(ROLES), default="learner", show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input, one line.")
@refusals_told
def add(email: str, name: str, role: str, password_stdin: bool) -> None:
    """Add an account. Its e-mail counts as confirmed.

    Without --password-stdin nobody can sign in until the person has had a link sent to choose a password.
    """
    password = sys.stdin.readline(LONGEST_LINE).rstrip("\r\n") if password_stdin else None
    ctx = open_context()
    administering.add(ctx, actor(), email, name, role, password)
    say(f"Added {email.strip()} as {role}.")
    if password is None:
        say(f"To choose a password, the person opens {ctx.settings.base_url}/reset and types this e-mail.")


@user.command("list")
@format_option
def list_users(form: str) -> None:
    """Every account, oldest first."""
    rows = map(_row, administering.all_accounts(open_context()))
    if form == "json":
        write_json(rows)
        return
    empty = True
    for row in rows:
        empty = False
        notes = [] if row["confirmed"] else ["e-mail not confirmed"]
        notes += ["disabled"] if row["state"] == "disabled" else []
        notes += [f"time × {row['extra_time']}"] if row["extra_time"] != "1" else []
        click.echo("  ".join([f"{row['email']:<32}", f"{row['role']:<8}", str(row["name"]), *notes]))
    if empty:
        say("There are no accounts yet. Add one with: lms user add EMAIL --name NAME")


def _row(account: Account) -> dict[str, Json]:
    return {
        "email": account.email,
        "name": account.name,
        "role": account.role,
        "state": "disabled" if account.disabled_at else "open",
        "confirmed": account.confirmed_at is not None,
        "extra_time": str(account.extra_time),
        "created": account.created_at.isoformat(),
    }


@user.command()
@click.argument("email")
@click.option("--name", default=UNNAMED, show_default=True, help="What the holder knows it by.")
@click.option(
    "--scope", "scopes", multiple=True, type=click.Choice(SCOPES), help="What it may do; may be given several times."
)
@click.option("--days", type=int, default=LASTS.days, show_default=True, help="How long it works.")
@click.option("--revoke", is_flag=True, help="Take back every token of this account instead.")
@click.option(
    "--end", "ended", metavar="ID", help="Take back the one with this id instead, as lms user tokens lists it."
)
@refusals_told
def token(email: str, name: str, scopes: tuple[str, ...], days: int, revoke: bool, ended: str | None) -> None:
    """A new bearer token for the API. It is printed alone on its line, this once.

    Unless --scope says otherwise, it may read and learn.
    """
    ctx = open_context()
    if revoke:
        removed = administering.take_tokens_back(ctx, actor(), email)
        say(f"Taken back: {removed}.")
    elif ended is not None:
        administering.take_token_back(ctx, actor(), email, ended)
        say("Taken back: 1.")
    else:
        click.echo(administering.issue_token(ctx, actor(), email, name, scopes or (READ, LEARN), days))


@user.command()
@click.argument("email")
@format_option
@refusals_told
def tokens(email: str, form: str) -> None:
    """The bearer tokens of an account: what each may do, until when, and when it was last used, to the hour."""
    rows: list[dict[str, Any]] = [
        {
            "id": one.id[: administering.SHORTEST_ID],
            "name": one.name,
            "scopes": list(one.scopes),
            "created": one.created_at.isoformat(),
            "ends": one.ends_at.isoformat() if one.ends_at else None,
            "used": one.used_at.isoformat() if one.used_at else None,
        }
        for one in administering.tokens_of(open_context(), email)
    ]
    if form == "json":
        write_json(rows)
        return
    for row in rows:
        until = f"until {row['ends'][:10]}" if row["ends"] else "no end yet"
        used = f"last used {row['used'][:10]}" if row["used"] else "not used"
        click.echo("  ".join([row["id"], f"{' '.join(row['scopes']):<16}", until, used, row["name"]]))
    if not rows:
        say(f"No program can use this account. Make a token with: lms user token {email}")


@user.command("email")
@click.argument("old")
@click.argument("new")
@reason_option
@refusals_told
def change_email(old: str, new: str, reason: str) -> None:
    """Give an account another e-mail, where the mailbox of the old one is lost. Both addresses are told."""
    administering.change_email(open_context(), actor(), old, new, reason)
    say(f"The account of {old} has the address {new} now. Its owner signs in anew.")


@user.command()
@click.argument("email")
@click.argument("role", type=click.Choice(ROLES))
@reason_option
@refusals_told
def role(email: str, role: str, reason: str) -> None:
    """Give an account another role."""
    administering.set_role(open_context(), actor(), email, role, reason)
    say(f"{email} is {role} now.")


@user.command("extra-time")
@click.argument("email")
@click.argument("factor")
@reason_option
@refusals_told
def extra_time(email: str, factor: str, reason: str) -> None:
    """Multiply the time limits of a person's examinations by FACTOR, such as 1.5 or 5/4. Never state a diagnosis."""
    exact = extra_time_of.set_extra_time(open_context(), actor(), email, factor, reason)
    say(f"From the next examination on, {email} has {exact} times the time.")


@user.group("second-factor")
def second_factor() -> None:
    """What an account asks for beside the password, where its owner has lost it."""


@second_factor.command("reset")
@click.argument("email")
@reason_option
@refusals_told
def reset_second_factor(email: str, reason: str) -> None:
    """Take away a person's app, passkeys and recovery codes. First make sure that it is they who ask.

    They are signed out everywhere, their tokens end, and they are told by mail.
    """
    keeping.reset(open_context(), actor(), email, reason)
    say(f"{email} has no second factor any more, and signs in with the password alone.")


@user.command()
@click.argument("email")
@reason_option
@refusals_told
def disable(email: str, reason: str) -> None:
    """Shut an account: it is signed out everywhere, and its tokens end."""
    administering.disable(open_context(), actor(), email, reason)
    say(f"{email} is disabled.")


@user.command()
@click.argument("email")
@reason_option
@refusals_told
def enable(email: str, reason: str) -> None:
    """Open a disabled account again."""
    administering.enable(open_context(), actor(), email, reason)
    say(f"{email} is open again.")
