"""A module whose lessons must be done: `courses/foundations#voice`."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from lms.content.reading.model import Catalog, Module
from lms.content.reading.targets import COURSES, SECTION, Target
from lms.progress.completions import done_since
from lms.progress.records import Records
from lms.progress.requirement import Requirement, Step
from lms.wording.phrases import _


class ModuleComplete(Requirement):
    name = "module"
    family = COURSES
    shape = SECTION

    def find(self, catalog: Catalog, target: Target) -> Module | None:
        course = catalog.courses.get(target.id)
        modules = () if course is None else course.modules
        return next((module for module in modules if module.id == target.section), None)

    def language(self, catalog: Catalog, target: Target) -> str:
        course = catalog.courses.get(target.id)
        return "" if course is None else course.language_of(f"modules.{target.section}")

    def recorded(self, records: Records, target: Target) -> datetime | None:
        return records.course(target.id).modules.get(target.section)

    def fulfilled(self, catalog: Catalog, records: Records, target: Target) -> datetime | None:
        recorded = self.recorded(records, target)
        course = catalog.courses.get(target.id)
        if recorded is not None or course is None:
            return recorded
        module = self.find(catalog, target)
        return done_since(course, () if module is None else module.lessons, records.course(target.id))

    def not_yet(self, catalog: Catalog, target: Target, title: str) -> str:
        return _("First finish all lessons of “%(title)s”.", title=title)

    def address(self, target: Target) -> str:
        return f"/courses/{target.id}#module_{quote(target.section)}"

    def before(self, catalog: Catalog, target: Target) -> tuple[str, ...]:
        course, module = catalog.courses.get(target.id), self.find(catalog, target)
        return () if course is None else (*course.opens_after, *(module.opens_after if module else ()))

    def parts(self, catalog: Catalog, target: Target) -> tuple[str, ...]:
        course, module = catalog.courses.get(target.id), self.find(catalog, target)
        return tuple(course.lessons[id].path for id in module.lessons) if course and module else ()

    def step(self, catalog: Catalog, records: Records, target: Target) -> Step | None:
        return None


KIND = ModuleComplete()
