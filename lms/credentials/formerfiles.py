"""A file that a newer one of the same certificate took over from, held against what the log tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FormerFact:
    """One of them. `badge` and `pdf` are the SHA-256 of the bytes, empty where there are none.

    `pdf_hash` is what it is looked up by; of a file that was never drawn it is empty, as `pdf` is. `whole` is False
    where the credential is kept under another hash than its own.
    """

    until: datetime | None
    leaf: int | None
    status_list: str | None
    status_index: int | None
    badge: str
    pdf: str
    pdf_hash: str
    whole: bool = True


def fit(told: Sequence[FormerFact], kept: Sequence[FormerFact], *, erased: bool) -> bool:
    """Whether the former files of a certificate are those that the log tells of; once erased, all but what they say."""
    if erased:
        told = [replace(one, badge="", pdf="") for one in told]
    return list(told) == list(kept)
