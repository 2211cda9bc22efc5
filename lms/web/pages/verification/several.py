"""Several certificates at once, for whoever must check the list of an event. No cookie is read or set."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from lms.credentials.report import Report
from lms.services.certifying import verifying
from lms.services.certifying.verifying import MOST_AT_ONCE
from lms.web.drawing import reports
from lms.web.edge import current, policies
from lms.web.edge.policy import FILES
from lms.web.edge.sent_forms import Sent, read_form
from lms.web.pages.verification.spreadsheets import Asked, AskedList, as_csv, listed_in, name_fits, text_of, typed_in

pages = Blueprint("several", __name__)

LARGEST_LIST = 512 * 1024
HEADING = ("Number", "Status", "In words", "Holder", "Certificate", "Awarded", "Valid until", "Name fits")


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
    if not 0 < len(asked.lines) <= MOST_AT_ONCE:
        problem = "many" if asked.lines else "none"
        typed = sent.fields.get("numbers", "")
        return reports.ask_for_several(problem=problem, typed=typed), 422
    found = verifying.reports(current.context(), [one.number for one in asked.lines])
    lines = [Line(one, asked.heading, report) for one, report in zip(asked.lines, found, strict=True)]
    if sent.fields.get("as") == "csv":
        return _file(asked.heading, lines)
    return Response(render_template("verify/several_reports.html", lines=lines, kept=_again(sent)))


def _asked(sent: Sent) -> AskedList:
    if sent.file or sent.fields.get("list"):
        return listed_in(sent.file or sent.fields["list"].encode())
    return typed_in(sent.fields.get("numbers", ""))


def _again(sent: Sent) -> tuple[str, str]:
    """The field and the text by which the same is asked once more."""
    if sent.file:
        return "list", text_of(sent.file)
    name = "list" if sent.fields.get("list") else "numbers"
    return name, sent.fields.get(name, "")


@dataclass(frozen=True, slots=True)
class Line:
    """What was asked, and the report on it."""

    asked: Asked
    heading: tuple[str, ...]
    report: Report

    @property
    def name_fits(self) -> str:
        """Whether the name in the asker's list is the holder's. Where only initials show, no list finds out a name."""
        claims = self.report.claims
        fits = None if claims is None or self.report.initials else name_fits(self.asked, self.heading, claims.holder)
        return {True: "yes", False: "no", None: "not compared"}[fits]


def _file(heading: tuple[str, ...], lines: list[Line]) -> Response:
    """The asker's own columns, and ours behind them."""
    width = max(len(heading), *(len(line.asked.cells) for line in lines))
    rows = [(*_padded(line.asked.cells, width), *_row(line)) for line in lines]
    response = Response(as_csv((*_padded(heading, width), *HEADING), rows), content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename="certificates.csv")
    return response


def _padded(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return cells + ("",) * (width - len(cells))


def _row(line: Line) -> tuple[str, ...]:
    report = reports.in_words(line.report)
    claims = report.claims
    if claims is None:
        return line.asked.number, report.status.value, report.headline, "", "", "", "", line.name_fits
    until = claims.day(claims.expires) if claims.expires else "no last day"
    words = (claims.holder, claims.title, claims.day(claims.issued), until, line.name_fits)
    return claims.serial, report.status.value, report.headline, *words
