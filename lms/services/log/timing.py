"""The times in both logs, read again: what runs back, where time was counted anew, and awards that look too old."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from lms.credentials.dates import from_stamp, in_words
from lms.credentials.leaf import Kind
from lms.credentials.logcheck import Altered
from lms.credentials.times import (
    Award,
    Course,
    Dated,
    Inversion,
    dated,
    early_awards,
    inversions,
    is_borne_out,
    moment_in_words,
)
from lms.store import audit, certificates, leaves

_FORMER = "It is from before this was refused."


def of_logs(session: Session, *, scratch: bool = False) -> tuple[tuple[Altered, ...], tuple[Altered, ...]]:
    """What is wrong, and what is to be known. In a preview, time goes as it is pretended to have gone."""
    if scratch:
        return (), ()
    faults: list[Altered] = []
    told: list[Altered] = []
    read = list(dated((one.n, one.body) for one in leaves.leaves(session)))
    for one in inversions((one.n, one.at, one.kind) for one in read):
        (told if one.former else faults).append(_run_back("leaf", "Leaf", one))
    for one in inversions((one.n, one.at, one.act) for one in audit.entries(session)):
        (told if one.former else faults).append(_run_back("audit", "Entry", one))
    at = {one.n: one.at for one in read}
    course = Course()
    for leaf in read:
        if leaf.kind == Kind.CLOCK:
            (told if is_borne_out(leaf, at) else faults).append(_counted_anew(leaf, course.latest))
        elif leaf.kind == Kind.RESTORE:
            told.append(_went_on(leaf))
        course = course.after(leaf.at, leaf.kind)
    return tuple(faults), (*told, *_early(session, read))


def _run_back(where: str, name: str, one: Inversion) -> Altered:
    words = f"{name} {one.n} is dated {moment_in_words(one.at)}; one before it, {moment_in_words(one.latest)}."
    return Altered(where, str(one.n), f"{words} {_FORMER}" if one.former else words)


def _counted_anew(leaf: Dated, latest: datetime | None) -> Altered:
    wrong, said = leaf.facts.get("leaf"), leaf.facts.get("said")
    words = f"Leaf {leaf.n}, of {moment_in_words(leaf.at)}, says that the time of leaf {wrong} was wrong: {said}."
    if latest is not None and leaf.at < latest:
        passed = f"The log had come as far as {moment_in_words(latest)}"
        words = f"{words} {passed}: until then, the days of later leaves rest on the word of this site."
    return Altered("leaf", str(leaf.n), words)


def _went_on(leaf: Dated) -> Altered:
    words = (
        f"Leaf {leaf.n}, of {moment_in_words(leaf.at)}, says that the log goes on from an older copy, without the head "
        f"over {leaf.facts.get('size')} leaves of {leaf.facts.get('origin')}."
    )
    return Altered("leaf", str(leaf.n), words)


def _early(session: Session, read: list[Dated]) -> Iterator[Altered]:
    """Award days are claims, and stay at a reissue, so an early one is told and is no fault."""
    first = {one.certificate: one.at for one in reversed(read) if one.certificate}
    for award, entered in early_awards(_awards(session), first):
        why = f" It stands in the place of {award.replaces}, whose award day it keeps." if award.replaces else ""
        words = (
            f"The certificate {award.serial} says that it was awarded on {in_words(award.awarded)}; the first leaf of "
            f"its number is of {moment_in_words(entered)}.{why}"
        )
        yield Altered("certificate", award.serial, words)


def _awards(session: Session) -> Iterator[Award]:
    for serial, text in certificates.claims_as_kept(session):
        try:
            claims = json.loads(text)
            yield Award(serial, from_stamp(claims["issued"]), str(claims.get("replaces", "")))
        except (ValueError, KeyError, TypeError, AttributeError):
            # What cannot be read is told of where certificates are held against the log.
            continue
