"""Signing in by an organisation's own sign-in, and joining it to one's account. Links, since forms lead to us alone."""

from __future__ import annotations

import hmac
import json
from dataclasses import asdict, dataclass
from datetime import timedelta

from flask import abort, current_app, flash, redirect, request, session, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response as AnyResponse

from lms.services.accounts.signing_in import SecondFactorAsked
from lms.services.factors.proving import require_proof_again
from lms.services.ground.refusals import Gone, Refusal
from lms.services.keys import boxes
from lms.services.organisations import entering
from lms.services.organisations.asking import OrganisationAway, Organisations
from lms.services.organisations.believing import Known, believe
from lms.settings.providers import Provider
from lms.web.edge import current, policies
from lms.web.edge.local_address import local
from lms.web.edge.policy import ELSEWHERE
from lms.web.pages.accounts.second_factor import pages
from lms.web.pages.accounts.signing_in import address, begin_anew, device, entry_page, go_on, second_step_for, wanted
from lms.wording.phrases import _

__all__ = ["pages"]

EXTENSION = "organisations"
PER_ADDRESS = "60 per 5 minutes"
AWAY_FOR = timedelta(minutes=15)
AWAY = "away"
NOT_BEGUN = _(
    "This sign-in was not begun in this browser, or more than a quarter of an hour ago."
    " Nothing was changed. Please begin once more."
)
GAVE_UP = _("Your organisation did not let you in, or you turned back there. Nothing was changed.")
WRITTEN = _(
    "Your account is made. We have sent a link to your address; open it, so that the"
    " address counts as yours. You can learn without it."
)
NO_ADDRESS = _(
    "Your account is made. Your organisation told us no e-mail address: you can give one on your account page."
)


@dataclass(frozen=True, slots=True)
class Away:
    """What the browser holds, sealed, while somebody is at their organisation. `account`: joined to it from inside."""

    provider: str
    state: str
    nonce: str
    verifier: str
    onward: str
    until: float
    account: int = 0


@pages.record
def _keep_what_they_say(state: BlueprintSetupState) -> None:
    """One for each application: what organisations say of themselves is kept there."""
    settings = state.app.extensions[current.EXTENSION].settings
    state.app.extensions[EXTENSION] = Organisations(settings.providers)
    state.app.jinja_env.globals["organisations"] = settings.providers


@pages.get("/login/with/<organisation>")
@policies.anyone(index=False, lane=ELSEWHERE, limit=PER_ADDRESS)
def sign_in_elsewhere(organisation: str) -> AnyResponse:
    try:
        return _sent_to(_named(organisation), wanted())
    except OrganisationAway as refused:
        return entry_page(refused)


@pages.get("/account/identities/<organisation>")
@policies.signed_in(lane=ELSEWHERE, limit=PER_ADDRESS)
def join_elsewhere(organisation: str) -> AnyResponse:
    """From inside alone, and after the password or a passkey once more, an account that is there is joined."""
    provider, person = _named(organisation), current.learner()
    require_proof_again(current.context(), person)
    return _sent_to(provider, url_for(".account", _anchor="organisations"), person.id)


@pages.get("/login/with/<organisation>/back")
@policies.anyone(index=False, referrer="no-referrer", lane=ELSEWHERE, limit=PER_ADDRESS)
def back_from_elsewhere(organisation: str) -> AnyResponse:
    """Whatever is not exactly what was begun in this browser changes nothing."""
    provider = _named(organisation)
    try:
        away = _away(provider)
        known = _known(provider, away)
    except Refusal as refused:
        return entry_page(refused)
    return _joined(away, known) if away.account else _entered(away, known)


@pages.post("/account/identities/<identity_id>/end")
@policies.signed_in()
def end_identity(identity_id: str) -> AnyResponse:
    entering.part(current.context(), current.learner(), identity_id)
    flash(current.said(_("That sign-in opens your account no more.")))
    return redirect(url_for(".account", _anchor="organisations"), 303)


def _organisations() -> Organisations:
    there: Organisations = current_app.extensions[EXTENSION]
    return there


def _named(organisation: str) -> Provider:
    provider = _organisations().named(organisation)
    if provider is None:
        abort(404)
    return provider


def _back_to(provider: Provider) -> str:
    """Where the organisation sends somebody back to, as it must be registered there."""
    base = current.context().settings.base_url
    return base + url_for(".back_from_elsewhere", organisation=provider.id)


def _sent_to(provider: Provider, onward: str, account: int = 0) -> AnyResponse:
    context = current.context()
    sent = _organisations().send_to(provider, _back_to(provider))
    until = (context.now() + AWAY_FOR).timestamp()
    away = Away(provider.id, sent.state, sent.nonce, sent.verifier, onward, until, account)
    session[AWAY] = boxes.seal(context.settings, AWAY, json.dumps(asdict(away)).encode())
    session.permanent = True
    return redirect(sent.address, 303)


def _away(provider: Provider) -> Away:
    """What was begun in this browser; it is good for one return, and a forged one does not use it up."""
    context = current.context()
    content = boxes.opened(context.settings, AWAY, str(session.get(AWAY, "")))
    away = Away(**json.loads(content)) if content else None
    if away is None or away.provider != provider.id or context.now().timestamp() > away.until:
        raise Gone(NOT_BEGUN)
    if not hmac.compare_digest(away.state.encode(), request.args.get("state", "").encode()):
        raise Gone(NOT_BEGUN)
    del session[AWAY]
    return away


def _known(provider: Provider, away: Away) -> Known:
    code = request.args.get("code", "")
    if "error" in request.args or not code or request.args.get("iss", provider.issuer) != provider.issuer:
        raise OrganisationAway(GAVE_UP)
    token = _organisations().id_token(provider, _back_to(provider), code, away.verifier)
    return believe(_organisations(), provider, token, away.nonce, current.context().now())


def _joined(away: Away, known: Known) -> AnyResponse:
    person = current.person()
    if person is None or person.id != away.account:
        return entry_page(Gone(NOT_BEGUN))
    entering.join(current.context(), person, known)
    flash(current.said(_("Your organisation's sign-in opens your account from now on.")))
    return redirect(away.onward, 303)


def _entered(away: Away, known: Known) -> AnyResponse:
    onward = local(away.onward)
    try:
        entered = entering.enter(current.context(), known, address(), device(), current.language_chosen())
    except SecondFactorAsked as asked:
        return second_step_for(asked, onward)
    except Refusal as refused:
        return entry_page(refused)
    begin_anew(entered.token)
    if entered.new:
        flash(current.said(WRITTEN if entered.written_to else NO_ADDRESS))
    return redirect(go_on(entered.token, onward), 303)
