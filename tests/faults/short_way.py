"""A site whose credential is a single step away: one lesson to be read."""

from __future__ import annotations

from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.learning import lessons
from tests.support.site import FILES

COURSE = "---\ntitle: A short course\nsummary: One lesson.\n---\nIt is short.\n"
LESSON = "---\ntitle: One thing\nminutes: 1\ncomplete_when: read\n---\nRead this.\n"
CREDENTIAL = FILES["certificates/listener/credential.md"].replace(
    "requires: [courses/listening, assessments/exam]", "requires: [courses/short]"
)
CHANGES = {
    "content/courses/short/course.md": COURSE,
    "content/courses/short/01-one.md": LESSON,
    "certificates/listener/credential.md": CREDENTIAL,
}


def walk(context: Context, person: Person) -> None:
    lessons.complete_lesson(context, person, "short", "one")
