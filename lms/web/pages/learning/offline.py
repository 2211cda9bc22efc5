"""Lessons for reading without a connection: copies that hold nothing personal, and what keeps them in the browser.

A copy is the lesson as everybody reads it, without a name, a token or how far somebody is. The browser's worker shows
it where the lesson itself cannot be reached. Answers need a connection: a copy has no forms.
"""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify, render_template, url_for

from lms.services.ground.refusals import NotFound
from lms.services.learning import courses as course_views
from lms.services.learning import lessons as learning
from lms.web.drawing import reader_pages, shared, static_files
from lms.web.edge import current, policies
from lms.wording.phrases import _

pages = Blueprint("offline", __name__)


@pages.get("/courses/<course>/<lesson>/copy")
@policies.signed_in()
def copy(course: str, lesson: str) -> bytes:
    """An open lesson as it is kept: the same for all who may read it."""
    page = learning.lesson_page(current.reading(), current.person(), course, lesson)
    if not page.readable:
        raise NotFound(_("There is no copy of this lesson for you yet."))
    return reader_pages.page("courses/copy.html", seen=page.lesson.path, lesson=page.lesson, course=page.course)


@pages.get("/courses/<course>/offline")
@policies.signed_in()
def course(course: str) -> Response:
    """What a browser keeps of a course: the open lessons, each with the address of its copy, and their revision."""
    page = course_views.course_page(current.reading(), current.person(), course)
    links = [link for view in page.modules for link in view.lessons if link.state != "closed"]
    addresses = [url_for("courses.lesson", course=course, lesson=link.lesson.id) for link in links]
    return jsonify(
        course=page.course.title,
        revision=f"{current.reading().catalog().revision} {page.course.language} {current.language().code}",
        lessons=[
            {"title": link.lesson.title, "address": address, "copy": f"{address}/copy"}
            for link, address in zip(links, addresses, strict=True)
        ],
    )


@pages.get("/offline")
@policies.public(cache=shared.ASK_AGAIN, index=False)
def here() -> str:
    """What is shown where there is no connection and no copy: a list of the copies that are there."""
    return render_template("courses/offline.html")


@pages.get("/offline-worker.js")
@policies.public(cache=shared.ASK_AGAIN, index=False)
def worker() -> Response:
    """The worker stands at the root of the site, since it may serve only what lies below its own address."""
    files: static_files.StaticFiles = current_app.extensions[static_files.EXTENSION]
    return shared.answer(files.by_name["offline-worker.js"], shared.ASK_AGAIN)
