"""The site of the load: an examination, as many learners as asked for, and some certificates to be verified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.campus import credential, examination, issued, person_of, write
from benchmarks.generated import site
from lms.services.accounts import bearers
from lms.services.ground import home
from lms.services.ground.context import Context
from lms.services.operating import start
from lms.services.publishing import publish
from lms.settings import load
from lms.store import attempts, migrating

CERTIFICATES = 20


@dataclass(frozen=True, slots=True)
class Hall:
    """Where it is, and who may come in."""

    environment: Mapping[str, str]
    context: Context
    tokens: tuple[str, ...]
    serials: tuple[str, ...]


def hall(folder: Path, learners: int, database_url: str = "") -> Hall:
    """A site in this folder, on SQLite or in an empty PostgreSQL database."""
    write(folder / "site", {**site(10), **examination(), **credential()})
    environment = {"LMS_HOME": str(folder / "home"), "LMS_SITE": str(folder / "site"), "LMS_PUBLISH": "manual"}
    if database_url:
        environment["LMS_DATABASE_URL"] = database_url
    settings = load(environment)
    home.make(settings)
    context = start.make_context(settings)
    migrating.upgrade(context.database)
    report = publish.publish(context)
    if not report.published:
        raise RuntimeError(f"the generated site has errors: {report.checked.findings[:3]}")
    people = [person_of(context, number) for number in range(learners)]
    now, days = context.now(), bearers.LASTS.days
    with context.database.writing() as session:
        tokens = tuple(bearers.issue(session, one.id, "benchmark", bearers.SCOPES, days, now)[0] for one in people)
    serials = tuple(issued(context, person) for person in people[:CERTIFICATES])
    return Hall(environment, context, tokens, serials)


def lost(hall: Hall, acknowledged: Mapping[str, Mapping[str, tuple[int, str]]]) -> int:
    """How many acknowledged answers are not stored, nor a newer one of the same question."""
    gone = 0
    with hall.context.database.reading() as session:
        for attempt, answers in acknowledged.items():
            stored = {item.n: item for item in attempts.items(session, attempt)}
            for n, (seq, key) in answers.items():
                item = stored[int(n)]
                gone += not (item.seq > seq or (item.seq == seq and item.answer == key))
    return gone
