"""How far a learner is: what is recorded, and by it what is done or passed of all that can be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lms.content.reading.targets import target_of
from lms.progress.records import NEW_COURSE as NEW_COURSE
from lms.progress.records import CourseStanding as CourseStanding
from lms.progress.records import LessonStanding as LessonStanding
from lms.progress.records import QuizStanding as QuizStanding
from lms.progress.records import Records
from lms.progress.records import fold as fold
from lms.progress.records import fold_all as fold_all
from lms.progress.records import from_json as from_json
from lms.progress.records import to_json as to_json
from lms.progress.requirements import REQUIREMENTS


@dataclass(frozen=True, slots=True)
class Standing(Records):
    """Everything one learner has done."""

    def met(self, path: str) -> datetime | None:
        """Since when it is recorded that the thing with this path is done or passed; None if it is not.

        Doors ask `fulfilled` instead, which knows the course of today as well.
        """
        target = target_of(path)
        return REQUIREMENTS.of(target).recorded(self, target)
