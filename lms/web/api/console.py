"""The lists of the console, for programs: what the pages show, and nothing more."""

from __future__ import annotations

from flask import Response, request

from lms.questions.quiz import Json
from lms.services.appointing import looking, mails_sent
from lms.services.appointing.looking import Asked
from lms.services.deciding import certificate_page, people
from lms.store.people import Known
from lms.web.api.blueprint import api
from lms.web.api.values import answer
from lms.web.edge import current, policies
from lms.web.edge.problems import moment_json

HIGHEST = 2**31 - 1
LONGEST = 254


@api.get("/staff/people")
@policies.duty("registrar", "decider")
def staff_people() -> Response:
    found, onward = people.listed(current.context(), current.learner(), _text("words"), _before())
    return answer({"people": [_known(one) for one in found], "before": onward or None})


@api.get("/staff/people/<int:account_id>")
@policies.duty("registrar", "decider")
def staff_person(account_id: int) -> Response:
    looked = people.look(current.context(), current.learner(), min(account_id, HIGHEST))
    told: dict[str, Json] = {
        **_known(looked.known),
        "attempts": [
            {
                "title": one.title,
                "number": one.number,
                "state": one.state,
                "started": moment_json(one.started),
                "ended": moment_json(one.ended),
                "passed": one.passed,
            }
            for one in looked.attempts
        ],
        "certificates": [{"serial": one.serial, "credential": one.credential} for one in looked.certificates],
    }
    return answer(told)


@api.get("/staff/certificates/<serial>")
@policies.duty("registrar", "decider")
def staff_certificate(serial: str) -> Response:
    looked = certificate_page.look(current.context(), current.learner(), serial)
    record = looked.line.record
    told: dict[str, Json] = {
        "serial": record.serial,
        "credential": record.credential,
        "email": looked.line.email,
        "status": looked.line.status,
        "on_hold": looked.line.on_hold,
        "ends": moment_json(looked.ends),
        "acts": [
            {
                "act": one.key,
                "effect": one.effect,
                "bars": [{"kind": bar.kind, "message": bar.message} for bar in one.bars],
            }
            for one in looked.offers
        ],
    }
    return answer(told)


@api.get("/staff/mails")
@policies.duty("admin")
def staff_mails() -> Response:
    found, onward = mails_sent.listed(current.context(), current.learner(), _text("recipient"), _before())
    rows: list[Json] = [
        {
            "id": one.id,
            "recipient": one.recipient,
            "subject": one.subject,
            "written": moment_json(one.created_at),
            "sent": moment_json(one.sent_at),
            "due": moment_json(one.due_at),
            "fault": one.fault,
        }
        for one in found
    ]
    return answer({"mails": rows, "before": onward or None})


@api.get("/staff/audit")
@policies.duty("admin")
def staff_audit() -> Response:
    names = ("thing", "act", "person", "first_day", "last_day")
    asked = Asked(**{name: _text(name) for name in names})
    page = looking.page(current.context(), current.learner(), asked, _before())
    rows: list[Json] = [
        {
            "n": one.n,
            "at": one.at.isoformat(),
            "actor": one.actor,
            "act": one.act,
            "thing": one.subject,
            "details": one.details,
            "hash": one.hash,
        }
        for one in page.entries
    ]
    return answer({"entries": rows, "before": page.before or None})


def _known(one: Known) -> dict[str, Json]:
    return {
        "id": one.id,
        "name": one.name,
        "email": one.email,
        "joined": moment_json(one.created_at),
        "confirmed": one.confirmed_at is not None,
        "disabled": one.disabled_at is not None,
    }


def _text(name: str) -> str:
    return request.args.get(name, "").replace("\0", "").strip()[:LONGEST]


def _before() -> int:
    return min(max(0, request.args.get("before", 0, type=int)), HIGHEST)
