"""People for registrars and deciders, and mails for admins: lists that read as sentences."""

from __future__ import annotations

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.services.appointing import mails_sent
from lms.services.deciding import people as directory
from lms.services.ground.refusals import Conflict, Refusal
from lms.web.edge import current, policies
from lms.web.pages.console.frame import again, pages

__all__ = ["pages"]

LONGEST = 254


def sought(name: str) -> str:
    """What an address looks for."""
    return request.args.get(name, "").replace("\0", "").strip()[:LONGEST]


@pages.get("/staff/people")
@policies.duty("registrar", "decider")
def people() -> Response:
    words, before = sought("words"), current.number("before")
    found, onward = directory.listed(current.context(), current.learner(), words, before)
    return again("console/people.html", None, people=found, words=words, before=before, onward=onward)


@pages.get("/staff/people/<int:account_id>")
@policies.duty("registrar", "decider")
def person(account_id: int) -> Response:
    context = current.context()
    looked = directory.look(context, current.learner(), account_id)
    titles = {one.id: one.title for one in context.catalog().credentials.values()}
    registrar = "registrar" in current.learner().serves
    return again("console/person.html", None, looked=looked, known=looked.known, titles=titles, registrar=registrar)


@pages.get("/staff/mails")
@policies.duty("admin")
def mails() -> Response:
    return _mails()


@pages.post("/staff/mails/<int:mail_id>/again")
@policies.duty("admin")
def send_again(mail_id: int) -> AnyResponse:
    try:
        mails_sent.again(current.context(), current.learner(), mail_id)
    except Conflict as refused:
        return _mails(refused)
    flash("It is tried now.")
    return redirect(url_for(".mails"), 303)


def _mails(refused: Refusal | None = None) -> Response:
    recipient, before = sought("recipient"), current.number("before")
    found, onward = mails_sent.listed(current.context(), current.learner(), recipient, before)
    return again("console/mails.html", refused, mails=found, recipient=recipient, before=before, onward=onward)
