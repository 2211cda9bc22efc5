"""A learner's own page: what to do next, how far everything is, what is closed and the way to open it."""

from __future__ import annotations

from flask import Blueprint

from lms.services.assessing import overview
from lms.web import current, drawing, policies
from lms.web.fragments import state_of

pages = Blueprint("learn", __name__)


@pages.get("/learn")
@policies.signed_in()
def learn() -> bytes:
    seen = overview.overview(current.reading(), current.learner())
    courses = [
        (one.course.path, one.gate, one.joined, one.done, one.lessons_done, one.minutes_left) for one in seen.courses
    ]
    shown = state_of((seen.next, courses, seen.assessments))
    return drawing.page(
        "learn/learn.html", seen=shown, next=seen.next, courses=seen.courses, assessments=seen.assessments
    )
