"""The audit log for admins: who did what to what, when and why, as a page and as a file."""

from __future__ import annotations

import json
from dataclasses import asdict

from flask import Response, request

from lms.services.appointing import looking
from lms.services.appointing.looking import Asked
from lms.services.ground.refusals import Invalid
from lms.services.log import audit_state
from lms.web.edge import current, policies
from lms.web.pages.console.frame import again, pages
from lms.web.pages.verification import spreadsheets

__all__ = ["pages"]

HEADING = ("n", "at", "actor", "act", "thing", "details", "hash")
LONGEST = 254


@pages.get("/staff/audit")
@policies.duty("admin")
def audit() -> Response:
    context, asked = current.context(), asked_for()
    refused, before = None, current.number("before")
    try:
        page = looking.page(context, current.learner(), asked, before)
    except Invalid as fault:
        refused, page = fault, looking.page(context, current.learner(), Asked())
    state = audit_state.of(context, page.entries)
    kept = {name: value for name, value in asdict(asked).items() if value}
    return again("console/audit.html", refused, page_of=page, asked=asked, state=state, kept=kept, before=before)


@pages.get("/staff/audit.csv")
@policies.duty("admin")
def audit_csv() -> Response:
    entries = looking.every(current.context(), current.learner(), asked_for())
    rows = [
        (
            str(one.n),
            one.at.isoformat(),
            one.actor,
            one.act,
            one.subject,
            json.dumps(one.details, ensure_ascii=False),
            one.hash,
        )
        for one in entries
    ]
    response = Response(spreadsheets.as_csv(HEADING, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


def asked_for() -> Asked:
    """What the address narrows the log down to."""
    names = ("thing", "act", "person", "first_day", "last_day")
    return Asked(**{name: request.args.get(name, "").replace("\0", "").strip()[:LONGEST] for name in names})
