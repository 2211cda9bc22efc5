"""A course that must be complete: `courses/foundations`."""

from __future__ import annotations

from datetime import datetime

from lms.content.reading.model import Catalog, Course
from lms.content.reading.targets import COURSES, Target
from lms.progress.completions import done_since
from lms.progress.records import Records
from lms.progress.requirement import Requirement, Step
from lms.wording.phrases import _


class CourseComplete(Requirement):
    name = "course"
    family = COURSES

    def find(self, catalog: Catalog, target: Target) -> Course | None:
        return catalog.courses.get(target.id)

    def language(self, catalog: Catalog, target: Target) -> str:
        found = self.find(catalog, target)
        return "" if found is None else found.language_of("title")

    def recorded(self, records: Records, target: Target) -> datetime | None:
        return records.course(target.id).done

    def fulfilled(self, catalog: Catalog, records: Records, target: Target) -> datetime | None:
        mine = records.course(target.id)
        course = self.find(catalog, target)
        return mine.done if mine.done is not None or course is None else done_since(course, course.lessons, mine)

    def not_yet(self, catalog: Catalog, target: Target, title: str) -> str:
        return _("First finish the course “%(title)s”.", title=title)

    def address(self, target: Target) -> str:
        return f"/courses/{target.id}"

    def before(self, catalog: Catalog, target: Target) -> tuple[str, ...]:
        course = self.find(catalog, target)
        return () if course is None else course.opens_after

    def parts(self, catalog: Catalog, target: Target) -> tuple[str, ...]:
        course = self.find(catalog, target)
        modules = () if course is None else course.modules
        return tuple(course.lessons[id].path for module in modules for id in module.lessons) if course else ()

    def step(self, catalog: Catalog, records: Records, target: Target) -> Step | None:
        return None


KIND = CourseComplete()
