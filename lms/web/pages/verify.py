"""Verification, for anyone: a number typed, an address pasted, or a PDF dropped in. No cookie is read or set."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.formparser import FormDataParser
from werkzeug.wrappers import Response as AnyResponse

from lms.credentials.report import Report
from lms.credentials.serial import Serial, parse
from lms.web import policies, reports
from lms.web.layout import brand

pages = Blueprint("verify", __name__)

MEBIBYTE = 1024 * 1024
LARGEST_FILE = 10 * MEBIBYTE
LARGEST_FORM = LARGEST_FILE + 64 * 1024
"""A file of the largest size, and the lines that a browser puts around it."""

MOST_PARTS = 4
LONGEST_NUMBER = 600
MOST_KEPT = 512


@pages.get("/verify")
@policies.public(referrer="no-referrer", index=False)
def form() -> AnyResponse | str:
    typed = request.args.get("number", "").strip()
    if not typed:
        return render_template("verify/form.html", problem="number" if "number" in request.args else "")
    return _about(typed)


@pages.post("/verify")
@policies.public(referrer="no-referrer", index=False, body=LARGEST_FORM)
def upload() -> AnyResponse | tuple[str, int]:
    """The file is read into memory, compared, and forgotten. Nothing changes, so there is no token to ask for."""
    content, typed = _sent()
    if content:
        check = reports.look_at(content)
        return render_template(
            "verify/file.html", check=check, reason=reports.reason_of(check.report)
        ), 200 if check.genuine else 404
    if typed:
        return _about(typed)
    return render_template("verify/form.html", problem="file"), 422


@pages.get("/verify/<path:serial>")
@policies.public(referrer="no-referrer", index=False)
def report(serial: str) -> Response:
    found = reports.look_up(serial)
    response = reports.as_json(found) if _as_json() else _page(found, serial)
    response.headers["Vary"] = "Accept"
    return response


def _about(typed: str) -> AnyResponse:
    """The address of the report, where the number is one of ours; else what is the matter with it, at once."""
    serial = parse(typed)
    if isinstance(serial, Serial):
        return redirect(url_for("verify.report", serial=serial.text), 303)
    return _page(reports.look_up(typed), typed)


def _page(found: Report, typed: str) -> Response:
    body = _draw(found, typed[:LONGEST_NUMBER]).encode() if found.claims is None else _drawn(found, brand())
    return Response(body, reports.status_of(found), content_type="text/html; charset=utf-8")


@lru_cache(maxsize=MOST_KEPT)
def _drawn(found: Report, _brand: str) -> bytes:
    """The page of a report. Equal reports have equal pages, under one name of the site."""
    return _draw(found, "").encode()


def _draw(found: Report, typed: str) -> str:
    return render_template("verify/report.html", report=found, reason=reports.reason_of(found), typed=typed)


def _as_json() -> bool:
    if "json" not in request.headers.get("Accept", ""):
        return False
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html")
    return best == "application/json"


def _sent() -> tuple[bytes, str]:
    """The file and the number of the form, parsed in memory: werkzeug's own way puts larger files on the disk."""
    parser = FormDataParser(
        stream_factory=_in_memory,
        max_form_memory_size=LARGEST_FORM,
        max_content_length=LARGEST_FORM,
        max_form_parts=MOST_PARTS,
    )
    _, fields, files = parser.parse(request.stream, request.mimetype, request.content_length, request.mimetype_params)
    file = files.get("file")
    content = file.stream.read(LARGEST_FILE + 1) if file else b""
    if len(content) > LARGEST_FILE:
        raise HTTPException(response=Response(render_template("verify/form.html", problem="large"), 413))
    return content, fields.get("number", "").strip()


def _in_memory(*_sizes_and_names: object, **_more: object) -> BytesIO:
    return BytesIO()
