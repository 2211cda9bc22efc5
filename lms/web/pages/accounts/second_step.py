"""The second step of signing in, signing in by a passkey alone, and showing once more who one is."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.services.factors import asking, keeping, proving
from lms.services.ground.refusals import Gone, Refusal
from lms.web.drawing.forms import AgainForm, CodeForm, RecoveryForm
from lms.web.edge import current, policies, sessions
from lms.web.edge.policy import PASSWORDS
from lms.web.pages.accounts.email_address import pages
from lms.web.pages.accounts.passkey_forms import keys, require_here, sent
from lms.web.pages.accounts.signing_in import address, again, begin_anew, device, entry_page, go_on, wanted
from lms.wording.phrases import _

__all__ = ["pages"]

FACTOR, PROOF = "factor", "proof"


@pages.post("/login/passkey")
@policies.anyone()
def sign_in_by_passkey() -> AnyResponse:
    try:
        token = asking.by_passkey_alone(current.context(), require_here(), *sent(), address(), device())
    except Refusal as refused:
        return entry_page(refused)
    begin_anew(token)
    return redirect(go_on(token), 303)


@pages.get("/login/second")
@policies.anyone(index=False)
def second_step() -> AnyResponse:
    return _second_page()


@pages.post("/login/second")
@policies.anyone()
def second_step_now() -> AnyResponse:
    """The code of an app, or a recovery code; each field takes either."""
    form = RecoveryForm() if "recovery" in request.form else CodeForm()
    if not form.validate():
        return _second_page(form)
    try:
        token = asking.by_code(current.context(), sessions.second(), form.code.data or "", address(), device())
    except Gone:
        return _second_page(form)
    except Refusal as refused:
        return _second_page(form, refused)
    begin_anew(token)
    return redirect(go_on(token), 303)


@pages.post("/login/second/passkey")
@policies.anyone()
def second_step_by_passkey() -> AnyResponse:
    try:
        token = asking.by_passkey(current.context(), sessions.second(), require_here(), *sent(), address(), device())
    except Refusal as refused:
        return _second_page(CodeForm(), refused)
    begin_anew(token)
    return redirect(go_on(token), 303)


def _second_page(form: CodeForm | RecoveryForm | None = None, refused: Refusal | None = None) -> Response:
    """The page of the second step; where it is too late, the first one again."""
    try:
        waits = asking.waiting(current.context(), sessions.second())
    except Gone as gone:
        return entry_page(gone)
    shown = {
        "waits": waits,
        "keys": keys(waits.account_id) if waits.passkeys else None,
        "wanted": wanted(),
        "app": form if isinstance(form, CodeForm) else CodeForm(formdata=None),
        "recovery": form if isinstance(form, RecoveryForm) else RecoveryForm(formdata=None),
    }
    if form is None:
        return make_response(render_template("accounts/second_step.html", form=None, refused="", **shown))
    return again("accounts/second_step.html", form, refused, **shown)


@pages.get("/account/again")
@policies.signed_in()
def prove() -> AnyResponse:
    """Showing once more who one is: for what could shut the owner out, or a second factor for what staff do."""
    if _asks_for_factor() and not keeping.has_any(current.context(), current.learner()):
        return redirect(url_for(".second_factor", next=wanted() or None), 303)
    return _again_page(CodeForm() if _asks_for_factor() else AgainForm())


@pages.post("/account/again")
@policies.signed_in(lane=PASSWORDS)
def prove_by_password() -> AnyResponse:
    form = AgainForm()
    if not form.validate():
        return _again_page(form, None, tried=True)
    try:
        proving.by_password(current.context(), current.learner(), form.password.data or "", sessions.token_of_session())
    except Refusal as refused:
        return _again_page(form, refused, tried=True)
    return _shown()


@pages.post("/account/again/code")
@policies.signed_in()
def prove_by_code() -> AnyResponse:
    form, token = CodeForm(), sessions.token_of_session()
    if not form.validate():
        return _again_page(form, None, tried=True)
    try:
        asking.again_by_code(current.context(), current.learner().id, form.code.data or "", token, address())
    except Refusal as refused:
        return _again_page(form, refused, tried=True)
    return _shown()


@pages.post("/account/again/passkey")
@policies.signed_in()
def prove_by_passkey() -> AnyResponse:
    token, person = sessions.token_of_session(), current.learner()
    try:
        asking.again_by_passkey(current.context(), person.id, require_here(), *sent(), token, address())
    except Refusal as refused:
        form = CodeForm() if _asks_for_factor() else AgainForm()
        return _again_page(form, refused, tried=True)
    return _shown()


def _asks_for_factor() -> bool:
    return request.values.get("what", "") == FACTOR


def _shown() -> AnyResponse:
    flash(current.said(_("Thank you. You can go on for five minutes.")))
    return redirect(wanted() or url_for(".second_factor"), 303)


def _again_page(form: AgainForm | CodeForm, refused: Refusal | None = None, *, tried: bool = False) -> Response:
    person = current.learner()
    kept = keeping.kept(current.context(), person)
    shown = {
        "person": person,
        "kept": kept,
        "keys": keys(person.id) if kept.passkeys else None,
        "what": FACTOR if _asks_for_factor() else PROOF,
        "wanted": wanted(),
    }
    if not tried:
        return make_response(render_template("accounts/again.html", form=form, refused="", **shown))
    return again("accounts/again.html", form, refused, **shown)
