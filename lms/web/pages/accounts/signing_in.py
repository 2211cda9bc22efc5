"""Joining, signing in and out, a forgotten password, and the link that confirms an address."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    after_this_request,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse

from lms.services import accounts
from lms.services.accounts.signing_in import SecondFactorAsked
from lms.services.factors import asking
from lms.services.ground.refusals import Gone, Refusal
from lms.web.drawing.forms import AskResetForm, ConfirmForm, LoginForm, RegisterForm, ResetForm
from lms.web.edge import current, errors, policies, sessions
from lms.web.edge.local_address import local
from lms.web.edge.policy import PASSWORDS
from lms.web.pages.accounts.passkey_forms import keys
from lms.wording.phrases import _

pages = Blueprint("accounts", __name__)

UNCHECKED = 422
DEAD = 410


def address() -> str:
    """Where the caller calls from."""
    return request.remote_addr or ""


def wanted() -> str:
    """Where the person was going before this page stood in the way."""
    return local(request.values.get("next", ""))


def device() -> str:
    """What the caller's browser says of itself."""
    return request.headers.get("User-Agent", "")


def _refused_into(form: FlaskForm, refused: Refusal) -> str:
    """Put a refusal at its field, or give it back to stand above the form."""
    name = getattr(refused, "field", "")
    if name and name in form:
        form[name].errors = [*form[name].errors, refused.message]
        return ""
    return refused.message


def again(template: str, form: FlaskForm, refused: Refusal | None = None, **values: object) -> Response:
    """The form once more, with what was typed and what to look at."""
    words = _refused_into(form, refused) if refused else ""
    problem = errors.problem_of(refused) if refused else None
    carried = getattr(form, "email", None)
    if carried is not None and carried.data:
        sessions.type_email(carried.data)
    page = render_template(template, form=form, refused=words, **values)
    response = make_response(page, problem.status if problem else UNCHECKED)
    if problem and problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


@pages.get("/register")
@policies.anyone(index=False)
def register() -> str | AnyResponse:
    if current.person() is not None:
        return redirect(wanted() or url_for("learn.learn"), 303)
    form = RegisterForm(email=sessions.typed_email())
    return render_template("accounts/register.html", form=form, refused="", wanted=wanted())


@pages.post("/register")
@policies.anyone(lane=PASSWORDS)
def join() -> AnyResponse:
    """Make an account. A known e-mail is answered alike, and told by mail alone."""
    form = RegisterForm()
    if not form.validate():
        return again("accounts/register.html", form, wanted=wanted())
    context, email, password = current.context(), form.email.data or "", form.password.data or ""
    browser = sessions.join(email.strip())
    try:
        there = {"browser": browser, "onward": wanted(), "language": current.language_chosen()}
        accounts.register(context, email, form.name.data or "", password, address(), **there)
    except Refusal as refused:
        return again("accounts/register.html", form, refused, wanted=wanted())
    return redirect(url_for(".joined", next=wanted() or None), 303)


@pages.get("/register/done")
@policies.anyone(index=False)
def joined() -> str:
    return render_template("accounts/joined.html", wanted=wanted(), email=sessions.typed_email())


@pages.get("/login")
@policies.anyone(index=False)
def login() -> str | AnyResponse:
    if current.person() is not None:
        return redirect(wanted() or url_for("learn.learn"), 303)
    return entry_page()


def entry_page(refused: Refusal | None = None, form: LoginForm | None = None) -> Response:
    """The page to sign in on, with what was refused. A refused one holds no question for a passkey, which is new each
    time: so known and unknown are answered alike to the letter.
    """
    if refused is None and form is None:
        form = LoginForm(email=sessions.typed_email())
        page = render_template("accounts/login.html", form=form, refused="", wanted=wanted(), keys=keys())
        return make_response(page)
    form = form or LoginForm(email=sessions.typed_email())
    return again("accounts/login.html", form, refused, wanted=wanted(), keys=None)


@pages.post("/login")
@policies.anyone(lane=PASSWORDS)
def sign_in() -> AnyResponse:
    form = LoginForm()
    if not form.validate():
        return entry_page(form=form)
    context = current.context()
    try:
        token = accounts.sign_in(context, form.email.data or "", form.password.data or "", address(), device())
    except SecondFactorAsked as asked:
        return second_step_for(asked, wanted())
    except Refusal as refused:
        return entry_page(refused, form)
    begin_anew(token)
    return redirect(go_on(token), 303)


def second_step_for(asked: SecondFactorAsked, onward: str) -> AnyResponse:
    """The first step was right: on to the second."""
    sessions.wait_for_second(asking.state_for(current.context(), asked.account))
    return redirect(url_for(".second_step", next=onward or None), 303)


def go_on(token: str, wished: str = "") -> str:
    """Where somebody goes who has just signed in: those who run the programme set up a second factor first."""
    onward = wished or wanted() or url_for("learn.learn")
    person = accounts.person_of_session(current.context(), token) if policies.asks_for_factor() else None
    if person is not None and person.role != "learner" and not person.factor_at:
        return url_for(".second_factor", next=onward)
    return onward


@pages.post("/logout")
@policies.anyone()
def logout() -> AnyResponse:
    token = sessions.token_of_session()
    if token:
        accounts.sign_out(current.context(), token)
    sessions.end()
    flash(current.said(_("You are signed out.")))
    return sessions.leave(redirect(url_for("home.home"), 303))


@pages.get("/reset")
@policies.anyone(referrer="no-referrer", index=False)
def forgotten() -> str:
    form = AskResetForm(email=sessions.typed_email())
    return render_template("accounts/forgotten.html", form=form, refused="", wanted=wanted())


@pages.post("/reset")
@policies.anyone(referrer="no-referrer")
def ask_reset() -> AnyResponse:
    """Send a link. Known or unknown, the answer is the same."""
    form = AskResetForm()
    if not form.validate():
        return again("accounts/forgotten.html", form, wanted=wanted())
    context, email = current.context(), form.email.data or ""
    try:
        accounts.request_reset(context, email, address(), wanted(), current.language_chosen())
    except Refusal as refused:
        return again("accounts/forgotten.html", form, refused, wanted=wanted())
    return make_response(render_template("accounts/reset_sent.html", wanted=wanted()))


def dead_link(refused: Gone, again: str) -> Response:
    """Said at once, rather than after a form was filled in. `again` is where to have a new one."""
    return make_response(render_template("accounts/dead_link.html", refused=refused, again=again), DEAD)


@pages.get("/reset/<token>")
@policies.anyone(referrer="no-referrer", index=False)
def reset(token: str) -> str | AnyResponse:
    try:
        email = accounts.look_at_reset(current.context(), token)
    except Gone as refused:
        return dead_link(refused, url_for(".forgotten"))
    return render_template("accounts/reset.html", form=ResetForm(), refused="", token=token, email=email)


@pages.post("/reset/<token>")
@policies.anyone(referrer="no-referrer", lane=PASSWORDS)
def set_password(token: str) -> AnyResponse:
    form, context = ResetForm(), current.context()
    try:
        email = accounts.look_at_reset(context, token)
        if not form.validate():
            return again("accounts/reset.html", form, token=token, email=email)
        onward = accounts.reset(context, token, form.password.data or "")
    except Gone as refused:
        return dead_link(refused, url_for(".forgotten"))
    except Refusal as refused:
        return again("accounts/reset.html", form, refused, token=token, email=email)
    sessions.end()
    sessions.type_email(email)
    flash(current.said(_("Your new password is set. Please sign in with it.")))
    return redirect(url_for(".login", next=local(onward or "") or None), 303)


@pages.get("/confirm/<token>")
@policies.anyone(referrer="no-referrer", index=False)
def confirm(token: str) -> str | AnyResponse:
    """A button rather than the deed: mail programs open links by themselves."""
    try:
        link = accounts.look_at_link(current.context(), token, current.person(), sessions.joining())
    except Gone as refused:
        return dead_link(refused, "")
    return render_template("accounts/confirm.html", form=ConfirmForm(), refused="", token=token, link=link)


@pages.post("/confirm/<token>")
@policies.anyone(referrer="no-referrer")
def confirm_now(token: str) -> AnyResponse:
    form, context, person, browser = ConfirmForm(), current.context(), current.person(), sessions.joining()
    given = {"address": address(), "device": device()}
    try:
        link = accounts.look_at_link(context, token, person, browser)
        if not link.here and not form.validate():
            return again("accounts/confirm.html", form, token=token, link=link)
        password = form.password.data or ""
        done = accounts.confirm(context, token, person=person, browser=browser, password=password, **given)
    except Gone as refused:
        return dead_link(refused, "")
    except SecondFactorAsked as asked:
        return second_step_for(asked, url_for(".confirm", token=token))
    except Refusal as refused:
        return again("accounts/confirm.html", form, refused, token=token, link=link)
    if done.token:
        begin_anew(done.token)
    flash(current.said(_("Your e-mail address is confirmed.")))
    return redirect(local(done.onward) or url_for("learn.learn"), 303)


def begin_anew(token: str) -> None:
    """Sign this browser in, and whoever was signed in here out. Of somebody else it keeps nothing."""
    before, context, earlier = sessions.token_of_session(), current.context(), current.person()
    if before:
        accounts.sign_out(context, before)
    sessions.begin(token)
    now_here = accounts.person_of_session(context, token) if earlier else None
    if earlier and now_here and now_here.id != earlier.id:
        after_this_request(sessions.leave)
