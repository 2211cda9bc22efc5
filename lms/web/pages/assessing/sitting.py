"""Examination pages: the cover, one question at a time, the look before handing in, and the result.

While an attempt runs, a page holds the question, what was saved for it, and the way on: never a key, a `why` or a
question that is not in the paper.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Hashable, Mapping
from hashlib import sha256

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.practice.accommodations import LONGEST_NAME
from lms.questions import marking
from lms.questions.kind import NotAnAnswer
from lms.questions.quiz import Json
from lms.questions.version import canonical
from lms.services.assessing import beginning, covers, openings, results, sitting
from lms.services.assessing.sitting import AttemptPage, PaperItem
from lms.services.ground.refusals import Invalid, NotFound
from lms.web.api.attempts import position, sequence
from lms.web.drawing import pictures, reader_pages, shared
from lms.web.drawing.fragments import state_of
from lms.web.edge import current, policies
from lms.web.pages.assessing import rules_in_words
from lms.wording.phrases import _

pages = Blueprint("assessments", __name__)
pages.add_app_template_filter(rules_in_words.time_left, "time_left")
pages.add_app_template_filter(rules_in_words.state_of_question, "state_of_question")

PRIVATE = "private, no-cache"

KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What the cover gives to its form, so that two taps begin one attempt."""


TRACE = 16

IN_LANGUAGE = "language-"
"""Before the language of a button that keeps what was typed, and shows the question in another language."""


@pages.get("/assessments/<assessment>")
@policies.anyone(referrer="no-referrer")
def cover(assessment: str) -> Response:
    return shared.own(_cover(assessment))


@pages.get("/assessments/media/<path:file>")
@policies.public(cache=shared.ASK_AGAIN)
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
def start(assessment: str) -> AnyResponse | tuple[bytes, int]:
    agree, key = "agree" in request.form, request.form.get("key", "")
    try:
        started = beginning.start(
            current.reading(),
            current.learner(),
            assessment,
            agree,
            key if KEY.fullmatch(key) else None,
            request.form.get("helper", "")[:LONGEST_NAME],
        )
    except Invalid as refused:
        return _cover(assessment, refused), 422
    return _to("assessments.paper", attempt=started.attempt.id)


def _cover(assessment: str, refused: Invalid | None = None) -> bytes:
    seen = covers.cover(current.reading(), current.person(), assessment)
    return reader_pages.page(
        "assessments/cover.html",
        fresh={"key": secrets.token_urlsafe(16)},
        seen=state_of((seen, refused and (refused.field, refused.message), _is_told(seen))),
        cover=seen,
        rules=rules_in_words.rules(seen),
        person=current.person(),
        refused=refused,
    )


def _is_told(cover: covers.Cover) -> bool:
    """Whether whoever waits for it to open gets a mail then."""
    person = current.person()
    waits = person is not None and openings.opens_at(cover.gate) is not None
    return waits and openings.is_asked(current.context(), current.learner(), cover.assessment.id)


@pages.get("/attempts/<attempt>")
@policies.signed_in(referrer="no-referrer")
def paper(attempt: str) -> AnyResponse | str:
    page = sitting.attempt(current.reading(), current.learner(), attempt)
    if page.state == "paused":
        return render_template("assessments/aside.html", attempt=page)
    if page.state != "running":
        return _to("assessments.result", attempt=attempt)
    asked = current.argument("n")
    if page.policy.whole and not asked:
        left = rules_in_words.time_left(page.deadline, page.server_time) if page.deadline else ""
        return render_template("assessments/whole.html", attempt=page, left=left)
    return shared.own(_question(page, _item(page, position(asked)) if asked else _where_to_go_on(page)))


@pages.post("/attempts/<attempt>/answers/<n>")
@policies.signed_in(referrer="no-referrer")
def keep(attempt: str, n: str) -> AnyResponse | tuple[bytes, int]:
    """Keep what was changed in the form, and go where its button says. A script saves by the API with its fields."""
    item = sitting.question(current.reading(), current.learner(), attempt, position(n))
    _mark(attempt, item)
    try:
        kept = _keep(attempt, item)
    except Invalid as refused:
        return _given_back(attempt, item.n, refused=refused), 422
    if not kept:
        return _given_back(attempt, item.n, newer=True), 409
    return _onward(attempt, item.n)


def _mark(attempt: str, item: PaperItem) -> None:
    """Keep the mark “look at this one again”, where it was changed on this page."""
    wanted = "marked" in request.form
    shown = request.form.get("marked_was", "yes" if item.marked else "no") == "yes"
    if wanted != shown and wanted != item.marked:
        sitting.mark_for_review(current.reading(), current.learner(), attempt, item.n, wanted)


def _keep(attempt: str, item: PaperItem) -> bool:
    """Keep the answer where it was changed. False where another was kept since this page was opened: that one stays."""
    taken_back = request.form.get("go") == "clear"
    given = None if taken_back else marking.from_form(item.question, request.form.to_dict(flat=False))
    if isinstance(given, NotAnAnswer):
        raise Invalid(given.reason, field="answer")
    untouched = "untouched" in request.form and not taken_back
    if untouched or request.form.get("was") == trace(marking.keep(item.question, given)):
        return True
    seen = sequence(request.form.get("seen"), "seen")
    return sitting.save(current.reading(), current.learner(), attempt, item.n, given, None, seen).kept


def trace(answer: Json | NotAnAnswer) -> str:
    """A few characters by which a page knows again the answer that it showed."""
    return "" if isinstance(answer, NotAnAnswer) else sha256(canonical(answer).encode()).hexdigest()[:TRACE]


def _given_back(attempt: str, n: int, *, refused: Invalid | None = None, newer: bool = False) -> bytes:
    """The question again with what was typed: why it cannot be kept, or beside the newer answer, to choose from."""
    page = sitting.attempt(current.reading(), current.learner(), attempt)
    typed = request.form.to_dict(flat=False)
    more: dict[str, object] = {"typed": typed, "refused": refused and refused.message, "newer": newer}
    if refused:
        # The page knows no more of other windows than it did before.
        more |= {"seq": request.form.get("seen", ""), "was": request.form.get("was", "")}
    return _question(page, _item(page, n), **more)


def _onward(attempt: str, n: int) -> AnyResponse:
    go = request.form.get("go", "")
    if go.startswith(IN_LANGUAGE):
        return _to("assessments.paper", attempt=attempt, n=n, language=go.removeprefix(IN_LANGUAGE))
    if go == "check":
        return _to("assessments.check", attempt=attempt)
    if go == "whole":
        return _to("assessments.paper", attempt=attempt)
    if go == "aside":
        sitting.put_aside(current.reading(), current.learner(), attempt)
        return _to("assessments.paper", attempt=attempt)
    return _to("assessments.paper", attempt=attempt, n=position(go) if go.isdigit() else n, saved=n)


@pages.post("/attempts/<attempt>/resume")
@policies.signed_in(referrer="no-referrer")
def resume(attempt: str) -> AnyResponse:
    sitting.go_on(current.reading(), current.learner(), attempt)
    return _to("assessments.paper", attempt=attempt)


@pages.get("/attempts/<attempt>/check")
@policies.signed_in(referrer="no-referrer")
def check(attempt: str) -> AnyResponse | str:
    page = sitting.attempt(current.reading(), current.learner(), attempt)
    if page.state != "running":
        return _to("assessments.paper", attempt=attempt)
    return render_template("assessments/check.html", attempt=page, key=secrets.token_urlsafe(16))


@pages.post("/attempts/<attempt>/submission")
@policies.signed_in(referrer="no-referrer")
def submit(attempt: str) -> AnyResponse:
    key = request.form.get("key", "")
    results.submit(current.reading(), current.learner(), attempt, key if KEY.fullmatch(key) else None)
    return _to("assessments.result", attempt=attempt)


@pages.get("/attempts/<attempt>/result")
@policies.signed_in(referrer="no-referrer")
def result(attempt: str) -> str:
    outcome = results.result(current.reading(), current.learner(), attempt)
    return render_template("assessments/result.html", result=outcome)


def _question(page: AttemptPage, item: PaperItem, **more: object) -> bytes:
    saved = current.argument("saved")
    just_saved = _item(page, position(saved)) if saved else None
    return reader_pages.page(
        "assessments/paper.html",
        seen=_shown(page, item, just_saved, more),
        fresh=_times(page),
        attempt=page,
        item=item,
        just_saved=just_saved,
        **({"seq": item.seq, "was": trace(item.answer), "typed": None, "refused": None, "newer": False} | more),
    )


def _shown(page: AttemptPage, item: PaperItem, just_saved: PaperItem | None, more: Mapping[str, object]) -> Hashable:
    """What a page shows of an attempt, but for the time: of other questions no more than how far they are answered."""
    others = tuple([(one.answer is None, one.whole, one.marked) for one in page.items])
    about = page.id, page.title, page.deadline, page.may_put_aside, page.language, page.languages, page.in_part
    return about, others, _state(item), just_saved and _state(just_saved), state_of(more)


def _state(item: PaperItem) -> Hashable:
    """What a page shows of a question: which it is, since a paper stays as it was drawn, and what was saved for it."""
    return item.n, item.language, state_of(item.answer), item.seq, item.saved_at, item.marked


def _times(page: AttemptPage) -> dict[str, str]:
    """What another second makes another."""
    now = {"now": str(int(page.server_time.timestamp()))}
    if page.deadline is None:
        return now
    left = current.said(rules_in_words.time_left(page.deadline, page.server_time))
    return now | {"seconds": str(int((page.deadline - page.server_time).total_seconds())), "left": left}


def _item(page: AttemptPage, n: int) -> PaperItem:
    if not 1 <= n <= len(page.items):
        raise NotFound(_("There is no such question in this examination."))
    return page.items[n - 1]


def _where_to_go_on(page: AttemptPage) -> PaperItem:
    """The first question without an answer; else the first that is answered in part; else the first."""
    left = [*page.unanswered, *page.partly, 1]
    return page.items[left[0] - 1]


def _to(endpoint: str, **values: str | int) -> AnyResponse:
    return redirect(url_for(endpoint, **values), 303)  # type: ignore[arg-type]
