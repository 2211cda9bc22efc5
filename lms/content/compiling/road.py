"""The order in which courses, examinations and credentials are shown: as one comes to them on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lms.content.reading.for_whom import LEVELS
from lms.content.reading.model import Assessment, Course, Credential
from lms.content.reading.targets import target_of


class Road:
    """How far along each course and examination lies: 0 where nothing comes before it."""

    def __init__(self, courses: Mapping[str, Course], assessments: Mapping[str, Assessment]) -> None:
        doors: tuple[Course | Assessment, ...] = (*courses.values(), *assessments.values())
        self._far = _far({one.path: frozenset(map(_whole, one.opens_after)) for one in doors})
        self._courses = {one.path: n for n, one in enumerate(self.courses(courses).values())}

    def courses(self, courses: Mapping[str, Course]) -> dict[str, Course]:
        """The nearest first; of those equally far the easier, then by id."""
        placed = sorted(courses.values(), key=lambda one: (self._far[one.path], _level(one.level), one.id))
        return {one.id: one for one in placed}

    def assessments(self, assessments: Mapping[str, Assessment]) -> dict[str, Assessment]:
        placed = sorted(assessments.values(), key=lambda one: (*self._place(one.opens_after), one.id))
        return {one.id: one for one in placed}

    def credentials(self, credentials: Mapping[str, Credential]) -> dict[str, Credential]:
        placed = sorted(credentials.values(), key=lambda one: (*self._place(one.requires), one.id))
        return {one.id: one for one in placed}

    def _place(self, needed: Iterable[str]) -> tuple[int, int]:
        """How far what is needed lies, and the last course of it: things of one course stand in its place."""
        paths = {_whole(path) for path in needed}
        return (
            max((self._far.get(path, 0) + 1 for path in paths), default=0),
            max((self._courses.get(path, -1) for path in paths), default=-1),
        )


def _whole(path: str) -> str:
    """The course of a lesson or a module; an examination itself."""
    return target_of(path).whole.path


def _level(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)


def _far(needs: Mapping[str, frozenset[str]]) -> dict[str, int]:
    """The longest chain before each. What needs itself, which is an error of its own, ends after as many rounds."""
    far = dict.fromkeys(needs, 0)
    for _ in needs:
        changed = False
        for path, before in needs.items():
            found = max((far[one] + 1 for one in before if one in far and one != path), default=0)
            changed |= found != far[path]
            far[path] = found
        if not changed:
            break
    return far
