"""Asking for accommodations: settings to choose from, and nothing to tell."""

from __future__ import annotations

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.practice import accommodation_words as words
from lms.practice.accommodations import LONGEST_NAME, Ground
from lms.services.granting import requests
from lms.services.granting.wishes import Wish
from lms.services.ground.refusals import ClosedDoor, Conflict, Invalid, Refusal
from lms.web.edge import current, policies
from lms.web.edge.errors import problem_of
from lms.wording.phrases import _

pages = Blueprint("accommodations", __name__)


@pages.get("/accommodations")
@policies.signed_in()
def form() -> Response:
    return _page()


@pages.post("/accommodations")
@policies.signed_in(limit="60 per hour")
def ask() -> AnyResponse:
    wish = wish_sent()
    try:
        requests.ask(current.context(), current.learner(), wish, request.form.get("before") == "yes")
    except (Invalid, ClosedDoor, Conflict) as refused:
        return _page(refused, wish)
    flash(current.said(_("We have it. A person answers you, and you are told by mail.")))
    return redirect(url_for("accommodations.form"), 303)


@pages.post("/accommodations/<int:number>/withdraw")
@policies.signed_in()
def withdraw(number: int) -> AnyResponse:
    try:
        requests.withdraw(current.context(), current.learner(), number)
    except Conflict as refused:
        return _page(refused)
    flash(current.said(_("You have taken it back.")))
    return redirect(url_for("accommodations.form"), 303)


def wish_sent() -> Wish:
    """What was chosen in the fields of the settings."""
    sent = request.form
    texts = {name: sent.get(name, "").replace("\0", "")[: LONGEST_NAME + 1] for name in ("time", "helper", "name")}
    return Wish(switches=sent.getlist("settings"), **texts)


def _page(refused: Refusal | None = None, wish: Wish | None = None) -> Response:
    mine = requests.mine(current.context(), current.learner())
    page = render_template(
        "assessments/accommodations.html",
        mine=mine,
        words=words,
        grounds={one.value: one.words for one in Ground},
        wish=wish or Wish(),
        had_before=request.form.get("before", "no"),
        longest=LONGEST_NAME,
        refused=refused,
        field=getattr(refused, "field", ""),
        now=current.context().now(),
    )
    return make_response(page, 200 if refused is None else problem_of(refused).status)
