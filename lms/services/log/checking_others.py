"""What witnesses signed and a time-stamp service stamped, each held against the heads that are kept now.

Heads themselves are held against the leaves by `checking`. A leaf that says another day than the stamps around it was
dated under a wrong clock, or by somebody who set one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms.credentials.cosignature import Witness, body_of, cosigned
from lms.credentials.logcheck import Altered
from lms.credentials.seen import moment
from lms.services.log import stamping
from lms.services.log.witnessing import CLOCKS_DIFFER
from lms.settings import Settings
from lms.store import leaves, witnessed
from lms.store.prepared import moment_of_text
from lms.store.witnessed import StoredCosignature, StoredStamp


@dataclass(frozen=True, slots=True)
class Sighting:
    """The newest head that somebody saw: how many leaves it covers, and when."""

    name: str
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class OthersSaw:
    """By each witness that has seen anything its newest head; how many heads are stamped, and the newest of them."""

    witnesses: tuple[Sighting, ...] = ()
    stamps: int = 0
    newest_stamp: Sighting | None = None


def check(session: Session, settings: Settings) -> tuple[OthersSaw, tuple[Altered, ...]]:
    """What others saw, and what of it is not as it was given. Nothing is said of those who are not set."""
    altered: list[Altered] = []
    saw: dict[str, Sighting] = {}
    known = {one.name: one for one in settings.witnesses}
    for row in witnessed.cosignatures(session) if known else ():
        if row.witness in known:
            altered += _of_witness(row, known[row.witness], saw)
    stamps = list(_stamps(session, settings, altered)) if settings.tsa_url else []
    altered += _inversions(session, stamps)
    return OthersSaw(tuple(saw.values()), len(stamps), stamps[-1] if stamps else None), tuple(altered)


def _of_witness(row: StoredCosignature, witness: Witness, saw: dict[str, Sighting]) -> Iterator[Altered]:
    signature = None if row.note is None else cosigned(row.note, [row.line], witness)
    if signature is None or not _is_at(row.at, signature.at):
        words = f"The signature of {row.witness} over {row.size} leaves is not as it was given."
        yield Altered("cosignature", f"{row.size} {row.witness}", words)
    else:
        saw[row.witness] = Sighting(row.witness, row.size, signature.at)


def _stamps(session: Session, settings: Settings, altered: list[Altered]) -> Iterator[Sighting]:
    for row in witnessed.stamps(session):
        at, fault = _time_of(row, settings)
        if at is None or not _is_at(row.at, at):
            why = fault or "it says another time than was kept"
            words = f"The time stamp over {row.size} leaves does not hold: {why}."
            altered.append(Altered("stamp", str(row.size), words))
        else:
            yield Sighting(stamping.SERVICE, row.size, at)


def _time_of(row: StoredStamp, settings: Settings) -> tuple[datetime | None, str]:
    from lms.credentials.timestamp import NoStamp, stamped_at  # noqa: PLC0415 - only where there are stamps

    if row.note is None:
        return None, "there is no such head"
    try:
        return stamped_at(row.token, body_of(row.note).encode(), stamping.roots(settings)), ""
    except NoStamp as problem:
        return None, str(problem)


def _is_at(kept: str, at: datetime) -> bool:
    try:
        return moment_of_text(kept) == at
    except (ValueError, TypeError):
        return False


def _inversions(session: Session, stamps: Sequence[Sighting]) -> Iterator[Altered]:
    """The leaves between two stamps whose day lies before the one or after the other, the first of each kind each time.

    Whoever says by a later leaf that the clock was wrong, has said so.
    """
    if not stamps:
        return
    corrected = witnessed.newest_correction(session)
    before: Sighting | None = None
    for after in (*stamps, None):
        since, until = before.size if before else 0, after.size if after else leaves.size(session)
        heads = witnessed.heads(session, since + 1, until)
        early = before and next((one for one in heads if one[1] < before.at - CLOCKS_DIFFER), None)
        late = after and next((one for one in heads if one[1] > after.at + CLOCKS_DIFFER and one[0] > corrected), None)
        if before and early:
            words = f"stands after a head that was stamped on {moment(before.at)}"
            yield Altered("leaf", str(early[0] - 1), f"Leaf {early[0] - 1} says {moment(early[1])}, and {words}.")
        if after and late:
            words = f"is covered by a head that was stamped on {moment(after.at)}"
            yield Altered("leaf", str(late[0] - 1), f"Leaf {late[0] - 1} says {moment(late[1])}, and {words}.")
        before = after
