"""Starting files for authors: each checks without errors, and says by example what goes where.

What they say is to be replaced: each sentence is a warning until it is (see `lms.content.reading.placeholders`).
"""

from __future__ import annotations

from collections.abc import Mapping

from lms.content.kinds import KINDS
from lms.content.reading.kind import Files as Files
from lms.content.reading.kind import NotPossible as NotPossible
from lms.content.reading.kind import Starter
from lms.content.reading.site import World


def starters() -> Mapping[str, Starter]:
    """What can be started, by kind, in the order of a site that is begun."""
    return {name: kind.starter for name, kind in KINDS.items() if kind.starter is not None}


def start(kind: str, world: World, name: str) -> Files:
    """The files of something new, by the name that its starter asks for."""
    return starters()[kind].make(world, name)
