"""Verification, for anyone: a number typed, an address pasted, or a file dropped in. No cookie is read or set."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from lms.credentials.report import Report
from lms.credentials.serial import Serial, numbers_in, parse
from lms.credentials.upload import LARGEST_FILE
from lms.web.drawing import reports
from lms.web.drawing.filters import when
from lms.web.edge import current, policies
from lms.web.edge.policy import FILES
from lms.web.edge.sent_forms import read_form
from lms.web.edge.whole import Whole
from lms.web.pages.verification.for_programs import CREDENTIAL_TYPES, credential_of

pages = Blueprint("verify", __name__)

LONGEST_NUMBER = 4000
LONGEST_NAME = 200


@pages.get("/verify")
@policies.public(referrer="no-referrer", index=False)
def form() -> AnyResponse | str:
    typed = request.args.get("number", "").strip()
    if not typed:
        return render_template("verify/form.html", problem="number" if "number" in request.args else "")
    return _about(typed)


@pages.post("/verify")
@policies.public(referrer="no-referrer", index=False, body=reports.LARGEST_FORM, lane=FILES)
def upload() -> AnyResponse | tuple[str, int]:
    """The file is read into memory, compared, and forgotten. Nothing changes, so there is no token to ask for."""
    content, typed = _sent()
    if content:
        check = reports.look_at(content)
        if _wanted() == "application/json":
            return reports.file_as_json(check)
        now = current.context().now()
        page = render_template("verify/file.html", check=check, reason=reports.reason_of(check.report), as_of=when(now))
        return page, reports.status_of_file(check)
    if typed:
        return _about(typed)
    return render_template("verify/form.html", problem="file"), 422


@pages.get("/verify/<path:serial>")
@policies.public(referrer="no-referrer", index=False)
def report(serial: str) -> Response:
    found, kind = reports.look_up(serial), _wanted()
    if kind in CREDENTIAL_TYPES:
        response = credential_of(found, kind)
    else:
        response = reports.as_json(found) if kind == "application/json" else _page(found, serial)
    response.headers.add("Vary", "Accept")
    return response


@pages.post("/verify/<path:serial>")
@policies.public(referrer="no-referrer", index=False)
def name(serial: str) -> Response:
    """The report for somebody who knows the holder's name, where the holder lets only initials show."""
    typed = request.form.get("name", "").strip()[:LONGEST_NAME]
    found = reports.look_up(serial, typed)
    page = reports.as_page(found, typed=serial[:LONGEST_NUMBER], name=typed)
    return _answer(found, page, 422 if found.initials and found.claims else None)


def _about(typed: str) -> AnyResponse:
    """The address of the report, where the number is one of ours; else what is the matter with it, at once."""
    several = numbers_in(typed)
    if len(several) > 1:
        return Response(reports.ask_for_several([one.text for one in several]))
    serial = parse(typed)
    if isinstance(serial, Serial):
        site = reports.other_site(typed) or None
        return redirect(url_for("verify.report", serial=serial.text, site=site), 303)
    found = reports.look_up(typed)
    return reports.as_json(found) if _wanted() == "application/json" else _page(found, typed)


def _page(found: Report, typed: str) -> Response:
    site = current.argument("site")
    elsewhere = site if site and reports.other_site(f"https://{site}/") == site else ""
    typed = "" if found.claims else typed[:LONGEST_NUMBER]
    return _answer(found, reports.as_page(found, typed=typed, elsewhere=elsewhere))


def _answer(found: Report, page: bytes, refused: int | None = None) -> Response:
    return Whole(page, refused or reports.status_of(found))


def _wanted() -> str:
    """What the caller would like best; a browser's page unless something else is asked for by name."""
    accepted = current.request().environ.get("HTTP_ACCEPT", "")
    if "json" not in accepted and "/vc" not in accepted:
        return "text/html"
    return request.accept_mimetypes.best_match(["text/html", "application/json", *CREDENTIAL_TYPES], "text/html")


def _sent() -> tuple[bytes, str]:
    sent = read_form(request, reports.LARGEST_FORM)
    if len(sent.file) > LARGEST_FILE:
        raise HTTPException(response=Response(render_template("verify/form.html", problem="large"), 413))
    return sent.file, sent.fields.get("number", "").strip()
