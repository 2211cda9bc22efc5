"""Whose file it is that somebody was given: looked up by its hash, among those of today and those of before.

That a row says so is not believed: the report on the number is held against the log, and the hash with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms.store import verification
from lms.store.verification import KnownFile


@dataclass(frozen=True, slots=True)
class Match:
    """The number of the certificate that a file is said to be of, and the names of the keys that signed the file.

    `until` is when a newer file took over; None for the newest.
    """

    serial: str
    keys: tuple[str | None, ...] = ()
    until: datetime | None = None
    is_pdf: bool = True


def of(session: Session, hash: str) -> Sequence[Match]:
    """The certificates that have, or had, a PDF or a credential with this hash; those that have it first."""
    return [Match(one.serial, _keys(one), one.until, one.is_pdf) for one in verification.files_of(session, hash)]


def _keys(one: KnownFile) -> tuple[str | None, ...]:
    return (one.signed_with, one.sealed_with) if one.is_pdf else (one.signed_with,)
