"""Who wrote the courses of a scheme: they decide about none of its candidates. Pen names stand for accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from lms.content.reading.model import Catalog, Course
from lms.content.reading.targets import COURSES, target_of
from lms.store import pen_names


@dataclass(frozen=True, slots=True)
class Authors:
    """The accounts of those who are known, and the names that stand for none, each with its course."""

    accounts: frozenset[int] = frozenset()
    unknown: tuple[tuple[str, str], ...] = ()


def courses_of(catalog: Catalog, scheme_id: str) -> Sequence[Course]:
    """The courses that a scheme leads through: by its routes, its certification, and its examination."""
    scheme, credential = catalog.schemes.get(scheme_id), catalog.credentials.get(scheme_id)
    if scheme is None:
        return ()
    asked = [path for route in scheme.routes for path in route.requires]
    asked += credential.requires if credential is not None else ()
    examination = catalog.assessments.get(target_of(scheme.examination).id)
    asked += examination.opens_after if examination is not None else ()
    targets = map(target_of, asked)
    named = dict.fromkeys(one.id for one in targets if one.family == COURSES)
    return [catalog.courses[id] for id in named if id in catalog.courses]


def authors_of_all(session: Session, catalog: Catalog, scheme_ids: Iterable[str]) -> Mapping[str, Authors]:
    """Those of all courses of some schemes, in one statement; where no course names anybody, nothing is read."""
    named = {
        id: [(name, course.title) for course in courses_of(catalog, id) for name in course.authors] for id in scheme_ids
    }
    names = {name for of_one in named.values() for name, _title in of_one}
    known = pen_names.accounts_of(session, names) if names else {}
    return {id: _authors(of_one, known) for id, of_one in named.items()}


def _authors(named: Sequence[tuple[str, str]], known: Mapping[str, int]) -> Authors:
    unknown = [(name, title) for name, title in named if name not in known]
    return Authors(frozenset(known[name] for name, _title in named if name in known), tuple(dict.fromkeys(unknown)))
