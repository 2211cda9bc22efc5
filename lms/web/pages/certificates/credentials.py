"""Certificates for machines: the credential, the issuer's keys, the status lists; and the badge for its holder."""

from __future__ import annotations

import json

from flask import Blueprint, Response, request

from lms.services.certifying import badging, claiming, statuslists
from lms.web.drawing import reports
from lms.web.edge import current, policies
from lms.web.pages.certificates.file_names import file_name
from lms.web.pages.verification.for_programs import CREDENTIAL_TYPES, credential_of, for_programs

pages = Blueprint("credentials", __name__)

ASK_AGAIN = "private, no-cache"
"""May be kept by whoever fetched it, and is asked for again each time: with its ETag, that costs next to nothing."""

LISTS_A_MINUTE = 240
PICTURE_TYPES = {"png": "image/png", "svg": "image/svg+xml"}


@pages.get("/.well-known/did.json")
@policies.public(cache="no-cache")
def did() -> Response:
    content = json.dumps(badging.did_document(current.context()), indent=1)
    return for_programs(content, "application/did+ld+json")


@pages.get("/status/<name>")
@policies.public(cache="no-cache", limit=f"{LISTS_A_MINUTE} per minute")
def status_list(name: str) -> Response:
    return for_programs(statuslists.status_list(current.context(), name), CREDENTIAL_TYPES[0])


@pages.get("/certificates/<serial>/credential.json")
@policies.public(cache=ASK_AGAIN, referrer="no-referrer", index=False)
def credential(serial: str) -> Response:
    kind = request.accept_mimetypes.best_match(CREDENTIAL_TYPES, CREDENTIAL_TYPES[0])
    response = credential_of(reports.look_up(serial), kind)
    response.headers["Vary"] = "Accept"
    return response


@pages.get("/certificates/<serial>/badge.png", defaults={"form": "png"})
@pages.get("/certificates/<serial>/badge.svg", defaults={"form": "svg"})
@policies.signed_in(by_token=True)
def badge(serial: str, form: str) -> Response:
    context, learner = current.context(), current.learner()
    content = badging.baked(context, learner, serial, form)
    title = claiming.holder_page(context, learner, serial).holding.title
    response = Response(content, content_type=PICTURE_TYPES[form])
    response.headers.set("Content-Disposition", "attachment", filename=file_name(title, serial, form))
    return response
