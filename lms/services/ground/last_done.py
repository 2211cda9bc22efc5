"""Short notes in LMS_HOME on when something was last done, for whoever asks whether all is well."""

from __future__ import annotations

from datetime import datetime

from lms.services.ground import home
from lms.settings import Settings

BACKUP = "last-backup"


def note_backup(settings: Settings, at: datetime) -> None:
    """A backup was finished at this time."""
    home.write_whole(settings.home / BACKUP, at.isoformat(timespec="seconds") + "\n")


def last_backup(settings: Settings) -> datetime | None:
    """When the last backup was finished; None where none is known of."""
    try:
        text = (settings.home / BACKUP).read_text(encoding="ascii").strip()
        return datetime.fromisoformat(text)
    except (OSError, ValueError):
        return None
