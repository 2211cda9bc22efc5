"""What machines ask of a site: does the process live, and is everything there that it needs?"""

from __future__ import annotations

import json

from flask import Blueprint, Response, request

from lms.services.operating import readiness
from lms.web.edge import current, policies

pages = Blueprint("health", __name__)
TEXT = "text/plain; charset=utf-8"


@pages.get("/healthz")
@policies.public(index=False)
def alive() -> Response:
    """Touches nothing: a process that waits for a database need not be killed for it."""
    return Response("fine\n", content_type=TEXT)


@pages.get("/readyz")
@policies.public(index=False)
def ready() -> Response:
    """Whether this process can serve. What is missing is told in a word each, and no more."""
    missing = readiness.missing(current.context())
    status = 503 if missing else 200
    if "json" in request.headers.get("Accept", ""):
        body = json.dumps({"ready": not missing, "missing": list(missing)}) + "\n"
        return Response(body, status, content_type="application/json")
    words = f"not ready: {', '.join(missing)}\n" if missing else "ready\n"
    return Response(words, status, content_type=TEXT)
