"""Applications and decisions: what waits for registrars and deciders, and the acts on it."""

from __future__ import annotations

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.practice.applications import Ground
from lms.services.appointing.asking import BarredAct
from lms.services.deciding import decisions, lists, routes
from lms.services.ground.refusals import Conflict, Invalid, Refusal
from lms.web.edge import current, policies
from lms.web.pages.console.frame import again, pages, typed

__all__ = ["pages"]

FIELDS = ("outcome", "ground", "reason")
LONGEST_ID = 32


@pages.get("/staff/applications")
@policies.duty("registrar", "decider")
def applications() -> Response:
    found = lists.before_registrars(current.context(), current.learner(), _after())
    return again("console/applications.html", None, found=found, after=_after())


@pages.get("/staff/applications/<application>")
@policies.duty("registrar", "decider")
def application(application: str) -> Response:
    return _one(application)


@pages.post("/staff/applications/<application>/grant")
@policies.duty("registrar")
def grant_route(application: str) -> AnyResponse:
    """The statement is taken: the examination opens by it."""
    try:
        routes.grant(current.context(), current.learner(), application, request.form.get("reason", ""))
    except (Invalid, Conflict, BarredAct) as refused:
        return _one(application, refused)
    flash("The statement is taken. The applicant is told by mail.")
    return redirect(url_for("staff.application", application=application), 303)


@pages.get("/staff/decisions")
@policies.duty("decider", fresh=True)
def decisions_waiting() -> Response:
    return _waiting()


@pages.post("/staff/decisions")
@policies.duty("decider", fresh=True)
def certify_several() -> AnyResponse:
    """All that were ticked, each with a decision of its own, in one batch."""
    chosen = [one[:LONGEST_ID] for one in request.form.getlist("application")][: lists.ON_A_PAGE]
    try:
        decided = decisions.decide_all(current.context(), current.learner(), chosen)
    except (Invalid, Conflict, BarredAct) as refused:
        return _waiting(refused, chosen)
    flash(f"Certified: {len(decided)}. Their certificates are being prepared.")
    return redirect(url_for("staff.decisions_waiting"), 303)


@pages.post("/staff/decisions/<application>")
@policies.duty("decider", fresh=True)
def decide(application: str) -> AnyResponse:
    sent = typed(*FIELDS)
    try:
        decided = decisions.decide_as_sent(current.context(), current.learner(), application[:LONGEST_ID], **sent)
    except (Invalid, Conflict, BarredAct) as refused:
        return _one(application, refused)
    flash(f"Decided: {decided.decision.outcome}. The applicant is told by mail.")
    return redirect(url_for("staff.decisions_waiting"), 303)


def _one(application: str, refused: Refusal | None = None) -> Response:
    whole = lists.whole(current.context(), current.learner(), application)
    credential = current.context().catalog().original.credentials[whole.line.application.credential]
    grounds = {one.value: one.words for one in Ground}
    shown = {"whole": whole, "credential": credential, "grounds": grounds, "typed": typed(*FIELDS)}
    return again("console/application.html", refused, **shown)


def _waiting(refused: Refusal | None = None, chosen: list[str] | None = None) -> Response:
    found = lists.before_deciders(current.context(), current.learner(), _after())
    return again("console/decisions.html", refused, found=found, after=_after(), chosen=chosen or [])


def _after() -> str:
    return request.args.get("after", "")[:LONGEST_ID].replace(policies.NO_TEXT, "")
