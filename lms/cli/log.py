"""`lms log`: the record of acts, recomputed."""

from __future__ import annotations

import json
import sys

import click

from lms.cli.command.opening import format_option, open_context
from lms.services.log import checking
from lms.services.log.checking import LogVerified


@click.group()
def log() -> None:
    """The record of acts that must be accounted for."""


@log.command()
@format_option
def verify(form: str) -> None:
    """Recompute both logs and hold them against the certificates; exit status 1 if anything is not as it was written.

    The first altered entry is named.
    """
    verified = checking.verify(open_context())
    audit = verified.audit
    if form == "json":
        head = {"n": audit.head.n, "hash": audit.head.hash} if audit.head else None
        altered = [{"where": one.where, "which": one.which, "words": one.words} for one in verified.altered]
        told = {"entries": audit.entries, "head": head, "first_altered": audit.first_altered}
        click.echo(json.dumps({**told, "leaves": verified.leaves, "altered": altered}, ensure_ascii=False))
    else:
        click.echo("\n".join(_words_of(verified)))
    sys.exit(0 if verified.sound else 1)


def _words_of(verified: LogVerified) -> list[str]:
    audit = verified.audit
    words = [one.words for one in verified.altered]
    if audit.first_altered is not None:
        return [f"Entry {audit.first_altered} is the first that is not as it was written.", *words]
    if words:
        return words
    if not audit.entries:
        return ["The log is empty."]
    return [
        f"All {audit.entries} entries are as they were written.",
        f"All {verified.leaves} leaves of the issuance log, and every certificate, fit them.",
    ]
