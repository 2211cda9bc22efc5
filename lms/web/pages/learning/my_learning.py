"""A learner's own page: what to do next, how far everything is, what is closed and the way to open it."""

from __future__ import annotations

from flask import Blueprint

from lms.services.assessing import overview
from lms.web.drawing import reader_pages
from lms.web.drawing.fragments import state_of
from lms.web.edge import current, policies

pages = Blueprint("learn", __name__)


@pages.get("/learn")
@policies.signed_in()
def learn() -> bytes:
    seen = overview.overview(current.reading(), current.learner())
    courses = [
        (one.course.path, one.gate, one.joined, one.done, one.lessons_done, one.minutes_left) for one in seen.courses
    ]
    shown = state_of((seen.next, courses, seen.assessments))
    return reader_pages.page(
        "learn/learn.html", seen=shown, next=seen.next, courses=seen.courses, assessments=seen.assessments
    )
