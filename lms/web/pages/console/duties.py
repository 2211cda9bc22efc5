"""Who holds which duty: appointing people, and ending that. For admins, with a second factor of the last minutes."""

from __future__ import annotations

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.practice.duties import Duty
from lms.services.appointing import appoint
from lms.services.appointing.appoint import Wanted
from lms.services.appointing.asking import BarredAct
from lms.services.ground.refusals import Conflict, Invalid, Refusal
from lms.web.edge import current, policies
from lms.web.pages.console.frame import again, pages, typed

__all__ = ["pages"]

FIELDS = ("email", "duty", "scheme", "reason", "since", "until")


@pages.get("/staff/duties")
@policies.duty("admin", fresh=True)
def duties() -> Response:
    return _page()


@pages.post("/staff/duties")
@policies.duty("admin", fresh=True)
def appoint_to_duty() -> AnyResponse:
    try:
        made, is_new = appoint.appoint(current.context(), current.learner(), Wanted(**typed(*FIELDS)))
    except (Invalid, Conflict, BarredAct) as refused:
        return _page(refused)
    flash(f"Appointed as {made.duty.words}." if is_new else "That was done before, and stands.")
    return redirect(url_for(".duties"), 303)


@pages.post("/staff/duties/<int:appointment_id>/end")
@policies.duty("admin", fresh=True)
def end_duty(appointment_id: int) -> AnyResponse:
    try:
        appoint.end(current.context(), current.learner(), appointment_id, request.form.get("reason", ""))
    except (Invalid, BarredAct) as refused:
        return _page(refused, ending=appointment_id)
    flash("The duty has ended.")
    return redirect(url_for(".duties"), 303)


def _page(refused: Refusal | None = None, ending: int = 0) -> Response:
    context, before = current.context(), current.number("before")
    listed, onward = appoint.listed(context, current.learner(), before)
    titles = {one.id: one.title for one in context.catalog().credentials.values()}
    return again(
        "console/duties.html",
        refused,
        listed=listed,
        onward=onward,
        before=before,
        ending=ending,
        typed=typed(*FIELDS),
        known=list(Duty),
        schemes={id: titles[id] for id in appoint.schemes(context.catalog())},
    )
