"""Everything that one's duties ask for now: what this room knows of, behind what belongs to applications and acts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy.orm import Session

from lms.practice.duties import Duty
from lms.practice.lives import State
from lms.services.appointing import tasks
from lms.services.appointing.tasks import Desk, Task
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.reviewing import listing
from lms.services.reviewing.folding import NOTHING, sources_of
from lms.services.reviewing.listing import Known
from lms.services.reviewing.records import IN_USE

REVIEW, BANKS = "/review", "/staff/banks"
READING = frozenset(listing.REVIEWERS)
STEPS: dict[str, tuple[frozenset[Duty], str, str]] = {
    "new": (
        frozenset({Duty.WRITER}),
        "One question was never proposed for review",
        "{} questions were never proposed for review",
    ),
    "returned": (
        frozenset({Duty.WRITER}),
        "One question came back from its review",
        "{} questions came back from their review",
    ),
    "approved": (
        frozenset({Duty.WRITER, Duty.OFFICER}),
        "One question is approved, and can be tried as a pilot",
        "{} questions are approved, and can be tried as pilots",
    ),
}
"""Steps in the life of a question that wait for one of these duties."""


def of(ctx: Context, person: Person) -> Desk:
    """What stands before somebody, with a task for each kind of step that their questions wait for."""
    with ctx.database.reading() as session:
        return within(ctx, session, person)


def within(ctx: Context, session: Session, person: Person) -> Desk:
    """The same within a transaction, as its mail is written."""
    desk = tasks.desk(ctx, session, person)
    return replace(desk, tasks=[*desk.tasks, *_of_questions(ctx, session, desk)])


def _of_questions(ctx: Context, session: Session, desk: Desk) -> Iterator[Task]:
    held = {scheme: frozenset(duties) for scheme, duties in desk.held.items()}
    every = frozenset().union(*held.values())
    if not any(duty.value in READING for duty in every) and not every & STEPS["approved"][0]:
        return
    known = listing.known_to(ctx, session, held)
    waiting = len(listing.in_review_of(known))
    if waiting:
        one, many = "One question waits for your reading", f"{waiting} questions wait for your reading"
        yield Task(one if waiting == 1 else many, REVIEW)
    steps = list(_steps(known))
    for step, (_duties, one, many) in STEPS.items():
        banks = [bank for bank, waits in steps if waits == step]
        if banks:
            page = f"{BANKS}/{banks[0]}" if len(set(banks)) == 1 else BANKS
            yield Task(one if len(banks) == 1 else many.format(len(banks)), page)


def _steps(known: Known) -> Iterator[tuple[str, str]]:
    """For each question that waits for a step by one of these duties, its bank and the step."""
    for id, bank in known.banks.items():
        for source, quiz in sources_of(bank).items():
            newest = known.standing.get(source, NOTHING).versions.get(quiz.version)
            state = State.DRAFT if newest is None else newest.life.state
            step = {State.APPROVED: "approved", State.DRAFT: "new" if newest is None else "returned"}.get(state)
            if step and quiz.status in IN_USE and known.duties[id] & STEPS[step][0]:
                yield id, step
