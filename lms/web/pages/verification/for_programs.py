"""Answers for programs on any site: the credential behind a report, and whatever else is fetched by its address."""

from __future__ import annotations

import json
from hashlib import sha256

from flask import Response, request

from lms.credentials.life import Status
from lms.credentials.report import Report
from lms.services.certifying import badging
from lms.services.ground.refusals import NotFound
from lms.web.drawing import reports
from lms.web.edge import current

CREDENTIAL_TYPES = ("application/vc+ld+json", "application/vc", "application/ld+json")
HELD_BACK = "The holder shows this name only in part. Ask the holder for the credential."


def credential_of(found: Report, kind: str) -> Response:
    """The credential behind a report; where there is none to give, the report itself, for programs."""
    if found.claims is None or not found.trusted:
        return _report(found, 410 if found.status is Status.ERASED else reports.status_of(found))
    try:
        given = badging.credential(current.context(), found.claims.serial)
    except NotFound:
        return _report(found, 404)
    if isinstance(given, badging.HeldBack):
        refused = for_programs(json.dumps({"title": HELD_BACK, "status": 403}), "application/problem+json")
        refused.status_code = 403
        return refused
    return for_programs(given.text, kind)


def _report(found: Report, status: int) -> Response:
    response = reports.as_json(found)
    response.status_code = status
    return response


def for_programs(text: str, kind: str) -> Response:
    """An answer for programs on any site, which costs little when it is asked for again."""
    response = reports.open_to_all(Response(text, content_type=kind))
    response.set_etag(sha256(f"{kind}\n{text}".encode()).hexdigest()[:32])
    response.make_conditional(request)
    return response
