"""Short notes in LMS_HOME on when something was last done, for whoever asks whether all is well."""

from __future__ import annotations

import os
from datetime import datetime

from lms.settings import Settings

BACKUP = "last-backup"


def note_backup(settings: Settings, at: datetime) -> None:
    """A backup was finished at this time."""
    file = settings.home / BACKUP
    unfinished = file.with_name(f".{BACKUP}-{os.getpid()}")
    unfinished.write_text(at.isoformat(timespec="seconds") + "\n", encoding="ascii")
    unfinished.replace(file)


def last_backup(settings: Settings) -> datetime | None:
    """When the last backup was finished; None where none is known of."""
    try:
        text = (settings.home / BACKUP).read_text(encoding="ascii").strip()
        return datetime.fromisoformat(text)
    except (OSError, ValueError):
        return None
