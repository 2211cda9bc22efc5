"""One attempt before a registrar, and what is done to it; the effect of each act stands beside it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.services.appointing.asking import BarredAct
from lms.services.assessing import attempt_acts, staff_acts
from lms.services.ground.refusals import Conflict, Invalid, NotFound, Refusal
from lms.web.edge import current, policies
from lms.web.pages.console.frame import again, pages, typed

__all__ = ["pages"]

FIELDS = ("reason", "minutes")
LONGEST_ID = 64
Done = Callable[[str], str]


@pages.get("/staff/attempts/<attempt>")
@policies.duty("registrar")
def attempt(attempt: str) -> Response:
    return _page(attempt)


@pages.post("/staff/attempts/<attempt>/<act>")
@policies.duty("registrar")
def act_on_attempt(attempt: str, act: str) -> AnyResponse:
    done = ACTS.get(act)
    if done is None:
        raise NotFound(staff_acts.NOBODY)
    try:
        said = done(attempt[:LONGEST_ID])
    except (Invalid, Conflict, BarredAct) as refused:
        return _page(attempt, refused, act)
    flash(said)
    return redirect(url_for(".attempt", attempt=attempt), 303)


def _page(attempt: str, refused: Refusal | None = None, act: str = "") -> Response:
    looked = attempt_acts.look(current.context(), current.learner(), attempt[:LONGEST_ID])
    sent = typed(*FIELDS) if refused else {}
    return again("console/attempt.html", refused, looked=looked, record=looked.record, act=act, typed=sent)


def _grant(attempt: str) -> str:
    attempt_acts.grant(current.context(), current.learner(), attempt, typed("reason")["reason"])
    return "They have been given one more try, and are told so by mail."


def _reopen(attempt: str) -> str:
    attempt_acts.reopen(current.context(), current.learner(), attempt, typed("reason")["reason"])
    return "It is open again, with every answer. They are told so by mail."


def _extend(attempt: str) -> str:
    sent = typed(*FIELDS)
    minutes = int(sent["minutes"]) if sent["minutes"].isdecimal() and len(sent["minutes"]) < 6 else 0
    attempt_acts.extend(current.context(), current.learner(), attempt, minutes, sent["reason"])
    return f"{minutes} more minutes. They are told so by mail."


ACTS: dict[str, Done] = {"grant": _grant, "reopen": _reopen, "extend": _extend}
