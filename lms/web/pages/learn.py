"""A learner's own page: what to do next, how far everything is, what is closed and the way to open it."""

from __future__ import annotations

from flask import Blueprint, render_template

from lms.services.assessing import overview
from lms.web import current, policies

pages = Blueprint("learn", __name__)


@pages.get("/learn")
@policies.signed_in()
def learn() -> str:
    return render_template("learn/learn.html", seen=overview.overview(current.reading(), current.learner()))
