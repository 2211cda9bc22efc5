"""Examination pages: the cover, one question at a time, the look before handing in, and the result.

While an attempt runs, a page holds the question, what was saved for it, and the way on: never a key, a `why` or a
question that is not in the paper.
"""

from __future__ import annotations

import re
import secrets

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.questions import marking
from lms.questions.kind import NotAnAnswer
from lms.services import assessing, results
from lms.services.assessing import AttemptPage, PaperItem
from lms.services.refusals import Invalid, NotFound
from lms.web import caching, current, pictures, policies
from lms.web.api.attempts import position, sequence
from lms.web.pages import rules_in_words

pages = Blueprint("assessments", __name__)
pages.add_app_template_filter(rules_in_words.time_left, "time_left")
pages.add_app_template_filter(rules_in_words.ordinal, "ordinal")

PRIVATE = "private, no-cache"

KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What the cover gives to its form, so that two taps begin one attempt."""


IN_LANGUAGE = "language-"
"""Before the language of a button that keeps what was typed, and shows the question in another language."""


@pages.get("/assessments/<assessment>")
@policies.anyone(referrer="no-referrer")
def cover(assessment: str) -> str:
    return _cover(assessment)


@pages.get("/assessments/media/<path:file>")
@policies.public(cache=caching.ASK_AGAIN)
def media(file: str) -> Response:
    """A picture of an assessment's instructions."""
    return pictures.answer(f"assessments/media/{file}")


@pages.get("/assessments/banks/media/<path:file>")
@policies.signed_in(cache=PRIVATE)
def bank_media(file: str) -> Response:
    """A picture in a question."""
    return pictures.answer(f"assessments/banks/media/{file}", PRIVATE)


@pages.post("/assessments/<assessment>")
@policies.signed_in(referrer="no-referrer")
def start(assessment: str) -> AnyResponse | tuple[str, int]:
    agree, key = "agree" in request.form, request.form.get("key", "")
    try:
        started = assessing.start(
            current.reading(), current.learner(), assessment, agree, key if KEY.fullmatch(key) else None
        )
    except Invalid as refused:
        return _cover(assessment, refused), 422
    return _to("assessments.paper", attempt=started.attempt.id)


def _cover(assessment: str, refused: Invalid | None = None) -> str:
    seen = assessing.cover(current.reading(), current.person(), assessment)
    return render_template(
        "assessments/cover.html",
        cover=seen,
        rules=rules_in_words.rules(seen),
        person=current.person(),
        key=secrets.token_urlsafe(16),
        refused=refused,
    )


@pages.get("/attempts/<attempt>")
@policies.signed_in(referrer="no-referrer")
def paper(attempt: str) -> AnyResponse | str:
    page = assessing.attempt(current.reading(), current.learner(), attempt)
    if page.state == "paused":
        return render_template("assessments/aside.html", attempt=page)
    if page.state != "running":
        return _to("assessments.result", attempt=attempt)
    asked = request.args.get("n")
    return _question(page, _item(page, position(asked)) if asked else _where_to_go_on(page))


@pages.post("/attempts/<attempt>/answers/<n>")
@policies.signed_in(referrer="no-referrer")
def keep(attempt: str, n: str) -> AnyResponse | tuple[str, int]:
    """Keep what the form holds, and go where its button says. A script saves by the API, with the same fields."""
    context, learner = current.reading(), current.learner()
    item = assessing.question(context, learner, attempt, position(n))
    try:
        _keep(attempt, item)
    except Invalid as refused:
        return _given_back(attempt, item, refused), 422
    if ("marked" in request.form) != item.marked:
        assessing.mark_for_review(context, learner, attempt, item.n, not item.marked)
    return _onward(attempt, item.n)


def _keep(attempt: str, item: PaperItem) -> None:
    taken_back = request.form.get("go") == "clear"
    given = None if taken_back else marking.from_form(item.question, request.form.to_dict(flat=False))
    if isinstance(given, NotAnAnswer):
        raise Invalid(given.reason, field="answer")
    seq = sequence(request.form.get("seq"))
    saved = assessing.save(current.reading(), current.learner(), attempt, item.n, given, seq)
    if seq is not None and saved.seq != seq:
        # Another window counts ahead of this one. Whoever presses a button means what stands on the page.
        assessing.save(current.reading(), current.learner(), attempt, item.n, given, None)


def _given_back(attempt: str, item: PaperItem, refused: Invalid) -> str:
    """The question again, with what was typed and why it cannot be kept."""
    page = assessing.attempt(current.reading(), current.learner(), attempt)
    return _question(page, item, typed=request.form.to_dict(flat=False), refused=refused)


def _onward(attempt: str, n: int) -> AnyResponse:
    go = request.form.get("go", "")
    if go.startswith(IN_LANGUAGE):
        return _to("assessments.paper", attempt=attempt, n=n, language=go.removeprefix(IN_LANGUAGE))
    if go == "check":
        return _to("assessments.check", attempt=attempt)
    if go == "aside":
        assessing.put_aside(current.reading(), current.learner(), attempt)
        return _to("assessments.paper", attempt=attempt)
    return _to("assessments.paper", attempt=attempt, n=position(go) if go.isdigit() else n, saved=n)


@pages.post("/attempts/<attempt>/resume")
@policies.signed_in(referrer="no-referrer")
def resume(attempt: str) -> AnyResponse:
    assessing.go_on(current.reading(), current.learner(), attempt)
    return _to("assessments.paper", attempt=attempt)


@pages.get("/attempts/<attempt>/check")
@policies.signed_in(referrer="no-referrer")
def check(attempt: str) -> AnyResponse | str:
    page = assessing.attempt(current.reading(), current.learner(), attempt)
    if page.state != "running":
        return _to("assessments.paper", attempt=attempt)
    return render_template("assessments/check.html", attempt=page)


@pages.post("/attempts/<attempt>/submission")
@policies.signed_in(referrer="no-referrer")
def submit(attempt: str) -> AnyResponse:
    results.submit(current.reading(), current.learner(), attempt)
    return _to("assessments.result", attempt=attempt)


@pages.get("/attempts/<attempt>/result")
@policies.signed_in(referrer="no-referrer")
def result(attempt: str) -> str:
    outcome = results.result(current.reading(), current.learner(), attempt)
    return render_template("assessments/result.html", result=outcome)


def _question(page: AttemptPage, item: PaperItem, **more: object) -> str:
    saved = request.args.get("saved", "")
    return render_template(
        "assessments/paper.html",
        attempt=page,
        item=item,
        just_saved=_item(page, position(saved)) if saved else None,
        **({"answer": item.answer, "typed": None, "refused": None} | more),
    )


def _item(page: AttemptPage, n: int) -> PaperItem:
    if not 1 <= n <= len(page.items):
        raise NotFound("There is no such question in this examination.")
    return page.items[n - 1]


def _where_to_go_on(page: AttemptPage) -> PaperItem:
    """The first question without an answer; when all have one, the first."""
    return next((one for one in page.items if one.answer is None), page.items[0])


def _to(endpoint: str, **values: str | int) -> AnyResponse:
    return redirect(url_for(endpoint, **values), 303)  # type: ignore[arg-type]
