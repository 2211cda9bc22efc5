"""Somebody's page as everybody sees it. It knows nobody who reads it, and nobody keeps it."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template

from lms.services.members import public
from lms.web.edge import current, policies

pages = Blueprint("members", __name__)


@pages.get("/members/<handle>")
@policies.public(index=False, referrer="no-referrer")
def member(handle: str) -> Response:
    page = public.page(current.reading(), handle)
    response = make_response(render_template("members/member.html", member=page))
    if page.indexed:
        response.headers["X-Robots-Tag"] = "all"
    return response
