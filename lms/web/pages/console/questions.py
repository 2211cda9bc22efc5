"""Banks and questions of a scheme: their lives, their versions, and the acts on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.practice import review_forms
from lms.practice.acts import REVIEWS
from lms.practice.duties import Duty
from lms.practice.lives import Ground, Kind, Review
from lms.practice.review_forms import CRITERIA, LONGEST_NOTE, Form, Says
from lms.services.appointing.asking import BarredAct
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, Invalid, NotFound, Refusal
from lms.services.reviewing import acting, adopting, listing, looking
from lms.services.reviewing.entering import Done, Wish
from lms.services.reviewing.listing import READERS, REVIEWERS
from lms.web.drawing.solved import of_quiz
from lms.web.drawing.versions import apart
from lms.web.edge import current, policies
from lms.web.pages.console.frame import again, pages

__all__ = ["pages"]

REFUSED = (Invalid, Conflict, BarredAct)


def _retire(context: Context, person: Person, wish: Wish) -> Done:
    return acting.retire(context, person, wish, request.form.get("ground", ""))


ACTS: Mapping[str, Callable[[Context, Person, Wish], Done]] = {
    "propose": acting.propose,
    "pilot": acting.pilot,
    "put-forward": acting.put_forward,
    "confirm": acting.confirm,
    "suspend": acting.suspend,
    "reinstate": acting.reinstate,
    "retire": _retire,
}
"""What can be done on the page of a version, beside its review, by the last word of the address."""


SAID: Mapping[str, str] = {"put-forward": "It is put forward, and counts as soon as a decider confirms it."}
"""What is said of an act that leaves the state as it was."""


@pages.get("/review")
@policies.duty(*REVIEWERS)
def review() -> str:
    """What waits for somebody's reading."""
    return render_template("console/review.html", waiting=listing.in_review(current.context(), current.learner()))


@pages.get("/staff/banks")
@policies.duty(*READERS)
def banks() -> str:
    return render_template("console/banks.html", lines=listing.banks(current.context(), current.learner()))


@pages.get("/staff/banks/<bank>")
@policies.duty(*READERS)
def bank(bank: str) -> Response:
    return _bank_page(bank)


def _bank_page(bank_id: str, refused: Refusal | None = None) -> Response:
    line, questions = listing.bank(current.context(), current.learner(), bank_id)
    reason = request.form.get("reason", "")
    return again("console/bank.html", refused, line=line, questions=questions, reason=reason)


@pages.post("/staff/banks/<bank>/adopt")
@policies.duty(Duty.DECIDER.value)
def adopt_bank(bank: str) -> AnyResponse:
    try:
        done = adopting.adopt_bank(current.context(), current.learner(), bank, request.form.get("reason", ""))
    except REFUSED as refused:
        return _bank_page(bank, refused)
    flash(f"{done.questions} questions are approved by decision.")
    return redirect(url_for(".bank", bank=bank), 303)


@pages.post("/staff/banks/<bank>/open")
@policies.duty(*READERS)
def open_keys(bank: str) -> AnyResponse:
    """Look at the questions and keys of a bank for an hour, which is noted."""
    looking.open_keys(current.context(), current.learner(), bank)
    question, version = request.form.get("question", ""), request.form.get("version", "")
    if not question:
        return redirect(url_for(".bank", bank=bank), 303)
    return redirect(url_for(".question", bank=bank, question=question, version=version or None), 303)


@pages.get("/staff/questions/<bank>/<question>")
@pages.get("/staff/questions/<bank>/<question>/<version>")
@policies.duty(*READERS)
def question(bank: str, question: str, version: str = "") -> Response:
    return _page(f"{bank}/{question}", version)


@pages.post("/staff/questions/<bank>/<question>/<version>/review/<which>")
@policies.duty(*REVIEWERS)
def give_review(bank: str, question: str, version: str, which: str) -> AnyResponse:
    """Approve a version, or return it, by the review form."""
    if which not in list(Review):
        raise NotFound("There is no such review.")
    source, filled = f"{bank}/{question}", {name: text.replace("\0", "") for name, text in request.form.items()}
    form = review_forms.read(Review(which), filled)
    wish, texts = Wish(source, version), frozenset(request.form.getlist("texts"))
    try:
        acting.review(current.context(), current.learner(), wish, form, texts)
    except REFUSED as refused:
        return _page(source, version, refused, which)
    flash("Approved." if isinstance(form, Form) and form.approves else "Returned to its writer, with your notes.")
    return redirect(url_for(".question", bank=bank, question=question, version=version), 303)


@pages.post("/staff/questions/<bank>/<question>/<version>/<act>")
@policies.duty(*READERS)
def act_on_question(bank: str, question: str, version: str, act: str) -> AnyResponse:
    """One step in the life of a version, with its reason."""
    if act not in ACTS:
        raise NotFound("There is no such act.")
    source = f"{bank}/{question}"
    try:
        done = ACTS[act](current.context(), current.learner(), Wish(source, version, request.form.get("reason", "")))
    except REFUSED as refused:
        return _page(source, version, refused, act)
    flash(SAID.get(act, f"This version is {done.state} now."))
    return redirect(url_for(".question", bank=bank, question=question, version=version), 303)


def _page(source: str, version: str = "", refused: Refusal | None = None, which: str = "") -> Response:
    look = looking.question(current.context(), current.learner(), source, version)
    return again(
        "console/question.html",
        refused,
        seen=look,
        card=None if look.quiz is None else of_quiz(look.quiz),
        texts=[(text, of_quiz(text.quiz)) for text in look.texts],
        pieces=() if look.quiz is None or look.before is None else apart(look.before, look.quiz),
        criteria=CRITERIA,
        answers=list(Says),
        grounds=list(Ground),
        kinds=Kind,
        duty=Duty,
        reviews=REVIEWS,
        longest=LONGEST_NOTE,
        which=which,
        faults=getattr(refused, "faults", {}),
        filled=defaultdict(str, request.form),
        ticked=request.form.getlist("texts"),
    )
