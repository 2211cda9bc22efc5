"""The mark of a home that a restore fills, or has left half-way: nobody else works there."""

from __future__ import annotations

from lms.settings import Settings

MARK = ".restoring"
BROKEN_OFF = "A restore was broken off in {home}. Give it again: lms restore FILE"


def is_being_filled(settings: Settings) -> bool:
    """Whether a restore works here, or was broken off."""
    return (settings.home / MARK).exists()
