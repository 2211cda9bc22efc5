"""What last went wrong with a witness or with the time-stamp service, and since when, for whoever looks after the site.

Kept in a small file in LMS_HOME by the worker of this machine. Nothing in it decides anything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lms.questions.quiz import Json
from lms.services.ground import home
from lms.settings import Settings

FILE = "others.json"
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong, in words that go on after a name. `longer` is the size of a log that was seen beyond ours."""

    words: str
    since: datetime
    longer: int = 0


def troubles(settings: Settings) -> Mapping[str, Trouble]:
    """What is wrong now, by whom; nothing where nothing is known."""
    try:
        kept: Json = json.loads((settings.home / FILE).read_text(encoding="utf-8"))
        return {
            str(name): Trouble(str(one["words"]), datetime.fromisoformat(one["since"]), int(one["longer"]))
            for name, one in kept.items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def note(settings: Settings, name: str, words: str, at: datetime, longer: int = 0) -> None:
    """Something is wrong with this one now; it is so since the first time without a good answer in between."""
    known = dict(troubles(settings))
    since = known[name].since if name in known else at
    known[name] = Trouble(words[:_LONGEST], since, longer)
    _keep(settings, known)


def note_fine(settings: Settings, name: str) -> None:
    """This one answered as it should."""
    known = dict(troubles(settings))
    if known.pop(name, None) is not None:
        _keep(settings, known)


def _keep(settings: Settings, known: Mapping[str, Trouble]) -> None:
    rows = {
        name: {"words": one.words, "since": one.since.isoformat(), "longer": one.longer} for name, one in known.items()
    }
    home.write_whole(settings.home / FILE, json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
