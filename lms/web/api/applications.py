"""Applications and decisions, for programs: the same lists and acts as the pages have."""

from __future__ import annotations

from flask import Response, request

from lms.practice.applications import Application
from lms.questions.quiz import Json
from lms.services.deciding import applying, decisions, lists, routes
from lms.services.deciding.decisions import Decided
from lms.services.deciding.lists import Line, Page
from lms.store.applications import Decision
from lms.web.api.blueprint import api
from lms.web.api.body import idempotency_key, read_body
from lms.web.api.values import answer
from lms.web.edge import current, policies
from lms.web.edge.problems import moment_json

LONGEST_ID = 32


@api.get("/me/applications")
@policies.signed_in()
def my_applications() -> Response:
    mine = applying.mine(current.context(), current.learner())
    return answer({"applications": [application_json(one) for one in mine]})


@api.get("/staff/applications")
@policies.duty("registrar", "decider")
def applications() -> Response:
    return answer(_page_json(lists.before_registrars(current.context(), current.learner(), _after())))


@api.get("/staff/applications/<application>")
@policies.duty("registrar", "decider")
def staff_application(application: str) -> Response:
    whole = lists.whole(current.context(), current.learner(), application[:LONGEST_ID])
    rests: list[Json] = [{"title": one.title, "met": moment_json(one.met)} for one in whole.evidence]
    made = [_decision_json(one) for one in whole.decisions]
    return answer({**_line_json(whole.line), "rests_on": rests, "missing": list(whole.missing), "decisions": made})


@api.post("/staff/applications/<application>/grant")
@policies.duty("registrar")
def grant_route(application: str) -> Response:
    body = read_body()
    idempotency_key()
    granted = routes.grant(current.context(), current.learner(), application[:LONGEST_ID], body.text("reason"))
    return answer(application_json(granted))


@api.get("/staff/decisions")
@policies.duty("decider")
def decisions_waiting() -> Response:
    return answer(_page_json(lists.before_deciders(current.context(), current.learner(), _after())))


@api.post("/staff/decisions")
@policies.duty("decider", fresh=True)
def decide() -> Response:
    """One decision. The same by the same person sent again is answered alike, whatever its key."""
    body = read_body()
    idempotency_key()
    id, outcome = body.text("application")[:LONGEST_ID], body.text_or("outcome")
    sent = body.text_or("reason"), body.text_or("ground")
    made = decisions.decide_as_sent(current.context(), current.learner(), id, outcome, *sent)
    return answer(_decided_json(made), 201 if made.created else 200)


def application_json(one: Application) -> dict[str, Json]:
    """An application as its applicant may see it."""
    return {
        "id": one.id,
        "credential": one.credential,
        "route": one.route,
        "state": one.state.value,
        "scheme": one.scheme,
        "version": one.version,
        "opened": moment_json(one.opened_at),
        "completed": moment_json(one.completed_at),
        "decide_by": moment_json(one.decide_by),
        "settled": moment_json(one.settled_at),
    }


def _line_json(line: Line) -> dict[str, Json]:
    told = {"name": line.name, "email": line.email, "exceptions": list(line.exceptions)}
    return {**application_json(line.application), **told, "bars": list(line.bars), "late": line.late}


def _page_json(page: Page) -> dict[str, Json]:
    return {"applications": [_line_json(line) for line in page.lines], "after": page.after or None}


def _decided_json(made: Decided) -> dict[str, Json]:
    return {**_decision_json(made.decision), "serial": made.serial or None}


def _decision_json(decision: Decision) -> dict[str, Json]:
    return {
        "id": decision.id,
        "application": decision.application,
        "outcome": decision.outcome,
        "ground": decision.ground or None,
        "reason": decision.reason or None,
        "at": moment_json(decision.at),
    }


def _after() -> str:
    return request.args.get("after", "")[:LONGEST_ID].replace(policies.NO_TEXT, "")
