"""Everything that one's duties ask for now: what this room knows of, behind what belongs to applications and acts."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from lms.services.appointing import tasks
from lms.services.appointing.tasks import Desk, Task
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.reviewing import listing

REVIEW = "/review"


def of(ctx: Context, person: Person) -> Desk:
    """What stands before somebody, with what waits for their reading as one task."""
    with ctx.database.reading() as session:
        desk = tasks.desk(ctx, session, person)
        return replace(desk, tasks=[*desk.tasks, *_to_read(ctx, session, desk)])


def _to_read(ctx: Context, session: Session, desk: Desk) -> list[Task]:
    held = {scheme: frozenset(duties) for scheme, duties in desk.held.items()}
    if not any(duty.value in listing.REVIEWERS for duties in held.values() for duty in duties):
        return []
    waiting = len(listing.in_review_of(ctx, session, held))
    words = "One question waits for your reading" if waiting == 1 else f"{waiting} questions wait for your reading"
    return [Task(words, REVIEW)] if waiting else []
