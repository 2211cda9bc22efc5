"""Certificates: a learner's own, and the verification report for anyone."""

from __future__ import annotations

from flask import Response, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from lms.credentials.upload import LARGEST_FILE
from lms.questions.quiz import Json
from lms.services.certifying import claiming, verifying
from lms.services.certifying.claiming import Holding
from lms.services.deciding import applying, holdings
from lms.services.deciding.applying import Filled
from lms.services.ground.refusals import Invalid, NotFound
from lms.web.api.blueprint import api
from lms.web.api.body import Body, idempotency_key, read_body
from lms.web.api.values import answer
from lms.web.drawing import reports
from lms.web.edge import current, policies
from lms.web.edge.policy import FILES
from lms.web.edge.problems import moment_json, reason_json
from lms.web.edge.sent_forms import read_form
from lms.wording.phrases import _

LONGEST_NUMBER = 4000
LARGEST_LIST = 512 * 1024


@api.get("/me/certificates")
@policies.signed_in()
def my_certificates() -> Response:
    return answer([holding_json(one) for one in holdings.mine(current.context(), current.learner())])


@api.post("/me/certificates")
@policies.signed_in()
def claim_certificate() -> Response:
    """There is one certificate of each credential for each person, so the key of a repeated request adds nothing."""
    body = read_body()
    idempotency_key()
    wanted, name, agree = body.text("credential"), body.text("name"), body.yes("agree")
    if wanted in current.context().catalog().schemes:
        return _apply(body, wanted, name, agree)
    claimed = claiming.claim(current.context(), current.learner(), wanted, name, agree)
    holding = claimed.holding
    status = 202 if holding.state == "preparing" else 201 if claimed.created else 200
    return answer(holding_json(holding), status, {"Location": url_for("api.certificate", serial=holding.serial)})


def _apply(body: Body, wanted: str, name: str, agree: bool) -> Response:
    """What a person decides about is applied for; who holds it, and cannot renew it yet, gets it as it stands."""
    context, person = current.context(), current.learner()
    holding = holdings.of_credential(holdings.mine(context, person), wanted)
    if holding is not None and holding.serial is not None and holding.renewal is None:
        return answer(holding_json(holding), 200, {"Location": url_for("api.certificate", serial=holding.serial)})
    truth = body.yes("truth") if body.has("truth") else agree
    filled = Filled(body.text_or("route"), name, truth, agree, body.text_or("signature", name))
    applying.apply(context, person, wanted, filled)
    holding = holdings.of_credential(holdings.mine(context, person), wanted)
    if holding is None:
        raise NotFound(_("There is no such certificate here."))
    return answer(holding_json(holding), 202, {"Location": url_for("api.my_certificates")})


@api.get("/certificates/<path:serial>")
@policies.public(index=False, referrer="no-referrer")
def certificate(serial: str) -> Response:
    return reports.as_json(reports.look_up(serial))


@api.post("/certificates/reports")
@policies.public(index=False, referrer="no-referrer", limit="30 per minute", body=LARGEST_LIST, lane=FILES)
def several_certificates() -> Response:
    """The reports on up to 500 numbers, in their order. Nothing is counted by number or by person."""
    asked = read_body().texts("serials", longest=LONGEST_NUMBER)
    found = verifying.reports(current.context(), asked)
    lines = [{"asked": one, **reports.in_words(report).to_json()} for one, report in zip(asked, found, strict=True)]
    return reports.open_to_all(answer({"reports": lines}))


@api.post("/certificates/files")
@policies.public(index=False, referrer="no-referrer", body=reports.LARGEST_FORM, lane=FILES)
def certificate_file() -> Response:
    """What is known of a file, as the page for verifying tells it. Nothing is kept."""
    content = read_form(request, reports.LARGEST_FORM).file
    if not content:
        raise Invalid("Send one file, as multipart/form-data, in the field “file”.", field="file")
    if len(content) > LARGEST_FILE:
        raise RequestEntityTooLarge
    return reports.file_as_json(reports.look_at(content))


def holding_json(holding: Holding) -> dict[str, Json]:
    return {
        "credential": holding.credential_id,
        "title": holding.title,
        "state": holding.state,
        "serial": holding.serial,
        "status": None if holding.status is None else holding.status.value,
        "issued": moment_json(holding.issued),
        "expires": moment_json(holding.expires),
        "holder": holding.holder or None,
        "reasons": [reason_json(one) for one in holding.reasons],
        **({} if holding.decide_by is None else {"decide_by": moment_json(holding.decide_by)}),
    }
