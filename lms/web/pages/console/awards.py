"""Awards by decision under a scheme: proposed by a registrar, confirmed or declined by a decider."""

from __future__ import annotations

from flask import Response, flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.services.appointing.asking import BarredAct
from lms.services.deciding import awards, awards_page
from lms.services.deciding.awards import Sent
from lms.services.ground.refusals import Conflict, Invalid, Refusal
from lms.web.edge import current, policies
from lms.web.pages.console.frame import again, pages, typed

__all__ = ["pages"]

FIELDS = ("email", "credential", "name", "awarded_for", "reason")


@pages.get("/staff/certificates/award")
@policies.duty("registrar", "decider")
def awards_waiting() -> Response:
    return _desk()


@pages.post("/staff/certificates/award")
@policies.duty("registrar", fresh=True)
def propose_award() -> AnyResponse:
    try:
        proposal = awards.propose(current.context(), current.learner(), Sent(**typed(*FIELDS)))
    except (Invalid, Conflict, BarredAct) as refused:
        return _desk(refused)
    flash("That is proposed, and waits for a decider.")
    return redirect(url_for(".award", award=proposal.id), 303)


@pages.get("/staff/certificates/award/<int:award>")
@policies.duty("registrar", "decider")
def award(award: int) -> Response:
    return _page(award)


@pages.post("/staff/certificates/award/<int:award>/confirm")
@policies.duty("decider", fresh=True)
def confirm_award(award: int) -> AnyResponse:
    return _answer(award, confirmed=True)


@pages.post("/staff/certificates/award/<int:award>/decline")
@policies.duty("decider", fresh=True)
def decline_award(award: int) -> AnyResponse:
    return _answer(award, confirmed=False)


def _answer(award: int, *, confirmed: bool) -> AnyResponse:
    try:
        serial = awards.answer(current.context(), current.learner(), award, confirmed, typed("reason")["reason"])
    except (Invalid, Conflict, BarredAct) as refused:
        return _page(award, refused)
    flash(f"Confirmed. A certificate is on its way: {serial}." if confirmed else "Declined. No certificate is issued.")
    return redirect(url_for(".award", award=award), 303)


def _desk(refused: Refusal | None = None) -> Response:
    desk = awards_page.desk(current.context(), current.learner())
    return again("console/awards.html", refused, desk=desk, typed=typed(*FIELDS), effect=awards_page.PROPOSING)


def _page(award: int, refused: Refusal | None = None) -> Response:
    looked = awards_page.look(current.context(), current.learner(), award)
    effects = {"confirm": awards_page.CONFIRMING, "decline": awards_page.DECLINING}
    return again(
        "console/award.html", refused, looked=looked, award=looked.proposal, typed=typed("reason"), effects=effects
    )
