"""Looking at a preview as a learner who is in a certain state: each state is one press of a button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, Flask, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.services import accounts, rehearsing
from lms.services.ground.refusals import Invalid
from lms.services.rehearsing import clock
from lms.web.edge import current, policies, sessions

pages = Blueprint("people", __name__, url_prefix="/workshop/learners")

WHO, WHAT, SINCE, AHEAD = "pretended", "pretended-what", "pretended-since", "pretended-ahead"
STEPS = {"hour": 1, "day": 24, "week": 7 * 24}
MOST_AHEAD = 24 * 366 * 5


@dataclass(frozen=True, slots=True)
class Pretending:
    """Whom a page is shown as: in what state, on the way to what, since when; `now` is what it is for them."""

    title: str
    target: str
    since: datetime
    now: datetime
    ahead: timedelta


def install(app: Flask) -> None:
    """The pages, and before each request the clock that its pretended learner lives by."""
    app.before_request(_set_clock)
    app.register_blueprint(pages)


def _set_clock() -> None:
    hours = session.get(AHEAD, 0)
    clock.set_ahead(timedelta(hours=hours if isinstance(hours, int) and 0 <= hours <= MOST_AHEAD else 0))


def at_hand() -> Pretending | None:
    """Whom this page is shown as; None where nobody is pretended, and on pages that are the same for all."""
    person = current.person()
    if person is None or not person.email.endswith(rehearsing.DOMAIN) or WHO not in session:
        return None
    now = current.context().now()
    return Pretending(
        str(session.get(WHO)),
        str(session.get(WHAT, "")),
        datetime.fromisoformat(str(session.get(SINCE))),
        now,
        timedelta(hours=session.get(AHEAD, 0)),
    )


@pages.get("")
@policies.workshop()
def choose() -> str:
    """Every state, for every certificate and examination; those that the content cannot give, with the reason."""
    context = current.context()
    catalog, now = context.catalog(), context.now()
    known = rehearsing.targets(catalog)
    return render_template(
        "workshop/learners.html",
        targets=[(target, rehearsing.offers(catalog, target, now)) for target in known],
        pretended=at_hand(),
    )


@pages.get("/<target>/<state>")
@policies.workshop()
def confirm(target: str, state: str) -> str:
    """One state alone, with its button: where `lms content preview --as` leads."""
    context = current.context()
    found = rehearsing.find_target(context.catalog(), target)
    offer = rehearsing.offer_of(context.catalog(), found, state, context.now())
    return render_template("workshop/learner.html", target=found, offer=offer)


@pages.post("/<target>/<state>")
@policies.workshop()
def become(target: str, state: str) -> AnyResponse:
    """Make somebody who is in this state, and sign this browser in as them."""
    context = current.context()
    clock.set_ahead(timedelta())
    made = rehearsing.pretend(context, rehearsing.find_target(context.catalog(), target), state)
    sessions.begin(rehearsing.sign_in(context, made.person))
    session[WHO], session[WHAT], session[SINCE] = made.title, made.target.title, made.since.isoformat()
    return redirect(url_for("learn.learn"), 303)


@pages.post("/later")
@policies.workshop()
def later() -> AnyResponse:
    """Let time pass for the pretended learner: an hour, a day or a week; or come back to the present."""
    pretended, person = at_hand(), current.person()
    if pretended is None or person is None:
        raise Invalid("Look at the site as a learner first.")
    by = request.form.get("by", "")
    hours = min(int(session.get(AHEAD, 0)) + STEPS[by], MOST_AHEAD) if by in STEPS else 0
    kept = {name: session[name] for name in (WHO, WHAT, SINCE)}
    _end_session()
    clock.set_ahead(timedelta(hours=hours))
    # A session lasts a month: without a new one, a learner would be signed out by the time that passes.
    sessions.begin(rehearsing.sign_in(current.context(), person))
    session.update({**kept, AHEAD: hours})
    return redirect(url_for("learn.learn"), 303)


@pages.post("/leave")
@policies.workshop()
def leave() -> AnyResponse:
    """Nobody is signed in any more, and the workshop's list is there again."""
    _end_session()
    sessions.end()
    return redirect(url_for(".choose"), 303)


def _end_session() -> None:
    token = sessions.token_of_session()
    if token:
        accounts.sign_out(current.context(), token)
