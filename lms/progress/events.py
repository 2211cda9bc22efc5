"""What happens in learning: one event each, appended and never changed.

An event belongs to a learner and a subject, which is a course or an assessment by its path. Kinds: `joined` (a course),
`answered` (a quiz of the lesson `part`), `lesson_done` and `module_done` (of the lesson or module `part`),
`course_done`, and `passed` (an assessment).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from lms.questions.quiz import Json


@dataclass(frozen=True, slots=True)
class Event:
    """`share` is None for a quiz that is never scored; `answer` and `version` (of the quiz) belong to `answered`."""

    kind: str
    at: datetime
    part: str = ""
    quiz: str = ""
    share: Fraction | None = None
    answer: Json = None
    version: str = ""
