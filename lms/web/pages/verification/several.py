"""Several certificates at once, for whoever must check the list of an event. No cookie is read or set."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from lms.credentials.report import Report
from lms.services.certifying import verifying
from lms.services.certifying.verifying import MOST_AT_ONCE
from lms.web.drawing import reports
from lms.web.edge import current, policies
from lms.web.edge.policy import FILES
from lms.web.pages.verification.sent_forms import Sent, read_form
from lms.web.pages.verification.spreadsheets import as_csv, numbers_in, numbers_typed

pages = Blueprint("several", __name__)

LARGEST_LIST = 512 * 1024
HEADING = ("Number", "Status", "In words", "Holder", "Certificate", "Awarded", "Valid until")


@pages.get("/verify/several")
@policies.public(referrer="no-referrer", index=False)
def form() -> str:
    return reports.ask_for_several()


@pages.post("/verify/several")
@policies.public(referrer="no-referrer", index=False, body=LARGEST_LIST, limit="30 per minute", lane=FILES)
def check() -> Response | tuple[str, int]:
    """The reports on the numbers that were typed or came as a file, as a page or as a file again. Nothing is kept."""
    sent = read_form(request, LARGEST_LIST)
    asked = _asked(sent)
    if not 0 < len(asked) <= MOST_AT_ONCE:
        problem = "many" if asked else "none"
        typed = sent.fields.get("numbers", "")
        return reports.ask_for_several(problem=problem, typed=typed), 422
    lines = list(zip(asked, verifying.reports(current.context(), asked), strict=True))
    if sent.fields.get("as") == "csv":
        return _file(lines)
    return Response(render_template("verify/several_reports.html", lines=lines, numbers="\n".join(asked)))


def _asked(sent: Sent) -> list[str]:
    return numbers_in(sent.file) if sent.file else numbers_typed(sent.fields.get("numbers", ""))


def _file(lines: list[tuple[str, Report]]) -> Response:
    rows = [_row(asked, reports.in_words(one)) for asked, one in lines]
    response = Response(as_csv(HEADING, rows), content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename="certificates.csv")
    return response


def _row(asked: str, report: Report) -> tuple[str, ...]:
    claims = report.claims
    if claims is None:
        return asked, report.status.value, report.headline, "", "", "", ""
    until = claims.day(claims.expires) if claims.expires else "no last day"
    words = (claims.holder, claims.title, claims.day(claims.issued), until)
    return claims.serial, report.status.value, report.headline, *words
