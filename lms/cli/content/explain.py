"""`lms content explain`: what a code means."""

from __future__ import annotations

import click

from lms.content.codes.register import BY_CODE
from lms.content.editing.diagnostics_manual import section
from lms.sources.suggest import did_you_mean


@click.command()
@click.argument("code")
def explain(code: str) -> None:
    """Say what a CODE of `lms content check` means, with an example and the cure."""
    known = BY_CODE.get(code.strip().upper())
    if known is None:
        help = did_you_mean(code.strip().upper(), BY_CODE) or "Codes are a letter and three digits, such as S102."
        raise click.UsageError(f"There is no code {code}. {help}")
    click.echo(section(known))
