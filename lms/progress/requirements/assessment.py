"""An assessment that must be passed: `assessments/foundations-exam`."""

from __future__ import annotations

from datetime import datetime

from lms.content.reading.model import Assessment, Catalog
from lms.content.reading.targets import ASSESSMENTS, Target
from lms.progress.records import Records
from lms.progress.requirement import Requirement
from lms.wording.phrases import _


class AssessmentPassed(Requirement):
    name = "assessment"
    family = ASSESSMENTS

    def find(self, catalog: Catalog, target: Target) -> Assessment | None:
        return catalog.assessments.get(target.id)

    def language(self, catalog: Catalog, target: Target) -> str:
        found = self.find(catalog, target)
        return "" if found is None else found.language_of("title")

    def recorded(self, records: Records, target: Target) -> datetime | None:
        return records.passed.get(target.id)

    def not_yet(self, catalog: Catalog, target: Target, title: str) -> str:
        found = self.find(catalog, target)
        if found is None or found.policy.shows_result:
            return _("First pass “%(title)s”.", title=title)
        return _("This opens with a pass in “%(title)s”, of which no result is shown.", title=title)

    def again(self, title: str) -> str:
        return _("Pass “%(title)s” again.", title=title)

    def address(self, target: Target) -> str:
        return f"/assessments/{target.id}"

    def before(self, catalog: Catalog, target: Target) -> tuple[str, ...]:
        found = self.find(catalog, target)
        return () if found is None else found.opens_after


KIND = AssessmentPassed()
