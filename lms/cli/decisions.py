"""`lms decision`: what waits for a decision. Deciding itself is done in a browser alone, after a second factor."""

from __future__ import annotations

from typing import Any

import click

from lms.cli.command.opening import actor, format_option, open_context, refusals_told, say
from lms.cli.shown.json_lists import write_json
from lms.content.reading.targets import CERTIFICATES, own_id
from lms.credentials.dates import in_words
from lms.services.appointing.shell import acting_as
from lms.services.deciding import awards, certificate_acts, lists
from lms.services.deciding.awards import Sent as AwardWanted
from lms.services.deciding.certificate_acts import GROUNDS
from lms.services.deciding.certificate_acts import Sent as RevocationWanted
from lms.services.deciding.lists import Line

reason_option = click.option("--reason", required=True, help="Why, for the record.")
registrar_option = click.option(
    "--as", "registrar", metavar="EMAIL", required=True, help="The registrar in whose name it is proposed."
)


@click.group()
def decision() -> None:
    """List applications that wait for a decision, and propose what others confirm."""


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


@decision.group()
def propose() -> None:
    """Propose what somebody else confirms in a browser."""


@propose.command()
@click.argument("email")
@click.argument("credential")
@click.option("--name", required=True, help="The holder's name as it will be printed.")
@click.option("--ground", required=True, help="What it is awarded for, printed in the place of the criteria.")
@registrar_option
@reason_option
@refusals_told
def award(email: str, credential: str, name: str, ground: str, registrar: str, reason: str) -> None:
    """Propose to award CREDENTIAL, which has a scheme, by decision to the person with this account.

    Nothing changes until a decider confirms it on its page.
    """
    ctx = open_context()
    wanted = AwardWanted(email, own_id(credential, CERTIFICATES), name, ground, reason)
    made = awards.propose(ctx, acting_as(ctx, registrar), wanted, operator=actor())
    say(f"It waits for a decider, on {ctx.settings.base_url}/staff/certificates/award/{made.id}")
    click.echo(f"Proposal {made.id}")


@propose.command()
@click.argument("serial")
@click.option(
    "--grounds", type=click.Choice(sorted(GROUNDS)), required=True, help="The class of reason, which is public."
)
@click.option("--public", default="", help="What anybody may read of it.")
@registrar_option
@reason_option
@refusals_told
def revocation(serial: str, grounds: str, public: str, registrar: str, reason: str) -> None:
    """Propose to end the certificate with this number for good.

    Nothing changes until a decider confirms it on its page.
    """
    ctx = open_context()
    wanted = RevocationWanted(reason, public, grounds)
    made = certificate_acts.propose_revocation(ctx, acting_as(ctx, registrar), serial, wanted, operator=actor())
    say(f"It waits for a decider, on {ctx.settings.base_url}/staff/{made.thing.replace(':', 's/')}")
    click.echo(f"Proposal {made.id}")


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
