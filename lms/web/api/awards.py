"""Awards by decision under a scheme, for programs: what waits, one of them, and the acts that its pages have too."""

from __future__ import annotations

from flask import Response

from lms.questions.quiz import Json
from lms.services.deciding import awards, awards_page
from lms.services.deciding.awards import Sent
from lms.services.ground.refusals import NotFound
from lms.store.proposals import Proposal
from lms.web.api.blueprint import api
from lms.web.api.body import idempotency_key, read_body
from lms.web.api.values import answer
from lms.web.edge import current, policies
from lms.web.edge.problems import bars_json, moment_json

NOBODY = "There is nothing to answer an award with but confirm and decline."
ACTS = {"confirm": True, "decline": False}


@api.get("/staff/certificates/award")
@policies.duty("registrar", "decider")
def awards_proposed() -> Response:
    desk = awards_page.desk(current.context(), current.learner())
    return answer({"awards": [award_json(one) for one in desk.waiting], "credentials": sorted(desk.titles)})


@api.post("/staff/certificates/award")
@policies.duty("registrar", fresh=True)
def propose_award() -> Response:
    """The same by the same person sent again is answered alike, whatever its key."""
    body = read_body()
    idempotency_key()
    sent = Sent(*(body.text_or(name) for name in ("email", "credential", "name", "awarded_for", "reason")))
    return answer(award_json(awards.propose(current.context(), current.learner(), sent)))


@api.get("/staff/certificates/award/<int:award>")
@policies.duty("registrar", "decider")
def proposed_award(award: int) -> Response:
    looked = awards_page.look(current.context(), current.learner(), award)
    more: dict[str, Json] = {"email": looked.email, "serial": looked.serial or None, "bars": bars_json(looked.bars)}
    return answer({**award_json(looked.proposal), **more})


@api.post("/staff/certificates/award/<int:award>/<act>")
@policies.duty("decider", fresh=True)
def answer_award(award: int, act: str) -> Response:
    """Confirm or decline; the same by the same person sent again is answered alike."""
    body = read_body(may_be_empty=True)
    idempotency_key()
    if act not in ACTS:
        raise NotFound(NOBODY)
    serial = awards.answer(current.context(), current.learner(), award, ACTS[act], body.text_or("reason"))
    return answer({"id": award, "act": act, "serial": serial or None})


def award_json(one: Proposal) -> dict[str, Json]:
    return {
        "id": one.id,
        "credential": one.scheme,
        "name": one.body["name"],
        "awarded_for": one.body["ground"],
        "proposed": moment_json(one.at),
        "outcome": one.outcome or None,
    }
