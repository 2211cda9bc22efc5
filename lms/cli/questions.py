"""`lms question`: banks and questions of a scheme, and those acts on them that ask for no fresh second factor."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click

from lms.cli.command.opening import actor, format_option, open_context, refusals_told, say
from lms.cli.shown.json_lists import write_json
from lms.credentials.dates import stamp
from lms.practice import review_forms
from lms.practice.lives import Ground, Review
from lms.services.appointing.shell import acting_as
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import NotFound
from lms.services.reviewing import acting, adopting, listing, looking, records
from lms.services.reviewing.entering import Done, Wish
from lms.services.reviewing.looking import Look

as_option = click.option("--as", "email", metavar="EMAIL", required=True, help="The person in whose name it is done.")
reason_option = click.option("--reason", default="", help="Why, for the record.")
SOURCE = click.argument("question", metavar="BANK/QUESTION[@VERSION]")


@click.group()
def question() -> None:
    """Look at questions of a scheme, have them reviewed, and take them out. What is fresh is done on their pages."""


@question.command("list")
@click.argument("bank", required=False)
@as_option
@format_option
@refusals_told
def list_questions(bank: str | None, email: str, form: str) -> None:
    """The banks of one's schemes, or the questions of BANK with what an examination does with each."""
    ctx = open_context()
    person = acting_as(ctx, email)
    rows = _banks(ctx, person) if bank is None else _questions(ctx, person, bank)
    if form == "json":
        write_json(rows)
        return
    for row in rows:
        click.echo("  ".join(str(value) for value in row.values() if not isinstance(value, bool)))
    if not rows:
        say("There is none.")


def _banks(ctx: Context, person: Person) -> list[dict[str, Any]]:
    return [
        {"bank": one.bank.id, **{state.value: count for state, count in one.counts.items()}, "in review": one.waiting}
        for one in listing.banks(ctx, person, typed=True)
    ]


def _questions(ctx: Context, person: Person, bank: str) -> list[dict[str, Any]]:
    return [
        {
            "question": one.source,
            "drawn": one.drawn.value,
            "version": one.version[:12],
            "state": one.newest.value,
            "adopted": one.adopted,
        }
        for one in listing.bank(ctx, person, bank, typed=True)[1]
    ]


@question.command("show")
@SOURCE
@as_option
@format_option
@refusals_told
def show_question(question: str, email: str, form: str) -> None:
    """The life of a question: its versions and the acts on one of them. Its key is shown on its page alone."""
    ctx = open_context()
    source, _, version = question.partition("@")
    look = looking.question(ctx, acting_as(ctx, email), source, version, typed=True)
    if form == "json":
        click.echo(json.dumps(_shown(look), ensure_ascii=False, indent=2))
        return
    click.echo(f"{source}  version {look.told.version[:12]}: {look.told.life.state}; drawn as {look.drawn}")
    for act in look.acts:
        confirmed = f", confirmed by {act.confirmed_by}" if act.confirmed_by else ""
        click.echo(f"  {stamp(act.at)}  {act.told} by {act.who} ({act.duty}){confirmed}  {act.reason}".rstrip())
    for one in look.versions:
        click.echo(f"  version {one.version[:12]}: {one.life.state}")
    say(f"What could follow: {', '.join(look.allowed) or 'nothing'}.")


def _shown(look: Look) -> dict[str, Any]:
    return {
        "question": look.question.source,
        "version": look.told.version,
        "state": look.told.life.state.value,
        "drawn": look.drawn.value,
        "adopted": look.told.life.adopted,
        "allowed": [kind.value for kind in look.allowed],
        "versions": {one.version: one.life.state.value for one in look.versions},
        "acts": [
            {"act": one.told, "by": one.who, "duty": one.duty, "reason": one.reason, "at": stamp(one.at)}
            for one in look.acts
        ],
    }


def _do(act: Callable[[Context, Person, Wish], Done], question: str, email: str, reason: str) -> None:
    ctx = open_context()
    source, _, version = question.partition("@")
    done = act(ctx, acting_as(ctx, email), Wish(source, version, reason, operator=actor()))
    say(f"{done.source}, version {done.version[:12]}, is {done.state} now.")


@question.command("propose")
@SOURCE
@as_option
@refusals_told
def propose_question(question: str, email: str) -> None:
    """Have the published version of a question read by two people. It is kept whole from then on."""
    _do(acting.propose, question, email, "")


@question.command("review")
@SOURCE
@click.argument("which", type=click.Choice([one.value for one in Review]))
@click.option("--answer", "answers", multiple=True, metavar="NAME=TEXT", help="A field, as often as needed.")
@as_option
@refusals_told
def review_question(question: str, which: str, answers: tuple[str, ...], email: str) -> None:
    """Approve a version or return it, by the form of the content or the fairness review.

    Each criterion is answered with yes, no or “not applicable”, such as --answer no_trick=yes; a no needs a note, such
    as --answer note_no_trick="Say it plainly."; a content review has a guess, --answer difficulty=60. Without any the
    command tells the names.
    """
    review = Review(which)
    filled = dict(one.partition("=")[::2] for one in answers)
    form = review_forms.read(review, filled)
    _do(lambda ctx, person, wish: acting.review(ctx, person, wish, form), question, email, "")


@question.command("pilot")
@SOURCE
@as_option
@reason_option
@refusals_told
def pilot_question(question: str, email: str, reason: str) -> None:
    """Show an approved version among others, without scoring it."""
    _do(acting.pilot, question, email, reason)


@question.command("activate")
@SOURCE
@as_option
@reason_option
@refusals_told
def activate_question(question: str, email: str, reason: str) -> None:
    """Put a pilot forward as ready to count. A decider confirms it on its page, with a second factor."""
    _do(acting.put_forward, question, email, reason)


@question.command("suspend")
@SOURCE
@as_option
@reason_option
@refusals_told
def suspend_question(question: str, email: str, reason: str) -> None:
    """Tell where a version is suspended: on its page, since that asks for a fresh second factor."""
    _do(acting.suspend, question, email, reason)


@question.command("reinstate")
@SOURCE
@as_option
@reason_option
@refusals_told
def reinstate_question(question: str, email: str, reason: str) -> None:
    """Tell where a suspension is ended: on its page, since that asks for a fresh second factor."""
    _do(acting.reinstate, question, email, reason)


@question.command("retire")
@SOURCE
@click.argument("ground", type=click.Choice([one.value for one in Ground]))
@as_option
@reason_option
@refusals_told
def retire_question(question: str, ground: str, email: str, reason: str) -> None:
    """Take a version out for good, on one of four grounds."""
    _do(lambda ctx, person, wish: acting.retire(ctx, person, wish, ground), question, email, reason)


@question.command("adopt")
@click.argument("bank")
@as_option
@reason_option
@refusals_told
def adopt(bank: str, email: str, reason: str) -> None:
    """Approve the active questions and pilots of BANK by decision, once, as it was in use before there were reviews."""
    ctx = open_context()
    done = adopting.adopt_bank(ctx, acting_as(ctx, email), bank, reason, operator=actor())
    say(f"{done.questions} questions of {done.bank} are approved by decision.")


@question.command("record")
@click.argument("bank")
@click.option("--by", "decided_by", required=True, help="Who decided it.")
@click.option("--reason", required=True, help="Why.")
@refusals_told
def record(bank: str, decided_by: str, reason: str) -> None:
    """Print the adoption record of BANK, as it is published now: a file to be kept beside the bank."""
    ctx = open_context()
    catalog = ctx.catalog().original
    if bank not in catalog.banks:
        raise NotFound(f"There is no bank {bank[:64]}.")
    day = ctx.now().date().isoformat()
    click.echo(records.written(catalog, catalog.banks[bank], decided_by, day, reason), nl=False)
