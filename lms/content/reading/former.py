"""The names that things had before: where each of them leads today, and which of them a thing has had."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lms.content.reading.targets import ASSESSMENTS, COURSES, Target, own_id

_IN_COURSE = re.compile(r"(courses/[^/#]+)([/#].+)")


def former_path(word: str, folder: str) -> str:
    """The path that a former name stands for: a bare one lay in this folder."""
    return word if "/" in word else f"{folder}/{word}"


@dataclass(frozen=True, slots=True)
class FormerNames:
    """By each former path the path of today. What is in a course that was renamed goes along with it."""

    leads: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.leads)

    def now(self, path: str) -> str:
        """What a thing is called today; the path itself where nothing says otherwise."""
        if path in self.leads:
            return self.leads[path]
        inside = _IN_COURSE.fullmatch(path) if self.leads else None
        return path if inside is None else self.leads.get(inside[1], inside[1]) + inside[2]

    def assessment_now(self, id: str) -> str:
        """The id that an assessment has today."""
        return own_id(self.now(Target(ASSESSMENTS, id).path), ASSESSMENTS)

    def every(self, path: str) -> tuple[str, ...]:
        """All names that the thing with this path of today has or had, that of today first."""
        had = [former for former, now in self.leads.items() if now == path]
        inside = _IN_COURSE.fullmatch(path)
        if inside is not None:
            along = (former + inside[2] for former, now in self.leads.items() if now == inside[1])
            had += [former for former in along if former not in self.leads]
        return (path, *had)

    def courses_before(self, id: str) -> frozenset[str]:
        """The paths of all courses in which something of a course was done: its own names, and where lessons lay."""
        path = Target(COURSES, id).path
        lay = (former.rpartition("/")[0] for former, now in self.leads.items() if now.startswith(f"{path}/"))
        return frozenset({*self.every(path), *lay})

    def every_assessment(self, id: str) -> tuple[str, ...]:
        """All ids that an assessment has or had, that of today first."""
        return tuple(own_id(one, ASSESSMENTS) for one in self.every(Target(ASSESSMENTS, id).path))
