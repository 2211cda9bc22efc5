"""Accommodations, for programs: what one asked for and has, and the same lists and acts as the pages have."""

from __future__ import annotations

from flask import Response

from lms.practice.accommodations import LONGEST_NAME, Accommodation, Needs
from lms.questions.quiz import Json
from lms.services.granting import answering, looking, requests
from lms.services.granting.answering import Given
from lms.services.granting.wishes import Wish
from lms.services.ground.refusals import Invalid, NotFound
from lms.store.accommodations import Asked
from lms.web.api.blueprint import api
from lms.web.api.body import Body, idempotency_key, read_body
from lms.web.api.values import answer, offers_json
from lms.web.edge import current, policies
from lms.web.edge.problems import moment_json


@api.get("/me/accommodations")
@policies.signed_in()
def my_accommodations() -> Response:
    mine = requests.mine(current.context(), current.learner())
    return answer({"now": mine.now.to_json(), "accommodations": [accommodation_json(one) for one in mine.all]})


@api.post("/me/accommodations")
@policies.signed_in(limit="60 per hour")
def ask_for_accommodation() -> Response:
    """The same asked for again is what waits, whatever its key."""
    body = read_body()
    idempotency_key()
    made, is_new = requests.ask(current.context(), current.learner(), wish_of(body), body.yes("had_before"))
    return answer(accommodation_json(made), 201 if is_new else 200)


@api.post("/me/accommodations/<int:number>/withdraw")
@policies.signed_in()
def withdraw_accommodation(number: int) -> Response:
    read_body(may_be_empty=True)
    idempotency_key()
    return answer(accommodation_json(requests.withdraw(current.context(), current.learner(), number)))


@api.get("/staff/accommodations")
@policies.duty("registrar")
def accommodations() -> Response:
    desk = looking.desk(current.context(), current.learner(), current.number("before"))
    told: dict[str, Json] = {
        "waiting": [_line_json(one) for one in desk.waiting],
        "holding": [_line_json(one) for one in desk.holding],
        "before": desk.before or None,
    }
    return answer(told)


@api.get("/staff/accommodations/<int:accommodation>")
@policies.duty("registrar", "decider")
def accommodation(accommodation: int) -> Response:
    looked = looking.look(current.context(), current.learner(), accommodation)
    told: dict[str, Json] = {
        **_line_json(looked.asked),
        "proposed": looked.proposal is not None,
        "acts": offers_json(looked.offers),
    }
    return answer(told)


@api.post("/staff/accommodations")
@policies.duty("registrar")
def grant_unasked() -> Response:
    body = read_body()
    idempotency_key()
    given = Given(wish_of(body), body.text_or("until"), body.text_or("reason"))
    made = answering.grant_unasked(current.context(), current.learner(), body.text("email"), given)
    return answer(accommodation_json(made), 201)


@api.post("/staff/accommodations/<int:accommodation>/confirm")
@policies.duty("registrar", "decider", fresh=True)
def confirm_refusal(accommodation: int) -> Response:
    read_body(may_be_empty=True)
    idempotency_key()
    made = answering.answer_refusal(current.context(), current.learner(), accommodation, True)
    return answer(accommodation_json(made))


@api.post("/staff/accommodations/<int:accommodation>/<act>")
@policies.duty("registrar", "decider")
def act_on_accommodation(accommodation: int, act: str) -> Response:
    """Grant, talk, refuse (which somebody else confirms), decline, end; each with a reason for the record."""
    body = read_body()
    idempotency_key()
    _do(act, accommodation, body)
    looked = looking.look(current.context(), current.learner(), accommodation)
    return answer({**_line_json(looked.asked), "proposed": looked.proposal is not None})


def _do(act: str, number: int, body: Body) -> None:
    ctx, person, reason = current.context(), current.learner(), body.text_or("reason")
    if act == "grant":
        wish = wish_of(body) if body.has("settings") else None
        answering.grant(ctx, person, number, Given(wish, body.text_or("until"), reason))
    elif act == "talk":
        answering.talk(ctx, person, number, reason)
    elif act == "refuse":
        answering.propose_refusal(ctx, person, number, body.text_or("ground", "otherwise"), reason)
    elif act == "decline":
        answering.answer_refusal(ctx, person, number, False, reason)
    elif act == "end":
        answering.end(ctx, person, number, reason)
    else:
        raise NotFound(answering.NOBODY)


def wish_of(body: Body) -> Wish:
    """The member `settings`, of the shape in which settings are told."""
    sent = body.part("settings")
    names = [name for name in ("sittings", "breaks", "whole") if sent.yes(name)]
    name = sent.text_or("name")
    if len(name) > LONGEST_NAME:
        raise Invalid(f"A name has at most {LONGEST_NAME} characters.", "name")
    return Wish(sent.text_or("time"), names, sent.text_or("helper"), name)


def accommodation_json(one: Accommodation) -> dict[str, Json]:
    """One as whoever asked may see it."""
    needs: Needs = one.needs
    return {
        "id": one.id,
        "settings": needs.to_json(),
        "had_before": one.had_before,
        "state": one.state.value,
        "asked": moment_json(one.asked_at),
        "answer_by": moment_json(one.answer_by),
        "since": moment_json(one.since),
        "until": moment_json(one.until),
        "ground": one.ground or None,
    }


def _line_json(line: Asked) -> dict[str, Json]:
    late = line.accommodation.is_late(current.context().now())
    return {**accommodation_json(line.accommodation), "name": line.name, "email": line.email, "late": late}
