"""Accommodations before whoever answers: what waits, what holds, and one of them with the acts on it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.practice import accommodation_words as words
from lms.practice.accommodations import LONGEST_NAME, NO_LIMIT, USUAL, Ground, Needs
from lms.services.appointing.asking import BarredAct
from lms.services.granting import answering, looking
from lms.services.granting.answering import Given
from lms.services.granting.wishes import SWITCHES, Wish
from lms.services.ground.refusals import Conflict, Invalid, NotFound, Refusal
from lms.web.edge import current, policies
from lms.web.edge.policy import STAFF
from lms.web.pages.assessing.accommodations import wish_sent
from lms.web.pages.console.frame import again, pages, typed

__all__ = ["pages"]

FIELDS = ("reason", "until", "ground", "email")
Done = Callable[[int], str]


@pages.get("/staff/accommodations")
@policies.duty("registrar", roles=STAFF.roles)
def accommodations() -> Response:
    return _list()


@pages.post("/staff/accommodations")
@policies.duty("registrar", roles=STAFF.roles)
def grant_unasked() -> AnyResponse:
    """For somebody who asked by another way than the page."""
    sent = typed(*FIELDS)
    try:
        given = Given(wish_sent(), sent["until"], sent["reason"])
        made = answering.grant_unasked(current.context(), current.learner(), sent["email"], given)
    except (Invalid, Conflict, BarredAct, NotFound) as refused:
        return _list(refused)
    flash("Granted. They are told by mail.")
    return redirect(url_for("staff.accommodation", accommodation=made.id), 303)


@pages.get("/staff/accommodations/<int:accommodation>")
@policies.duty("registrar", "decider", roles=STAFF.roles)
def accommodation(accommodation: int) -> Response:
    return _page(accommodation)


@pages.post("/staff/accommodations/<int:accommodation>/confirm")
@policies.duty("registrar", "decider", roles=STAFF.roles, fresh=True)
def confirm_refusal(accommodation: int) -> AnyResponse:
    return _do(accommodation, "confirm", _confirm)


@pages.post("/staff/accommodations/<int:accommodation>/<act>")
@policies.duty("registrar", "decider", roles=STAFF.roles)
def act_on_accommodation(accommodation: int, act: str) -> AnyResponse:
    done = ACTS.get(act)
    if done is None:
        raise NotFound(answering.NOBODY)
    return _do(accommodation, act, done)


def _do(accommodation: int, act: str, done: Done) -> AnyResponse:
    try:
        said = done(accommodation)
    except (Invalid, Conflict, BarredAct) as refused:
        return _page(accommodation, refused, act)
    flash(said)
    return redirect(url_for(".accommodations"), 303)


def _list(refused: Refusal | None = None) -> Response:
    before = current.number("before")
    desk = looking.desk(current.context(), current.learner(), before)
    shown = {"desk": desk, "before": before, "words": words, "now": current.context().now()}
    wish = wish_sent() if request.method == "POST" else Wish()
    return again("console/accommodations.html", refused, typed=typed(*FIELDS), wish=wish, longest=LONGEST_NAME, **shown)


def _page(accommodation: int, refused: Refusal | None = None, act: str = "") -> Response:
    looked = looking.look(current.context(), current.learner(), accommodation)
    one = looked.asked.accommodation
    return again(
        "console/accommodation.html",
        refused,
        looked=looked,
        one=one,
        words=words,
        wish=wish_sent() if act == "grant" else wish_of(one.needs),
        grounds={ground.value: ground.words for ground in Ground},
        act=act,
        typed=typed(*FIELDS) if request.method == "POST" else {},
        longest=LONGEST_NAME,
        now=current.context().now(),
    )


def wish_of(needs: Needs) -> Wish:
    """Settings as the fields of a form show them."""
    time = NO_LIMIT if needs.time is None else "" if needs.time == USUAL else str(needs.time)
    return Wish(time, [name for name in SWITCHES if getattr(needs, name)], needs.helper, needs.name)


def _grant(accommodation: int) -> str:
    sent = typed(*FIELDS)
    given = Given(wish_sent(), sent["until"], sent["reason"])
    answering.grant(current.context(), current.learner(), accommodation, given)
    return "Granted. They are told by mail."


def _talk(accommodation: int) -> str:
    answering.talk(current.context(), current.learner(), accommodation, typed("reason")["reason"])
    return "They are asked by mail to write to the programme."


def _refuse(accommodation: int) -> str:
    sent = typed(*FIELDS)
    answering.propose_refusal(current.context(), current.learner(), accommodation, sent["ground"], sent["reason"])
    return "That is proposed, and waits for somebody else."


def _confirm(accommodation: int) -> str:
    answering.answer_refusal(current.context(), current.learner(), accommodation, True)
    return "Refused. They are told by mail, with how to answer."


def _decline(accommodation: int) -> str:
    answering.answer_refusal(current.context(), current.learner(), accommodation, False, typed("reason")["reason"])
    return "It is not refused, and waits for an answer."


def _end(accommodation: int) -> str:
    answering.end(current.context(), current.learner(), accommodation, typed("reason")["reason"])
    return "It has ended. They are told by mail."


ACTS: dict[str, Done] = {
    "grant": _grant,
    "talk": _talk,
    "refuse": _refuse,
    "decline": _decline,
    "end": _end,
}
