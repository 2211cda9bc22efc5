"""What is published, found by its words. What was asked for is written nowhere."""

from __future__ import annotations

from flask import Blueprint, render_template

from lms.services.learning import searching
from lms.web.edge import current, policies

pages = Blueprint("search", __name__)


@pages.get("/search")
@policies.anyone(referrer="no-referrer", index=False)
def search() -> str:
    asked = current.argument("q").strip()
    context = current.reading()
    language = context.catalog().language or current.language().code
    found = searching.search(context, current.person(), asked, language, current.argument("after"))
    return render_template("home/search.html", asked=asked[: searching.LONGEST], found=found, here=language)
