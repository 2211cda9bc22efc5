"""Following a path: as many as one likes, begun and ended at any time. What was learnt knows nothing of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import chain

from lms.content.kinds import KINDS
from lms.content.reading.for_whom import PATHS
from lms.content.reading.model import Catalog
from lms.content.reading.targets import Target, own_id, target_of
from lms.progress.requirements import REQUIREMENTS
from lms.progress.standing import Standing
from lms.progress.steps import Step, next_step, shortest_way, step_to
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import NotFound
from lms.sources.suggest import nearest
from lms.store import followings
from lms.store.locks import hold_account
from lms.store.prepared import Reader
from lms.wording.phrases import _

FAMILY = "paths"


@dataclass(frozen=True, slots=True)
class FollowedPath:
    """A path that somebody follows, with what comes next on it for them; None once nothing is left that is open."""

    id: str
    next: Step | None


def known(catalog: Catalog) -> Collection[str]:
    """The ids of all paths that can be followed: those that the site describes, else the four."""
    return tuple(KINDS.ways(catalog)) or PATHS


def followed(reader: Reader, catalog: Catalog, account_id: int) -> tuple[str, ...]:
    """What somebody follows, by the ids of today, in the order in which they began. A path that is gone is left out."""
    there = known(catalog)
    names = (catalog.former.now(one.path) for one in followings.of_account(reader, account_id))
    ids = (own_id(name, FAMILY) for name in names)
    return tuple(dict.fromkeys(id for id in ids if id in there))


def follows(context: Context, person: Person, id: str) -> bool:
    """Whether somebody follows a path."""
    return id in followed(context.database.engine, context.catalog(), person.id)


def with_next(context: Context, person: Person, standing: Standing) -> tuple[FollowedPath, ...]:
    """The same with the next step on each, by what its follower has done. One statement."""
    catalog = context.catalog()
    mine = followed(context.database.engine, catalog, person.id)
    return tuple(FollowedPath(id, next_on(catalog, id, standing)) for id in mine)


def next_on(catalog: Catalog, id: str, standing: Standing) -> Step | None:
    """What the path suggests next that can be done and is not, or what has to be done before that.

    On a path without such a suggestion: go on in a course of it that is begun, else begin the first that is open.
    """
    _kind, described = KINDS.ways(catalog).get(id, (None, None))
    suggested: tuple[str, ...] = getattr(described, "steps", ())
    courses = [course for course in catalog.courses.values() if id in course.paths]
    begun = (course for course in courses if standing.course(course.id).last_at is not None)
    steps = chain(
        (_toward(catalog, path, standing) for path in suggested),
        (next_step(catalog, course, standing) for course in chain(begun, courses)),
    )
    return next((step for step in steps if step is not None), None)


def _toward(catalog: Catalog, path: str, standing: Standing) -> Step | None:
    """The next thing to do for one that is suggested; None for what is done, and for what nobody can be done with."""
    target = target_of(path)
    kind = REQUIREMENTS.of_target(target)
    if kind is None or kind.find(catalog, target) is None or kind.fulfilled(catalog, standing, target) is not None:
        return None
    way = shortest_way(catalog, path, standing)
    if way:
        return way[0]
    course = catalog.courses.get(target.id) if kind.parts(catalog, target) else None
    return step_to(catalog, path, standing) if course is None else next_step(catalog, course, standing)


def follow(context: Context, person: Person, id: str) -> None:
    """Follow a path from now on; whoever does so already goes on."""
    path = _path_of(context.catalog(), id)
    with context.database.writing() as session:
        hold_account(session, person.id)
        if own_id(path, FAMILY) not in followed(session, context.catalog(), person.id):
            followings.begin(session, person.id, path, context.now())


def stop(context: Context, person: Person, id: str) -> None:
    """Follow it no more. Whoever did not follow it has nothing to end."""
    catalog = context.catalog()
    path = _path_of(catalog, id)
    with context.database.writing() as session:
        followings.end(session, person.id, catalog.former.every(path), context.now())


def _path_of(catalog: Catalog, id: str) -> str:
    """What it is called today; NotFound, with the nearest, for what is no path."""
    path, there = catalog.former.now(Target(FAMILY, id).path), known(catalog)
    if own_id(path, FAMILY) in there:
        return path
    near = nearest(id, there)
    if near:
        raise NotFound(_("There is no path “%(given)s”. Did you mean “%(near)s”?", given=id, near=near))
    raise NotFound(_("There is no such path."))
