"""The lists of the console, for programs: what the pages show, and nothing more."""

from __future__ import annotations

from flask import Response, request

from lms.practice.duties import Duty
from lms.questions.quiz import Json
from lms.services.appointing import looking, mails_sent
from lms.services.appointing.looking import Asked
from lms.services.assessing import attempt_acts, staff_acts
from lms.services.deciding import people
from lms.services.ground.refusals import NotFound
from lms.services.reviewing import desk
from lms.store.people import Known
from lms.web.api.blueprint import api
from lms.web.api.body import idempotency_key, read_body
from lms.web.api.values import answer, offers_json
from lms.web.edge import current, policies
from lms.web.edge.problems import moment_json

EVERY_DUTY = tuple(duty.value for duty in Duty)
LONGEST = 254


@api.get("/staff/tasks")
@policies.duty(*EVERY_DUTY, "admin")
def staff_tasks() -> Response:
    """What one's duties ask for now, and which act of a scheme waits for whom."""
    seen = desk.of(current.context(), current.learner())
    told: dict[str, Json] = {
        "duties": {scheme: [duty.value for duty in held] for scheme, held in seen.held.items()},
        "tasks": [
            {"task": one.words, "page": one.page, "since": moment_json(one.since), "due": moment_json(one.due)}
            for one in seen.tasks
        ],
        "waits": [{"scheme": one.scheme, "sentences": list(one.sentences)} for one in seen.gaps],
    }
    return answer(told)


@api.get("/staff/people")
@policies.duty("registrar", "decider")
def staff_people() -> Response:
    found, onward = people.listed(current.context(), current.learner(), _text("words"), current.number("before"))
    return answer({"people": [_known(one) for one in found], "before": onward or None})


@api.get("/staff/people/<int:account_id>")
@policies.duty("registrar", "decider")
def staff_person(account_id: int) -> Response:
    looked = people.look(current.context(), current.learner(), account_id)
    told: dict[str, Json] = {
        **_known(looked.known),
        "attempts": [
            {
                "id": one.id,
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


@api.get("/staff/attempts/<attempt>")
@policies.duty("registrar")
def staff_attempt(attempt: str) -> Response:
    return answer(_attempt(attempt))


@api.post("/staff/attempts/<attempt>/<act>")
@policies.duty("registrar")
def act_on_attempt(attempt: str, act: str) -> Response:
    """Grant, reopen or extend; `minutes` belongs to the last."""
    body = read_body()
    idempotency_key()
    ctx, person, reason = current.context(), current.learner(), body.text_or("reason")
    if act == "grant":
        attempt_acts.grant(ctx, person, attempt[:LONGEST], reason)
    elif act == "reopen":
        attempt_acts.reopen(ctx, person, attempt[:LONGEST], reason)
    elif act == "extend":
        attempt_acts.extend(ctx, person, attempt[:LONGEST], body.whole("minutes") or 0, reason)
    else:
        raise NotFound(staff_acts.NOBODY)
    return answer(_attempt(attempt))


def _attempt(attempt: str) -> dict[str, Json]:
    looked = attempt_acts.look(current.context(), current.learner(), attempt[:LONGEST])
    record = looked.record
    return {
        "id": record.id,
        "email": looked.email,
        "assessment": record.assessment,
        "number": record.number,
        "state": record.state,
        "started": moment_json(record.started_at),
        "deadline": moment_json(record.deadline),
        "ended": moment_json(record.ended_at),
        "passed": record.passed,
        "acts": offers_json(looked.offers),
    }


@api.get("/staff/mails")
@policies.duty("admin")
def staff_mails() -> Response:
    found, onward = mails_sent.listed(
        current.context(), current.learner(), _text("recipient"), current.number("before")
    )
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


@api.post("/staff/mails/<int:mail_id>/again")
@policies.duty("admin")
def staff_mail_again(mail_id: int) -> Response:
    read_body(may_be_empty=True)
    idempotency_key()
    mails_sent.again(current.context(), current.learner(), mail_id)
    return answer({"id": mail_id})


@api.get("/staff/audit")
@policies.duty("admin")
def staff_audit() -> Response:
    names = ("thing", "act", "person", "first_day", "last_day")
    asked = Asked(**{name: _text(name) for name in names})
    page = looking.page(current.context(), current.learner(), asked, current.number("before"))
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
