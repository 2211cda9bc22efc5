"""What a learner is not told: a pass, where the rules of its attempt show no result.

It opens what it opens, and that shows itself. Until then nothing differs by it: no reason, no next step, no other try.
"""

from __future__ import annotations

from collections.abc import Iterable

from lms.content.reading.model import Assessment, Catalog
from lms.progress.fulfilled import fulfilled
from lms.progress.requirements.lesson import lesson_requirements
from lms.progress.standing import Standing


def is_untold(assessment: Assessment, standing: Standing) -> bool:
    """Whether this was passed, and its learner is not told so. Of older passes the rules of today decide."""
    known = standing.told.get(assessment.id, assessment.policy.shows_result)
    return assessment.id in standing.passed and not known


def missing(catalog: Catalog, paths: Iterable[str], standing: Standing) -> tuple[str, ...]:
    """Nothing where all of these are met; else those that are not, and those of which nobody is told that they are."""
    asked = tuple(paths)
    unmet = {path for path in asked if fulfilled(catalog, path, standing) is None}
    if not unmet:
        return ()
    untold = {one.path for one in catalog.assessments.values() if is_untold(one, standing)} if standing.passed else ()
    return tuple(path for path in asked if path in unmet or path in untold)


def opens_something(catalog: Catalog, path: str, standing: Standing) -> bool:
    """Whether something is open that asks for this: whoever sees it open knows that this is met."""
    return any(path in door and not missing(catalog, door, standing) for door in _doors(catalog))


def _doors(catalog: Catalog) -> Iterable[tuple[str, ...]]:
    yield from (one.requires for one in catalog.credentials.values())
    yield from (one.opens_after for one in catalog.assessments.values())
    for course in catalog.courses.values():
        yield course.opens_after
        yield from (lesson_requirements(course, lesson) for lesson in course.lessons.values())
