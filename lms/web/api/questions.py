"""Banks and questions of a scheme, for programs: the same lists and acts as the pages have. No key is told here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Response, request

from lms.practice import review_forms
from lms.practice.lives import Review
from lms.questions.quiz import Json
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Invalid, NotFound
from lms.services.reviewing import acting, adopting, listing, looking
from lms.services.reviewing.entering import Done, Wish
from lms.services.reviewing.listing import READERS, REVIEWERS, BankLine, InReview, Line
from lms.services.reviewing.looking import Look
from lms.web.api.blueprint import api
from lms.web.api.body import Body, idempotency_key, read_body
from lms.web.api.values import answer
from lms.web.edge import current, policies
from lms.web.edge.problems import moment_json

Acting = Callable[[Context, Person, Wish, Body], Done]


def _plain(act: Callable[[Context, Person, Wish], Done]) -> Acting:
    return lambda context, person, wish, _body: act(context, person, wish)


def _review(context: Context, person: Person, wish: Wish, body: Body) -> Done:
    which = body.text("review")
    if which not in list(Review):
        raise Invalid("`review` is content or fairness.", "review")
    filled = {name: body.text_or(name) for name in review_forms.fields(Review(which))}
    form = review_forms.read(Review(which), filled)
    return acting.review(context, person, wish, form, frozenset(body.texts("texts", longest=120, needed=False)))


ACTS: Mapping[str, Acting] = {
    "propose": _plain(acting.propose),
    "review": _review,
    "pilot": _plain(acting.pilot),
    "put-forward": _plain(acting.put_forward),
    "confirm": _plain(acting.confirm),
    "suspend": _plain(acting.suspend),
    "reinstate": _plain(acting.reinstate),
    "retire": lambda context, person, wish, body: acting.retire(context, person, wish, body.text_or("ground")),
}


@api.get("/staff/banks")
@policies.duty(*READERS)
def banks() -> Response:
    listed = listing.banks(current.context(), current.learner())
    return answer({"banks": [bank_json(line) for line in listed]})


@api.get("/staff/banks/<bank>")
@policies.duty(*READERS)
def bank(bank: str) -> Response:
    line, questions = listing.bank(current.context(), current.learner(), bank)
    return answer(bank_json(line) | {"questions": [line_json(one) for one in questions]})


@api.post("/staff/banks/<bank>/adopt")
@policies.duty(*READERS)
def adopt_bank(bank: str) -> Response:
    body = read_body()
    idempotency_key()
    done = adopting.adopt_bank(current.context(), current.learner(), bank, body.text_or("reason"))
    return answer({"bank": done.bank, "questions": done.questions})


@api.get("/staff/review")
@policies.duty(*REVIEWERS)
def in_review() -> Response:
    waiting = listing.in_review(current.context(), current.learner())
    return answer({"waiting": [waiting_json(one) for one in waiting]})


@api.get("/staff/questions/<bank>/<question>")
@policies.duty(*READERS)
def question(bank: str, question: str) -> Response:
    version = request.args.get("version", "").replace(policies.NO_TEXT, "")
    return answer(look_json(looking.question(current.context(), current.learner(), f"{bank}/{question}", version)))


@api.post("/staff/questions/<bank>/<question>/<act>")
@policies.duty(*READERS)
def act_on_question(bank: str, question: str, act: str) -> Response:
    """The same request with the same key is answered alike, and done once."""
    body, key = read_body(), idempotency_key()
    if act not in ACTS:
        raise NotFound("There is no such act.")
    wish = Wish(f"{bank}/{question}", body.text_or("version"), body.text_or("reason"), key or "")
    done = ACTS[act](current.context(), current.learner(), wish, body)
    return answer({"question": done.source, "version": done.version, "state": done.state.value})


def bank_json(line: BankLine) -> dict[str, Json]:
    return {
        "id": line.bank.id,
        "title": line.bank.title,
        "schemes": list(line.schemes),
        "drawn": {state.value: count for state, count in line.counts.items()},
        "in_review": line.waiting,
    }


def line_json(line: Line) -> dict[str, Json]:
    return {
        "question": line.source,
        "drawn": line.drawn.value,
        "version": line.version,
        "state": line.newest.value,
        "adopted": line.adopted,
    }


def waiting_json(one: InReview) -> dict[str, Json]:
    return {"question": one.source, "version": one.version, "review": one.review.value}


def look_json(look: Look) -> dict[str, Json]:
    return {
        "question": look.question.source,
        "version": look.told.version,
        "state": look.told.life.state.value,
        "drawn": look.drawn.value,
        "adopted": look.told.life.adopted,
        "allowed": [kind.value for kind in look.allowed],
        "versions": [{"version": one.version, "state": one.life.state.value} for one in look.versions],
        "acts": [
            {
                "act": one.told,
                "by": one.who,
                "confirmed_by": one.confirmed_by or None,
                "duty": one.duty,
                "reason": one.reason,
                "form": one.form,
                "at": moment_json(one.at),
            }
            for one in look.acts
        ],
    }
