"""Whether a thing is done or passed, and since when: by what was recorded, or by what the course of today still asks.

An edit may take a lesson or a question away, and leave a learner with everything done and no act that could say so.
They must not be stuck before a door: what is complete by the course of today counts, without an event of its own.
"""

from __future__ import annotations

from datetime import datetime

from lms.content.reading.model import Catalog
from lms.content.reading.targets import target_of
from lms.progress.requirements import REQUIREMENTS
from lms.progress.standing import Standing


def fulfilled(catalog: Catalog, path: str, standing: Standing) -> datetime | None:
    """Since when the thing with this path is done or passed; None if it is not, or is nothing that could be."""
    target = target_of(path)
    kind = REQUIREMENTS.of_target(target)
    return None if kind is None else kind.fulfilled(catalog, standing, target)
