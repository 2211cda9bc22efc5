"""Applying for a certification that a person decides about: the form, where it stands, and taking it back."""

from __future__ import annotations

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.practice.applications import Ground, State
from lms.services.deciding import applying
from lms.services.deciding.applying import LONGEST_NAME, Filled
from lms.services.ground.refusals import ClosedDoor, Conflict, Invalid, Refusal
from lms.web.edge import current, policies
from lms.web.edge.errors import problem_of
from lms.wording.phrases import _

pages = Blueprint("applying", __name__)


@pages.get("/apply/<credential>")
@policies.signed_in()
def form(credential: str) -> AnyResponse:
    return _page(credential)


@pages.post("/apply/<credential>")
@policies.signed_in(limit="60 per hour")
def apply(credential: str) -> AnyResponse:
    filled = _filled()
    try:
        applied = applying.apply(current.context(), current.learner(), credential, filled)
    except (Invalid, ClosedDoor, Conflict) as refused:
        return _page(credential, refused, filled)
    if applied.application.state is State.COMPLETE:
        flash(current.said(_("Your application has arrived. A person decides about it.")))
    else:
        flash(current.said(_("Your statement has arrived. A registrar looks at it.")))
    return redirect(url_for("applying.form", credential=credential), 303)


@pages.post("/apply/<credential>/withdraw")
@policies.signed_in()
def withdraw(credential: str) -> AnyResponse:
    applying.withdraw(current.context(), current.learner(), request.form.get("application", "")[:32])
    flash(current.said(_("You have taken your application back.")))
    return redirect(url_for("applying.form", credential=credential), 303)


def _filled() -> Filled:
    sent = request.form
    texts = {name: sent.get(name, "").replace("\0", "")[:LONGEST_NAME] for name in ("route", "name", "signature")}
    return Filled(**texts, truth="truth" in sent, agree="agree" in sent)


def _page(credential: str, refused: Refusal | None = None, filled: Filled | None = None) -> Response:
    learner = current.learner()
    standing = applying.standing(current.reading(), learner, credential)
    decisions, originals = standing.decisions, current.reading().catalog().original
    grounds = {one.value: one.words for one in Ground}
    page = render_template(
        "certificates/apply.html",
        standing=standing,
        last=decisions[-1] if decisions else None,
        grounds=grounds,
        filled=filled or Filled(name=learner.name),
        refused=refused,
        field=getattr(refused, "field", ""),
        original=originals.credentials[credential],
        original_scheme=originals.schemes[credential],
        longest=LONGEST_NAME,
    )
    return make_response(page, 200 if refused is None else problem_of(refused).status)
