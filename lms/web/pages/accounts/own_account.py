"""A person's own account: name, password, sessions, data, and the way out."""

from __future__ import annotations

import json

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse

from lms.services import accounts
from lms.services.accounts import changing_email
from lms.services.appointing import pen_naming
from lms.services.deciding import decided
from lms.services.factors import keeping
from lms.services.ground.addresses import has_address
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, Invalid, Refusal
from lms.services.organisations import entering
from lms.services.privacy import own_data
from lms.web.drawing.forms import LONGEST_NAME, EmailForm, EraseForm, FirstEmailForm, NameForm, PasswordForm
from lms.web.edge import current, policies, sessions
from lms.web.edge.policy import FILES, PASSWORDS
from lms.web.pages.accounts.signing_in import UNCHECKED, again, pages
from lms.wording.phrases import _

__all__ = ["pages"]


@pages.get("/account")
@policies.signed_in()
def account() -> str:
    return account_page()


def account_page(pen_name_refused: Refusal | None = None, **forms: FlaskForm) -> str:
    """The page, with the form that was refused as it was sent."""
    context, learner = current.context(), current.learner()
    shown = {
        "name": NameForm(data={"name": learner.name}),
        "password": PasswordForm(),
        "email": email_form(learner),
    } | forms
    return render_template(
        "accounts/account.html",
        person=learner,
        forms=shown,
        wrong=next(iter(forms.values()), None),
        pending=changing_email.pending(context, learner),
        sessions=accounts.list_sessions(context, learner),
        tokens=accounts.list_tokens(context, learner),
        joined=entering.joined(context, learner),
        kept=keeping.kept(context, learner),
        this=accounts.session_id(sessions.token_of_session()),
        decided=decided.about(context, learner),
        pen_name=pen_naming.of_person(context, learner) if _may_write(learner) else None,
        pen_name_refused=pen_name_refused,
    )


def _may_write(person: Person) -> bool:
    """Whether questions of theirs may stand in a bank: whoever has a duty or a role."""
    return bool(person.serves) or person.role != "learner"


def email_form(person: Person) -> EmailForm | FirstEmailForm:
    """With the password, unless there is neither an address nor a password yet."""
    return EmailForm() if has_address(person.email) else FirstEmailForm()


@pages.post("/account/name")
@policies.signed_in()
def rename() -> AnyResponse:
    form = NameForm()
    try:
        if not form.validate():
            return make_response(account_page(name=form), UNCHECKED)
        accounts.rename(current.context(), current.learner(), form.name.data or "")
    except Invalid as refused:
        form.name.errors = [refused.message]
        return make_response(account_page(name=form), UNCHECKED)
    flash(current.said(_("Your name is changed. Certificates keep the name that they were issued to.")))
    return redirect(url_for(".account"), 303)


@pages.post("/account/pen-name")
@policies.signed_in()
def choose_pen_name() -> AnyResponse:
    try:
        name = pen_naming.choose(current.context(), current.learner(), request.form.get("pen_name", "")[:LONGEST_NAME])
    except (Invalid, Conflict) as refused:
        return make_response(account_page(pen_name_refused=refused), UNCHECKED)
    flash(current.said(_("That is your pen name now.") if name else _("You have no pen name any more.")))
    return redirect(url_for(".account", _anchor="pen-name"), 303)


@pages.post("/account/password")
@policies.signed_in(lane=PASSWORDS)
def change_password() -> AnyResponse:
    """Every other session ends; this one goes on under a new token."""
    form = PasswordForm()
    if not form.validate():
        return make_response(account_page(password=form), UNCHECKED)
    before = sessions.token_of_session()
    try:
        token = accounts.change_password(
            current.context(), current.learner(), form.old.data or "", form.new.data or "", before
        )
    except Invalid as refused:
        where = form.new if refused.field == "new" else form.old
        where.errors = [refused.message]
        return make_response(account_page(password=form), UNCHECKED)
    if token:
        sessions.begin(token)
    flash(
        current.said(
            _("Your password is changed. You are signed out everywhere else, and tokens of programs have ended.")
        )
    )
    return redirect(url_for(".account"), 303)


@pages.post("/account/sessions/<session_id>")
@policies.signed_in()
def end_session(session_id: str) -> AnyResponse:
    accounts.end_session(current.context(), current.learner(), session_id)
    flash(current.said(_("That session is ended.")))
    return redirect(url_for(".account", _anchor="sessions"), 303)


@pages.post("/account/sessions/others")
@policies.signed_in()
def end_other_sessions() -> AnyResponse:
    accounts.end_others(current.context(), current.learner(), sessions.token_of_session())
    flash(current.said(_("You are signed out everywhere else.")))
    return redirect(url_for(".account", _anchor="sessions"), 303)


@pages.post("/account/sessions")
@policies.signed_in()
def end_all_sessions() -> AnyResponse:
    accounts.end_all(current.context(), current.learner())
    sessions.end()
    flash(current.said(_("You are signed out everywhere.")))
    return sessions.leave(redirect(url_for(".login"), 303))


@pages.post("/account/tokens/<token_id>")
@policies.signed_in()
def end_token(token_id: str) -> AnyResponse:
    accounts.end_token(current.context(), current.learner(), token_id)
    flash(current.said(_("That program can no longer use your account.")))
    return redirect(url_for(".account", _anchor="programs"), 303)


@pages.post("/account/confirmation")
@policies.signed_in()
def confirm_again() -> AnyResponse:
    accounts.send_confirmation(current.context(), current.learner())
    flash(current.said(_("A new link is on its way to you. It works for three days.")))
    return redirect(url_for(".account"), 303)


@pages.post("/account/export")
@policies.signed_in(limit="10 per hour", lane=FILES)
def export() -> Response:
    """Everything that is kept about the person, as a file."""
    everything = own_data.export(current.context(), current.learner())
    content = json.dumps(everything, ensure_ascii=False, indent=2) + "\n"
    response = Response(content, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@pages.get("/account/erase")
@policies.signed_in()
def erase() -> str:
    return render_template("accounts/erase.html", form=erase_form(current.learner()), refused="")


def erase_form(person: Person) -> EraseForm:
    """With the password, unless there is neither an address nor a password yet."""
    form = EraseForm()
    if not has_address(person.email):
        del form.password
    return form


@pages.post("/account/erase")
@policies.signed_in(lane=PASSWORDS)
def erase_now() -> AnyResponse:
    form = erase_form(current.learner())
    if not form.validate():
        return again("accounts/erase.html", form)
    try:
        own_data.erase(current.context(), current.learner(), form.data.get("password") or "")
    except Refusal as refused:
        return again("accounts/erase.html", form, refused)
    sessions.end()
    flash(current.said(_("Your account is erased, with all that was kept about you.")))
    return sessions.leave(redirect(url_for("home.home"), 303))
