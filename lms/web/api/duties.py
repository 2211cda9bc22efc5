"""Duties and interests, for programs: the same lists and acts as the pages have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from flask import Response

from lms.practice.duties import Appointment, Duty, Interest
from lms.questions.quiz import Json
from lms.services.appointing import appoint, declaring
from lms.services.appointing.appoint import Line, Wanted
from lms.services.appointing.declaring import Declared
from lms.web.api.blueprint import api
from lms.web.api.body import Body, idempotency_key, read_body
from lms.web.api.values import answer
from lms.web.edge import current, policies
from lms.web.edge.problems import moment_json

LONGEST = 200


@api.get("/staff/duties")
@policies.duty("admin")
def duties() -> Response:
    listed, onward = appoint.listed(current.context(), current.learner(), current.number("before"))
    return answer({"duties": [duty_json(line) for line in listed], "before": onward or None})


@api.post("/staff/duties")
@policies.duty("admin", fresh=True)
def appoint_to_duty() -> Response:
    """The same appointment sent again is the one that stands, whatever its key."""
    body = read_body()
    idempotency_key()
    span = body.text_or("since"), body.text_or("until")
    wanted = Wanted(body.text("email"), body.text("duty"), body.text("scheme"), body.text("reason"), *span)
    made, is_new = appoint.appoint(current.context(), current.learner(), wanted)
    return answer(appointment_json(made, current.context().now()), 201 if is_new else 200)


@api.post("/staff/duties/<int:appointment_id>/end")
@policies.duty("admin", fresh=True)
def end_duty(appointment_id: int) -> Response:
    body = read_body()
    idempotency_key()
    ended = appoint.end(current.context(), current.learner(), appointment_id, body.text("reason"))
    return answer(appointment_json(ended, current.context().now()))


@api.get("/staff/interests")
@policies.duty("admin")
def interests() -> Response:
    listed = declaring.listed(current.context(), current.learner())
    return answer(
        {
            "year": current.context().now().year,
            "people": [
                {
                    "name": line.name,
                    "email": line.email,
                    "duties": list(line.duties),
                    "declared": None if line.declared is None else interest_json(line.declared, line.people),
                }
                for line in listed
            ],
        }
    )


@api.post("/staff/interests")
@policies.duty(*(duty.value for duty in Duty), "admin")
def declare() -> Response:
    body = read_body()
    idempotency_key()
    people, organisations = body.texts("people", longest=LONGEST), body.texts("organisations", longest=LONGEST)
    payments = [_payment(one) for one in body.objects("payments")]
    made = declaring.declare(current.context(), current.learner(), Declared(people, organisations, payments))
    return answer(interest_json(made, declaring.emails_of(current.context(), made.people)), 201)


def _payment(sent: Body) -> tuple[str, str, str, str]:
    year = sent.whole("year")
    return sent.text("who"), sent.text("kind"), "" if year is None else str(year), sent.text("band")


def duty_json(line: Line) -> dict[str, Json]:
    told = appointment_json(line.appointment, current.context().now())
    return {**told, "name": line.name, "email": line.email}


def appointment_json(one: Appointment, now: datetime) -> dict[str, Json]:
    return {
        "id": one.id,
        "account": one.account,
        "duty": one.duty.value,
        "scheme": one.scheme,
        "state": one.state(now),
        "since": moment_json(one.since),
        "until": moment_json(one.until),
        "by": one.by,
        "reason": one.reason,
    }


def interest_json(one: Interest, people: Sequence[str]) -> dict[str, Json]:
    return {
        "year": one.year,
        "declared": moment_json(one.declared_at),
        "people": list(people),
        "organisations": list(one.organisations),
        "payments": [asdict(paid) for paid in one.payments],
    }
