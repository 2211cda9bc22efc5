"""`lms mail`: what did not go out, and why."""

from __future__ import annotations

import json

import click

from lms.cli.command.opening import format_option, open_context, say
from lms.services.mail import outbox
from lms.store.mails import NotSent


@click.group()
def mail() -> None:
    """List the mails that did not go out."""


@mail.command("list")
@format_option
def list_mails(form: str) -> None:
    """The mails that wait, and those that were given up within 30 days, the newest first."""
    found = outbox.not_sent(open_context())
    if form == "json":
        click.echo(json.dumps([_facts(one) for one in found], ensure_ascii=False, indent=2))
        return
    for one in found:
        state = f"again {one.due_at:%Y-%m-%d %H:%M} UTC" if one.due_at else "given up"
        words = f"{one.id:>6}  {one.created_at:%Y-%m-%d %H:%M}  {one.recipient:<32}  {one.subject}"
        click.echo(f"{words}  ({state}, {one.tries} tries{f', {one.fault}' if one.fault else ''})")
    if not found:
        say("Every mail went out.")


def _facts(one: NotSent) -> dict[str, object]:
    return {
        "id": one.id,
        "written": one.created_at.isoformat(),
        "recipient": one.recipient,
        "subject": one.subject,
        "state": "waiting" if one.due_at else "given up",
        "again": one.due_at.isoformat() if one.due_at else None,
        "tries": one.tries,
        "fault": one.fault,
    }
