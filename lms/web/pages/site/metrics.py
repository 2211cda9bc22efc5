"""The figures of the site, for whoever has the token."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, abort, request

from lms.services.operating import measures
from lms.web.edge import current, policies

pages = Blueprint("metrics", __name__)


@pages.get("/metrics")
@policies.public(index=False)
def metrics() -> Response:
    """As if there were nothing here, unless a token was set; and only for whoever sends it."""
    wanted = current.context().settings.metrics_token
    if not wanted:
        abort(404)
    given = request.authorization
    token = given.token or "" if given is not None and given.type == "bearer" else ""
    if not hmac.compare_digest(token.encode(), wanted.encode()):
        refused = Response("The token of LMS_METRICS_TOKEN is needed.\n", 401, content_type="text/plain; charset=utf-8")
        refused.headers["WWW-Authenticate"] = "Bearer"
        return refused
    return Response(measures.exposition(current.context()), content_type=measures.CONTENT_TYPE)
