"""The first page, and what search engines may look at."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.services.learning import courses
from lms.web.drawing import shared
from lms.web.edge import current, policies

pages = Blueprint("home", __name__)

SHOWN = 3
NOT_FOR_ROBOTS = ("/account", "/api/", "/attempts/", "/learn", "/staff", "/verify/")
ROBOTS = "".join(["User-agent: *\n", *(f"Disallow: {path}\n" for path in NOT_FOR_ROBOTS)])


@pages.get("/")
@policies.anyone()
@shared.same_for_visitors
def home() -> str | AnyResponse:
    """What this is and where to begin. Who is signed in has begun: their own page comes first."""
    if current.person() is not None and "stay" not in request.args:
        return redirect(url_for("learn.learn"), 303)
    cards = courses.catalogue(current.reading(), current.person())
    return render_template("home/home.html", cards=cards[:SHOWN], more=len(cards) > SHOWN)


@pages.get("/robots.txt")
@policies.public(cache="public, max-age=86400")
def robots() -> Response:
    return Response(ROBOTS, content_type="text/plain; charset=utf-8")
