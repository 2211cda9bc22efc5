"""One certificate, and what is done to it by duty; the effect of each act stands beside it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.services.appointing.asking import BarredAct
from lms.services.deciding import certificate_acts, certificate_page
from lms.services.deciding.certificate_acts import GROUNDS, Sent
from lms.services.ground.refusals import Conflict, Invalid, NotFound, Refusal
from lms.web.drawing import filters
from lms.web.edge import current, policies
from lms.web.edge.policy import STAFF
from lms.web.pages.console.frame import again, pages, typed

__all__ = ["pages"]

FIELDS = ("reason", "public", "grounds", "name")
Done = Callable[[str, Sent], str]


@pages.get("/staff/certificates/<serial>")
@policies.duty("registrar", "decider", roles=STAFF.roles)
def certificate(serial: str) -> Response:
    return _page(serial)


@pages.post("/staff/certificates/<serial>/<act>")
@policies.duty("registrar", "decider", fresh=True)
def act_on_certificate(serial: str, act: str) -> AnyResponse:
    done = ACTS.get(act)
    if done is None:
        raise NotFound(certificate_acts.NOBODY)
    try:
        said = done(serial, Sent(**typed(*FIELDS)))
    except (Invalid, Conflict, BarredAct) as refused:
        return _page(serial, refused, act)
    flash(said)
    return redirect(url_for(".certificate", serial=serial), 303)


def _page(serial: str, refused: Refusal | None = None, act: str = "") -> Response:
    context = current.context()
    looked = certificate_page.look(context, current.learner(), serial)
    credential = context.catalog().credentials.get(looked.line.record.credential)
    return again(
        "console/certificate.html",
        refused,
        looked=looked,
        line=looked.line,
        record=looked.line.record,
        title=credential.title if credential else looked.line.record.credential,
        grounds=GROUNDS,
        act=act,
        typed=typed(*FIELDS) if request.method == "POST" else {},
    )


def _correct(serial: str, sent: Sent) -> str:
    fresh = certificate_acts.correct(current.context(), current.learner(), serial, sent)
    return f"A new certificate is on its way: {fresh}."


def _suspend(serial: str, sent: Sent) -> str:
    certificate_acts.suspend(current.context(), current.learner(), serial, sent)
    return "It is suspended."


def _reinstate(serial: str, sent: Sent) -> str:
    certificate_acts.reinstate(current.context(), current.learner(), serial, sent)
    return "It is reinstated."


def _revoke(serial: str, sent: Sent) -> str:
    certificate_acts.propose_revocation(current.context(), current.learner(), serial, sent)
    return "That is proposed, and waits for a decider."


def _confirm(serial: str, sent: Sent) -> str:
    effective = certificate_acts.answer(current.context(), current.learner(), serial, True)
    return f"Confirmed. It ends on {filters.day(effective)}."


def _decline(serial: str, sent: Sent) -> str:
    certificate_acts.answer(current.context(), current.learner(), serial, False, sent.reason)
    return "Declined. The certificate stays as it is."


ACTS: dict[str, Done] = {
    "correct": _correct,
    "suspend": _suspend,
    "reinstate": _reinstate,
    "revoke": _revoke,
    "confirm": _confirm,
    "decline": _decline,
}
