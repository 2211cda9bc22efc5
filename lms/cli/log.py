"""`lms log`: the record of acts, recomputed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator

import click

from lms.cli.command.opening import actor, format_option, open_context, refusals_told, say
from lms.credentials.dates import stamp
from lms.credentials.logcheck import Altered
from lms.credentials.seen import moment
from lms.credentials.times import moment_in_words
from lms.questions.quiz import Json
from lms.services.log import checking, clocks
from lms.services.log.checking import LogVerified
from lms.services.log.checking_others import OthersSaw


@click.group()
def log() -> None:
    """The record of acts that must be accounted for."""


@log.command()
@format_option
@refusals_told
def verify(form: str) -> None:
    """Recompute both logs and hold them against the certificates; exit status 1 if anything is not as it was written.

    The first altered entry is named, and every one that is dated before an earlier one. What is to be known and is no
    fault is told as well: times that ran back before that was refused, corrections of the clock, early award days.
    """
    verified = checking.verify(open_context())
    audit = verified.audit
    if form == "json":
        head = {"n": audit.head.n, "hash": audit.head.hash} if audit.head else None
        counted = {"entries": audit.entries, "head": head, "first_altered": audit.first_altered}
        found = {"leaves": verified.leaves, "altered": _rows(verified.altered), "told": _rows(verified.told)}
        seen = _seen_json(verified.others)
        click.echo(json.dumps({**counted, **found, **seen}, ensure_ascii=False))
    else:
        click.echo("\n".join([*_words_of(verified), *(f"To know: {one.words}" for one in verified.told)]))
    sys.exit(0 if verified.sound else 1)


@log.command()
@click.option("--reason", required=True, help="Why, for the record.")
@refusals_told
def clock(reason: str) -> None:
    """Say that the first entry that is later than now was written under a wrong clock, so that others can follow it.

    Look at the clock of this machine first: it must be right. The correction stands in the log for everybody to see.
    """
    corrected = clocks.correct(open_context(), actor(), reason)
    what = f"entry {corrected.entry}" if corrected.leaf is None else f"leaf {corrected.leaf}"
    say(f"The log says now that the time of {what} was wrong: {moment_in_words(corrected.said)}.")


def _rows(found: Iterable[Altered]) -> list[Json]:
    return [{"where": one.where, "which": one.which, "words": one.words} for one in found]


def _words_of(verified: LogVerified) -> list[str]:
    audit = verified.audit
    words = [*(one.words for one in verified.altered), *_seen_words(verified.others)]
    if audit.first_altered is not None:
        return [f"Entry {audit.first_altered} is the first that is not as it was written.", *words]
    if verified.altered:
        return words
    if not audit.entries:
        return ["The log is empty."]
    return [
        f"All {audit.entries} entries are as they were written.",
        f"All {verified.leaves} leaves of the issuance log, and every certificate, fit them.",
        *words,
    ]


def _seen_words(others: OthersSaw) -> Iterator[str]:
    """What others saw; nothing where nobody is asked."""
    for one in others.witnesses:
        yield f"{one.name} saw {one.size} leaves on {moment(one.at)}."
    if others.newest_stamp is not None:
        newest = others.newest_stamp
        yield f"Time stamps: {others.stamps}, the newest over {newest.size} leaves on {moment(newest.at)}."


def _seen_json(others: OthersSaw) -> dict[str, object]:
    newest = others.newest_stamp
    return {
        "witnesses": [{"name": one.name, "size": one.size, "at": stamp(one.at)} for one in others.witnesses],
        "stamps": {"number": others.stamps, "size": newest and newest.size, "at": newest and stamp(newest.at)},
    }
