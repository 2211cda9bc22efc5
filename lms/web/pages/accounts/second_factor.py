"""The second factors of one's own account: an app of codes, passkeys, recovery codes."""

from __future__ import annotations

import segno
from flask import Response, flash, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from lms.services.factors import apps, keeping, passkeys, places
from lms.services.factors.apps import Offer
from lms.services.ground.refusals import Invalid, Refusal
from lms.web.drawing.forms import CodeForm, PasskeyForm
from lms.web.drawing.layout import brand
from lms.web.edge import current, policies, sessions
from lms.web.pages.accounts.passkey_forms import here, require_here, sent
from lms.web.pages.accounts.second_step import pages
from lms.web.pages.accounts.signing_in import again, wanted
from lms.wording.phrases import _

__all__ = ["pages"]


@pages.get("/account/second-factor")
@policies.signed_in()
def second_factor() -> str:
    context, person = current.context(), current.learner()
    return render_template(
        "accounts/second_factor.html",
        kept=keeping.kept(context, person),
        needed=person.role != "learner" and policies.asks_for_factor(),
        person=person,
        place=here(),
        elsewhere=places.elsewhere(context.settings),
        wanted=wanted(),
    )


@pages.get("/account/second-factor/app")
@policies.signed_in()
def app() -> str:
    offer = apps.offer(current.context(), current.learner(), brand())
    return render_template("accounts/app.html", form=CodeForm(), refused="", **_shown(offer))


@pages.post("/account/second-factor/app")
@policies.signed_in()
def keep_app() -> AnyResponse:
    form, sealed, context, person = CodeForm(), request.form.get("state", ""), current.context(), current.learner()
    try:
        offer = apps.offered(context, person, sealed, brand())
    except Invalid as refused:
        flash(current.said(refused.message))
        return redirect(url_for(".app", next=wanted() or None), 303)
    if not form.validate():
        return again("accounts/app.html", form, None, **_shown(offer))
    try:
        codes = apps.enrol(context, person, sealed, form.code.data or "", sessions.token_of_session())
    except Refusal as refused:
        return again("accounts/app.html", form, refused, **_shown(offer))
    return _kept(codes, _("Your app is kept. From now on it is asked for when you sign in with your password."))


@pages.post("/account/second-factor/app/end")
@policies.signed_in()
def end_app() -> AnyResponse:
    keeping.remove_app(current.context(), current.learner())
    flash(current.said(_("The app is removed. Its codes open nothing here any more.")))
    return redirect(url_for(".second_factor"), 303)


@pages.get("/account/passkeys/new")
@policies.signed_in()
def new_passkey() -> AnyResponse:
    return _passkey_page()


@pages.post("/account/passkeys")
@policies.signed_in()
def keep_passkey() -> AnyResponse:
    form, context, person = PasskeyForm(), current.context(), current.learner()
    if not form.validate():
        return _passkey_page(form)
    state, answer = sent()
    try:
        codes = passkeys.keep(
            context, person, require_here(), state, answer, form.name.data or "", sessions.token_of_session()
        )
    except Refusal as refused:
        return _passkey_page(form, refused)
    return _kept(codes, _("Your passkey is kept. You can sign in with it from now on, without your password."))


@pages.post("/account/passkeys/<passkey_id>/end")
@policies.signed_in()
def end_passkey(passkey_id: str) -> AnyResponse:
    keeping.remove_passkey(current.context(), current.learner(), passkey_id)
    flash(current.said(_("The passkey is removed. It opens nothing here any more.")))
    return redirect(url_for(".second_factor"), 303)


@pages.post("/account/recovery-codes")
@policies.signed_in()
def new_codes() -> AnyResponse:
    codes = keeping.new_codes(current.context(), current.learner())
    return _codes_page(codes, _("These are your new recovery codes. Those of before open nothing any more."))


def _shown(offer: Offer) -> dict[str, object]:
    picture = segno.make(offer.address, error="m").svg_inline(
        scale=5, border=3, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True
    )
    return {"offer": offer, "picture": Markup(picture), "wanted": wanted()}  # noqa: S704 drawn of squares alone


def _passkey_page(form: PasskeyForm | None = None, refused: Refusal | None = None) -> Response:
    context, place = current.context(), here()
    question = None if place is None else passkeys.ask_for_new(context, current.learner(), place, brand())
    shown = {"question": question, "elsewhere": places.elsewhere(context.settings), "wanted": wanted()}
    if form is None:
        return make_response(render_template("accounts/passkey_new.html", form=PasskeyForm(), refused="", **shown))
    return again("accounts/passkey_new.html", form, refused, **shown)


def _kept(codes: tuple[str, ...], words: str) -> AnyResponse:
    """With the recovery codes, where there are new ones: they are shown on this page and never again."""
    if codes:
        return _codes_page(codes, words)
    flash(current.said(words))
    return redirect(wanted() or url_for(".second_factor"), 303)


def _codes_page(codes: tuple[str, ...], words: str) -> Response:
    return make_response(render_template("accounts/codes.html", codes=codes, words=words, wanted=wanted()))
