"""The first page, and what machines ask of a site: is it alive, is it ready, what may be indexed."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.services import learning, publishing
from lms.web import current, policies

pages = Blueprint("home", __name__)

SHOWN = 3
NOT_FOR_ROBOTS = ("/account", "/api/", "/attempts/", "/learn", "/staff", "/verify/")
ROBOTS = "".join(["User-agent: *\n", *(f"Disallow: {path}\n" for path in NOT_FOR_ROBOTS)])


@pages.get("/")
@policies.anyone()
def home() -> str | AnyResponse:
    """What this is and where to begin. Who is signed in has begun: their own page comes first."""
    if current.person() is not None and "stay" not in request.args:
        return redirect(url_for("learn.learn"), 303)
    cards = learning.catalogue(current.context(), current.person())
    return render_template("home/home.html", cards=cards[:SHOWN], more=len(cards) > SHOWN)


@pages.get("/healthz")
@policies.public(index=False)
def alive() -> Response:
    return Response("fine\n", content_type="text/plain; charset=utf-8")


@pages.get("/readyz")
@policies.public(index=False)
def ready() -> Response:
    """Whether database and content are there. What is missing is told in a word, and no more."""
    wanted = {"database": _database_is_there, "content": _content_is_there}
    missing = [name for name, is_there in wanted.items() if not is_there()]
    words = f"not ready: {', '.join(missing)}\n" if missing else "ready\n"
    return Response(words, status=503 if missing else 200, content_type="text/plain; charset=utf-8")


def _database_is_there() -> bool:
    try:
        publishing.site(current.context())
    except Exception:
        # Whatever the database says, the answer is the same.
        return False
    return True


def _content_is_there() -> bool:
    try:
        return bool(current.context().catalog().revision)
    except Exception:
        # Whatever keeps the content away, the answer is the same.
        return False


@pages.get("/robots.txt")
@policies.public(cache="public, max-age=86400")
def robots() -> Response:
    return Response(ROBOTS, content_type="text/plain; charset=utf-8")
