"""An address that a thing had before it was renamed leads on, for pages and programs alike, with whatever is sent."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from lms.content.kinds import KINDS
from lms.content.reading.targets import COURSES, Target, own_id, target_of
from lms.web.edge import current
from lms.web.edge.policy import SAFE_METHODS


def lead_on() -> Response | None:
    """The way to the address of today, where what was asked for has another name now."""
    asked = request.view_args or {}
    # A page right under the root is one of its kind, which has an address for all of them.
    endpoint = (request.endpoint or "").partition(":")[0]
    now = _names_of_today(endpoint, asked) if endpoint else {}
    if not now:
        return None
    address = url_for(endpoint, **{**asked, **now})
    if request.query_string:
        address = f"{address}?{request.query_string.decode('ascii', 'replace')}"
    # Moved for good; but a browser asks each time, since a name may come back to where it was.
    response = redirect(address, 301 if request.method in SAFE_METHODS else 308)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _names_of_today(endpoint: str, asked: dict[str, str]) -> dict[str, str]:
    """Those parts of an address that are called otherwise today."""
    former = current.context().catalog().former
    if "assessment" in asked:
        now = {"assessment": former.assessment_now(asked["assessment"])}
    elif "course" in asked:
        target = target_of(former.now(Target(COURSES, asked["course"], asked.get("lesson", "")).path))
        now = {"course": target.id, **({"lesson": target.part} if target.part else {})}
    elif "id" in asked and (kind := KINDS.named(endpoint.rpartition(".")[2])) is not None and kind.page is not None:
        now = {"id": own_id(former.now(Target(kind.family, asked["id"]).path), kind.family)}
    else:
        return {}
    return {name: value for name, value in now.items() if value != asked[name]}
