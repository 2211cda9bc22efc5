"""Another e-mail for an account: asked for, confirmed at the new one, taken back from the old one."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.services.accounts import changing_email
from lms.services.ground.refusals import Gone, Invalid, TooMany
from lms.web.drawing.forms import EmailForm
from lms.web.edge import current, errors, policies, sessions
from lms.web.pages.accounts.own_account import account_page, email_form
from lms.web.pages.accounts.signing_in import UNCHECKED, dead_link, pages
from lms.wording.phrases import _

__all__ = ["pages"]


@pages.post("/account/email")
@policies.signed_in()
def change_email() -> AnyResponse:
    """Send a link to the new address. Whether it is known here, its owner alone is told."""
    form = email_form(current.learner())
    if not form.validate():
        return make_response(account_page(email=form), UNCHECKED)
    password = form.current_password.data if isinstance(form, EmailForm) else ""
    try:
        changing_email.request(current.context(), current.learner(), form.new_email.data or "", password or "")
    except (Invalid, TooMany) as refused:
        of_password = isinstance(form, EmailForm) and getattr(refused, "field", "") != "email"
        where = form.current_password if isinstance(form, EmailForm) and of_password else form.new_email
        where.errors = [refused.message]
        return make_response(account_page(email=form), errors.problem_of(refused).status)
    flash(current.said(_("Now open the link in the mail that we send to the new address. Until then nothing changes.")))
    return redirect(url_for(".account", _anchor="address"), 303)


@pages.post("/account/email/end")
@policies.signed_in()
def keep_email() -> AnyResponse:
    changing_email.give_up(current.context(), current.learner())
    flash(current.said(_("Your address stays as it is.")))
    return redirect(url_for(".account", _anchor="address"), 303)


@pages.get("/email/<token>")
@policies.anyone(referrer="no-referrer", index=False)
def new_email(token: str) -> str | AnyResponse:
    """A button rather than the deed: mail programs open links by themselves."""
    try:
        link = changing_email.look_at_link(current.context(), token, current.person())
    except Gone as refused:
        return dead_link(refused, "")
    return render_template("accounts/new_email.html", token=token, email=link.email)


@pages.post("/email/<token>")
@policies.signed_in(referrer="no-referrer")
def new_email_now(token: str) -> AnyResponse:
    try:
        changing_email.confirm(current.context(), current.learner(), token)
    except Gone as refused:
        return dead_link(refused, "")
    flash(current.said(_("Your account has its new address. We have told the one before.")))
    return redirect(url_for(".account", _anchor="address"), 303)


@pages.get("/email/undo/<token>")
@policies.anyone(referrer="no-referrer", index=False)
def undo_email(token: str) -> str | AnyResponse:
    try:
        email = changing_email.look_at_undo(current.context(), token)
    except Gone as refused:
        return dead_link(refused, "")
    return render_template("accounts/undo_email.html", token=token, email=email)


@pages.post("/email/undo/<token>")
@policies.anyone(referrer="no-referrer")
def undo_email_now(token: str) -> AnyResponse:
    """The address is back; a new password comes next, since somebody else may know the one so far."""
    try:
        fresh = changing_email.undo(current.context(), token)
    except Gone as refused:
        return dead_link(refused, "")
    sessions.end()
    flash(current.said(_("Your account has its former address again, and everybody is signed out.")))
    return redirect(url_for(".reset", token=fresh), 303)
