"""What a path suggests, step by step, with how far its reader is. Nothing here opens or closes anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lms.content.kinds import KINDS
from lms.content.reading.model import Catalog
from lms.content.reading.targets import Target, target_of
from lms.progress.fulfilled import fulfilled
from lms.progress.requirements import REQUIREMENTS
from lms.progress.standing import Standing
from lms.services.ground import renamed
from lms.services.ground.context import Context
from lms.services.ground.person import Person


@dataclass(frozen=True, slots=True)
class StepSeen:
    """One thing that is worth doing. `parts_done` of its `parts` are done; those without parts are done as a whole."""

    path: str
    title: str
    summary: str
    language: str
    minutes: int
    done: datetime | None
    parts_done: int
    parts: int


def along(context: Context, person: Person | None, steps: Sequence[str]) -> tuple[StepSeen, ...]:
    """The steps that are there, in their order."""
    if not steps:
        return ()
    catalog = context.catalog()
    standing = Standing() if person is None else renamed.standing_of(context.database.engine, catalog, person.id)
    seen = (_seen(catalog, standing, path) for path in steps)
    return tuple(one for one in seen if one is not None)


def _seen(catalog: Catalog, standing: Standing, path: str) -> StepSeen | None:
    target = target_of(path)
    thing, language = _thing(catalog, target)
    if thing is None:
        return None
    kind = REQUIREMENTS.of_target(target)
    parts = () if kind is None else kind.parts(catalog, target)
    return StepSeen(
        path=path,
        title=thing.title,
        summary=getattr(thing, "summary", ""),
        language=language,
        minutes=getattr(thing, "minutes", 0),
        done=fulfilled(catalog, path, standing),
        parts_done=len([part for part in parts if fulfilled(catalog, part, standing) is not None]),
        parts=len(parts),
    )


def _thing(catalog: Catalog, target: Target) -> tuple[Any, str]:
    """What a path names, and its language: something that can be met, or else a publication."""
    kind = REQUIREMENTS.of_target(target)
    if kind is not None:
        return kind.find(catalog, target), kind.language(catalog, target)
    for one in KINDS.values():
        if one.publication and one.family == target.family:
            thing = catalog.others.get(one.name, {}).get(target.id)
            return thing, "" if thing is None else thing.language
    return None, ""
