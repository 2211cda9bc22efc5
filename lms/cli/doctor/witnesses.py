"""What `lms doctor` looks at in those who watch the log for us; nothing where nobody is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from lms.cli.doctor.machine import Finding
from lms.credentials.seen import moment
from lms.services.ground.context import Context
from lms.services.log import stamping, trouble
from lms.store import leaves, witnessed
from lms.store.leaves import StoredCheckpoint
from lms.store.schema import SERVED, schema_of

SOON = timedelta(minutes=10)
STAMPED_SOON = timedelta(days=1) + SOON
WORKER = "is a worker running (lms work)?"


def of_others(ctx: Context) -> Iterator[Finding]:
    """Each witness and the time-stamp service, as far as they are set."""
    settings = ctx.settings
    if not (settings.witnesses or settings.tsa_url):
        return
    try:
        if schema_of(ctx.database.engine) not in SERVED:
            return
        with ctx.database.reading() as session:
            head = leaves.newest_checkpoint(session)
            for witness in settings.witnesses:
                yield _witness(ctx, session, head, witness.name)
            if settings.tsa_url:
                yield _stamps(ctx, session, head)
    except (SQLAlchemyError, ValueError) as error:
        yield Finding("witnesses", False, f"could not be looked at ({type(error).__name__})")


def _witness(ctx: Context, session: Session, head: StoredCheckpoint | None, name: str) -> Finding:
    wrong = trouble.troubles(ctx.settings).get(name)
    seen = witnessed.newest_seen(session, name)
    if wrong is not None:
        return Finding("witness", False, f"{name} has not signed since {moment(wrong.since)}: {wrong.words}")
    if head is None:
        return Finding("witness", True, f"{name} will see the log as soon as it has an entry")
    if seen is not None and seen[0] >= head.size:
        return Finding("witness", True, f"{name} saw the newest head on {moment(seen[1])}")
    if ctx.now() - head.at > SOON:
        since = f"nothing since {moment(seen[1])}" if seen is not None else "nothing yet"
        return Finding("witness", False, f"{name} saw {since}, and was not asked: {WORKER}")
    return Finding("witness", True, f"{name} is shown the newest head now")


def _stamps(ctx: Context, session: Session, head: StoredCheckpoint | None) -> Finding:
    wrong = trouble.troubles(ctx.settings).get(stamping.SERVICE)
    last = witnessed.newest_stamp(session)
    if wrong is not None:
        words = f"the time-stamp service is not in order since {moment(wrong.since)}: {wrong.words}"
        return Finding("stamps", False, words)
    if last is None:
        waits = head is not None and ctx.now() - head.at > SOON
        return Finding("stamps", not waits, f"no head is stamped yet{f': {WORKER}' if waits else ''}")
    old = head is not None and head.size > last[0] and ctx.now() - last[1] > STAMPED_SOON
    return Finding("stamps", not old, f"the newest is of {moment(last[1])}{f': {WORKER}' if old else ''}")
