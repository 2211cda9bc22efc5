"""A file that somebody was given: is it, byte for byte, one that we issued?

Only a certain match is ever called genuine. Nothing is read out of the file, so nothing in it can mislead the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lms.credentials.life import Status
from lms.credentials.report import Report


@dataclass(frozen=True, slots=True)
class FileCheck:
    """The answer about one file. `report` is about the certificate it was found to be, if it is one of ours."""

    verdict: Literal["genuine", "not one of ours"]
    headline: str
    words: str
    report: Report | None = None

    @property
    def genuine(self) -> bool:
        return self.verdict == "genuine"


def examine_file(found: Report | None) -> FileCheck:
    """`found` is the report on the issued certificate whose PDF has the SHA-256 of the file, if there is one."""
    if found is None or not found.trusted or found.status in (Status.UNKNOWN, Status.MISTYPED):
        return FileCheck(
            "not one of ours",
            "Not one of ours: we have issued no file with exactly this content.",
            "A file that was edited, printed to PDF again or saved by another program is a new file, even if it looks "
            "the same. Type the number that stands on it, and compare each fact with what we show.",
        )
    but = "" if found.status is Status.VALID else f", but {found.status.value}"
    return FileCheck(
        "genuine",
        f"Genuine{but}: this is, byte for byte, the file that we issued.",
        "Its content has not been changed since. What it is worth today is said below.",
        found,
    )
