"""My record: what I did here and when, to read and as a PDF. Its owner alone sees it."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from lms.services.certifying.transcript import transcript
from lms.web.edge import current, policies
from lms.web.edge.policy import FILES

pages = Blueprint("record", __name__)


@pages.get("/account/record")
@policies.signed_in()
def record() -> str:
    return render_template("learn/record.html", record=transcript(current.reading(), current.learner()))


@pages.post("/account/record.pdf")
@policies.signed_in(limit="20 per hour", lane=FILES)
def record_as_pdf() -> Response:
    # Half a second and tens of megabytes, for the few who want it on paper.
    from lms.interchange.printed import sheet  # noqa: PLC0415

    context = current.reading()
    html = render_template("learn/record_sheet.html", record=transcript(context, current.learner()))
    response = Response(sheet(html), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="my-record.pdf"'
    return response
