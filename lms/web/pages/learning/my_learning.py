"""A learner's own page: what to do next, how far everything is, what is closed and the way to open it."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template

from lms.services.assessing import overview
from lms.services.learning import following
from lms.services.learning import notes as own_notes
from lms.web.drawing import reader_pages, shared
from lms.web.drawing.fragments import state_of
from lms.web.edge import current, policies

pages = Blueprint("learn", __name__)


@pages.get("/learn")
@policies.signed_in()
def learn() -> Response:
    seen = overview.overview(current.reading(), current.learner())
    courses = [
        (one.course.path, one.gate, one.joined, one.done, one.lessons_done, one.minutes_left) for one in seen.courses
    ]
    again = [(one.lesson.path, one.question.id) for one in seen.again]
    paths = following.with_next(current.reading(), current.learner(), seen.standing)
    shown = state_of((paths, seen.next, courses, seen.assessments, again))
    page = reader_pages.page(
        "learn/learn.html",
        seen=shown,
        paths=paths,
        next=seen.next,
        courses=seen.courses,
        assessments=seen.assessments,
        again=seen.again,
    )
    return shared.own(page)


@pages.get("/learn/notes")
@policies.signed_in()
def notes() -> str:
    """All that the reader wrote for themselves."""
    return render_template("learn/notes.html", notes=own_notes.notes_of(current.reading(), current.learner()))


@pages.get("/learn/notes.txt")
@policies.signed_in()
def notes_as_text() -> Response:
    """The same as a file."""
    written = own_notes.notes_of(current.reading(), current.learner())
    answer = make_response(render_template("learn/notes.txt", notes=written))
    answer.headers["Content-Type"] = "text/plain; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="notes.txt"'
    return answer
