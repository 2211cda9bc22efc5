"""Mails and consents: reminders at an hour of one's own, what one said yes to, and the way out of a mail."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.services.ground.refusals import Invalid
from lms.services.mail import consents as choosing
from lms.web.edge import current, policies
from lms.web.pages.accounts.organisations import pages
from lms.web.pages.accounts.signing_in import UNCHECKED
from lms.wording.phrases import _
from lms.wording.zones import zones

__all__ = ["pages"]


@pages.get("/account/consents")
@policies.signed_in()
def consents() -> str:
    return _page()


def _page(refused: Invalid | None = None) -> str:
    context, learner = current.context(), current.learner()
    chosen, wanted = choosing.choices(context, learner)
    hour = request.form.get("hour", "18" if chosen.hour is None else str(chosen.hour))
    zone = request.form.get("zone", chosen.zone or context.settings.zone)
    return render_template(
        "accounts/consents.html",
        listed=choosing.listed(context, learner),
        text=choosing.REMINDERS_TEXT,
        wanted="wanted" in request.form if "hour" in request.form else wanted,
        reminded=wanted,
        hour=hour,
        zone=zone,
        paused_until=chosen.paused_until if chosen.paused_until and chosen.paused_until > context.now() else None,
        zones=zones(current.language(), zone),
        confirmed=learner.confirmed,
        refused=refused,
    )


@pages.post("/account/reminders")
@policies.signed_in()
def choose_reminders() -> AnyResponse | tuple[str, int]:
    wanted = "wanted" in request.form
    hour, zone = request.form.get("hour", ""), request.form.get("zone", "")
    try:
        choosing.choose_reminders(current.context(), current.learner(), wanted, hour, zone, current.read_in())
    except Invalid as refused:
        return _page(refused), UNCHECKED
    flash(current.said(_("We remind you at that hour.") if wanted else _("No reminders come any more.")))
    return redirect(url_for(".consents"), 303)


@pages.post("/account/reminders/break")
@policies.signed_in()
def take_a_break() -> AnyResponse | tuple[str, int]:
    try:
        choosing.take_a_break(current.context(), current.learner(), request.form.get("weeks", ""))
    except Invalid as refused:
        return _page(refused), UNCHECKED
    flash(current.said(_("Your reminders are as you chose.")))
    return redirect(url_for(".consents"), 303)


@pages.post("/account/consents/<int:id>")
@policies.signed_in()
def take_back(id: int) -> AnyResponse:
    choosing.take_back(current.context(), current.learner(), id)
    flash(current.said(_("That is taken back.")))
    return redirect(url_for(".consents", _anchor="given"), 303)


@pages.get("/mails/off/<token>")
@policies.public(referrer="no-referrer", index=False)
def mails_off(token: str) -> str:
    consent = choosing.by_link(current.context(), token)
    return render_template("accounts/mails_off.html", consent=consent, done=consent.withdrawn_at is not None)


@pages.post("/mails/off/<token>")
@policies.public(referrer="no-referrer", index=False, limit="60 per minute")
def mails_off_now(token: str) -> str:
    """One click of a mail program (RFC 8058) comes here too; it knows no session, so none is asked for."""
    return render_template("accounts/mails_off.html", consent=choosing.end_by_link(current.context(), token), done=True)
