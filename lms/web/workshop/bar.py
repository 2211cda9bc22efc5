"""The workshop's bar on every page of an app that has one, and what was found in the files, at its place on the page.

Pages are drawn as for learners; the bar is put into what was drawn. A page that answers a form is left as it is, since
it could not be loaded again.
"""

from __future__ import annotations

from flask import Flask, Response, render_template, request, url_for

from lms.services.publishing.workbench import Draft
from lms.web.edge import current, errors
from lms.web.edge.problems import Problem
from lms.web.workshop import bench, people, placing

TYPE = "text/html"
HEAD, FRAME, MAIN = b"</head>", b'<header class="site-head">', b"<main "
MOST_LISTED = 10
OWN_PAGES = frozenset({"workshop", "papers", "trying", "specimens", "people"})


def install(app: Flask) -> None:
    """After each page that was drawn for a GET."""
    app.after_request(_add)
    app.register_error_handler(bench.BeingRead, being_read)


def _add(response: Response) -> Response:
    if response.mimetype != TYPE or response.is_streamed or request.method != "GET":
        return response
    page = response.get_data()
    if HEAD not in page or FRAME not in page:
        return response
    now = bench.at_hand()
    if now is not None:
        page = _with_notes(page, now)
    page = page.replace(HEAD, render_template("workshop/head.html").encode() + HEAD, 1)
    page = page.replace(FRAME, _bar(now).encode() + FRAME, 1)
    response.set_data(page)
    return response


def being_read(_error: bench.BeingRead) -> Response:
    """In the place of a page of the workshop, which looks again by itself."""
    words = "This page looks again by itself, each second. What learners see is the last version without errors."
    response = errors.show(Problem(503, "not-ready", "The files are being read", words, retry_after=1))
    response.headers["Refresh"] = "1"
    return response


def _bar(now: Draft | None) -> str:
    return render_template(
        "workshop/bar.html",
        state=bench.state(now),
        draft=now,
        errors=len(now.errors) if now else 0,
        in_workshop=_in_workshop(),
        authors_view="" if now is None or _in_workshop() else _authors_view(now),
        shown=bench.shown(),
        published=now is not None and now.tree.revision == current.context().catalog().revision,
        pretended=people.at_hand() if bench.shown().preview else None,
    )


def _in_workshop() -> bool:
    return request.blueprint in OWN_PAGES


def _authors_view(now: Draft) -> str:
    """The page of the workshop that shows the same thing as the page at hand."""
    named = request.view_args or {}
    if request.endpoint == "courses.lesson" and now.lesson(named["course"], named["lesson"]):
        return url_for("workshop.lesson", **named)
    if request.endpoint == "courses.course" and named["course"] in now.world.courses:
        return url_for("workshop.course", **named)
    if request.endpoint == "assessments.cover" and named["assessment"] in now.world.assessments:
        return url_for("papers.paper", **named)
    return ""


def _with_notes(page: bytes, now: Draft) -> bytes:
    """The errors at the head of a learner's page, and each finding of a lesson's file at its place in the lesson."""
    if _in_workshop():
        return page
    named = request.view_args or {}
    if request.endpoint == "courses.lesson":
        part = now.lesson(named["course"], named["lesson"])
        if part is not None:
            notes = bench.notes(now, now.of_file(part.head.file))
            page = placing.place(page, now.stretches(part), notes)
    if not now.errors:
        return page
    found = bench.notes(now, now.errors)
    start, there, rest = page.partition(MAIN)
    opened, end, content = rest.partition(b">")
    banner = render_template("workshop/errors.html", errors=found, most=MOST_LISTED).encode()
    return start + there + opened + end + banner + content if there else page
