"""An address that a thing had before it was renamed leads on, for pages and programs alike, with whatever is sent."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from lms.web.edge import current
from lms.web.edge.policy import SAFE_METHODS


def lead_on() -> Response | None:
    """The way to the address of today, where what was asked for has another name now."""
    asked = request.view_args or {}
    now = _names_of_today(asked) if request.endpoint else {}
    if not now or request.endpoint is None:
        return None
    address = url_for(request.endpoint, **{**asked, **now})
    if request.query_string:
        address = f"{address}?{request.query_string.decode('ascii', 'replace')}"
    # Moved for good; but a browser asks each time, since a name may come back to where it was.
    response = redirect(address, 301 if request.method in SAFE_METHODS else 308)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _names_of_today(asked: dict[str, str]) -> dict[str, str]:
    """Those parts of an address that are called otherwise today."""
    former = current.context().catalog().former
    if "assessment" in asked:
        now = {"assessment": former.assessment_now(asked["assessment"])}
    elif "course" in asked:
        path = f"courses/{asked['course']}" + (f"/{asked['lesson']}" if "lesson" in asked else "")
        _, course, *lesson = former.now(path).split("/")
        now = {"course": course, **({"lesson": lesson[0]} if lesson else {})}
    else:
        return {}
    return {name: value for name, value in now.items() if value != asked[name]}
