"""Certificates of a scheme, for programs: their list, one of them, and the acts on it that its page has too."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Response, request

from lms.questions.quiz import Json
from lms.services.certifying import certificate_list
from lms.services.certifying.certificate_list import Line
from lms.services.deciding import certificate_acts, certificate_page
from lms.services.deciding.certificate_acts import Sent
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import NotFound
from lms.web.api.blueprint import api
from lms.web.api.body import Body, idempotency_key, read_body
from lms.web.api.values import answer, offers_json
from lms.web.edge import current, policies
from lms.web.edge.problems import moment_json

Doing = Callable[[Context, Person, str, Sent], dict[str, Json]]


@api.get("/staff/certificates")
@policies.duty("registrar", "decider")
def staff_certificates() -> Response:
    """Those of the schemes that one sees, some at a time."""
    context = current.context()
    names = ("words", "credential", "status", "after")
    asked = {name: request.args.get(name, "").replace(policies.NO_TEXT, "").strip() for name in names}
    schemes = certificate_page.schemes_seen(context, current.learner())
    if schemes is not None and asked["credential"] not in schemes:
        asked["credential"] = schemes[0]
    page = certificate_list.page(context, **asked)
    return answer({"certificates": [line_json(line) for line in page.lines], "after": page.after or None})


@api.get("/staff/certificates/<serial>")
@policies.duty("registrar", "decider")
def staff_certificate(serial: str) -> Response:
    looked = certificate_page.look(current.context(), current.learner(), serial)
    return answer({**line_json(looked.line), "ends": moment_json(looked.ends), "acts": offers_json(looked.offers)})


@api.post("/staff/certificates/<serial>/<act>")
@policies.duty("registrar", "decider", fresh=True)
def act_on_scheme_certificate(serial: str, act: str) -> Response:
    """The same by the same person sent again is answered alike, whatever its key."""
    body = read_body()
    idempotency_key()
    if act not in ACTS:
        raise NotFound(certificate_acts.NOBODY)
    told = ACTS[act](current.context(), current.learner(), serial, _sent(body))
    return answer({"serial": serial, "act": act, **told})


def line_json(line: Line) -> dict[str, Json]:
    record = line.record
    return {
        "serial": record.serial,
        "credential": record.credential,
        "email": line.email,
        "status": line.status,
        "on_hold": line.on_hold,
        "issued": moment_json(record.issued_at),
        "expires": moment_json(record.expires_at),
    }


def _sent(body: Body) -> Sent:
    return Sent(*(body.text_or(name) for name in ("reason", "public", "grounds", "name")))


def _correct(context: Context, person: Person, serial: str, sent: Sent) -> dict[str, Json]:
    return {"replaced_by": certificate_acts.correct(context, person, serial, sent)}


def _suspend(context: Context, person: Person, serial: str, sent: Sent) -> dict[str, Json]:
    certificate_acts.suspend(context, person, serial, sent)
    return {}


def _reinstate(context: Context, person: Person, serial: str, sent: Sent) -> dict[str, Json]:
    certificate_acts.reinstate(context, person, serial, sent)
    return {}


def _revoke(context: Context, person: Person, serial: str, sent: Sent) -> dict[str, Json]:
    return {"proposal": certificate_acts.propose_revocation(context, person, serial, sent).id}


def _confirm(context: Context, person: Person, serial: str, _sent: Sent) -> dict[str, Json]:
    return {"ends": moment_json(certificate_acts.answer(context, person, serial, True))}


def _decline(context: Context, person: Person, serial: str, sent: Sent) -> dict[str, Json]:
    certificate_acts.answer(context, person, serial, False, sent.reason)
    return {}


ACTS: Mapping[str, Doing] = {
    "correct": _correct,
    "suspend": _suspend,
    "reinstate": _reinstate,
    "revoke": _revoke,
    "confirm": _confirm,
    "decline": _decline,
}
