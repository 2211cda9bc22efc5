"""An attempt: the paper, each saved answer, putting aside, handing in, the result."""

from __future__ import annotations

from flask import Response, request

from lms.progress.corrected_results import CorrectionInWords
from lms.questions import marking
from lms.questions.kind import NotAnAnswer
from lms.questions.public import question_json
from lms.questions.quiz import Json
from lms.services.assessing import results, sitting
from lms.services.assessing.results import ObjectiveShare, Result, ResultItem
from lms.services.assessing.sitting import AttemptPage, PaperItem, QuestionNow, Saved
from lms.services.ground.refusals import Invalid, NotFound
from lms.web.api.blueprint import api
from lms.web.api.body import Body, idempotency_key, read_body
from lms.web.api.courses import step_json
from lms.web.api.values import answer, gate_json, in_language, share
from lms.web.edge import current, policies
from lms.web.edge.problems import moment_json
from lms.wording.phrases import _

FORM = "application/x-www-form-urlencoded"
_MOST_DIGITS = 4
_MOST_DIGITS_OF_SEQ = 16


@api.get("/attempts/<attempt>")
@policies.signed_in()
def attempt(attempt: str) -> Response:
    page = sitting.attempt(current.reading(), current.learner(), attempt)
    return answer(attempt_json(page), headers=in_language(page.language))


@api.put("/attempts/<attempt>/answers/<n>")
@policies.signed_in()
def save_answer(attempt: str, n: str) -> Response:
    context, learner, place = current.reading(), current.learner(), position(n)
    given, seq, seen = _of_form(attempt, place) if request.mimetype == FORM else _of_json(read_body())
    saved = sitting.save(context, learner, attempt, place, given, seq, seen)
    return answer(saved_json(saved) | ({} if seen is None else {"kept": saved.kept}))


@api.get("/attempts/<attempt>/answers/<n>")
@policies.signed_in()
def kept_answer(attempt: str, n: str) -> Response:
    now = sitting.question_now(current.reading(), current.learner(), attempt, position(n))
    return answer(now_json(now))


def _of_json(body: Body) -> tuple[Json, int | None, int | None]:
    return body.answer(), body.whole("seq"), body.whole("seen")


def _of_form(attempt: str, n: int) -> tuple[Json, int | None, int | None]:
    """The answer as the fields of the examination page hold it: a page needs no script for each kind of question."""
    item = sitting.question(current.reading(), current.learner(), attempt, n)
    given = marking.from_form(item.question, request.form.to_dict(flat=False))
    if isinstance(given, NotAnAnswer):
        raise Invalid(given.reason, field="answer")
    return given, sequence(request.form.get("seq")), sequence(request.form.get("seen"), "seen")


@api.put("/attempts/<attempt>/marks/<n>")
@policies.signed_in()
def mark_question(attempt: str, n: str) -> Response:
    marked = read_body().yes("marked", needed=True)
    sitting.mark_for_review(current.reading(), current.learner(), attempt, position(n), marked)
    return answer({"n": int(n), "marked": marked})


@api.post("/attempts/<attempt>/pause")
@policies.signed_in()
def pause(attempt: str) -> Response:
    page = sitting.put_aside(current.reading(), current.learner(), attempt)
    return answer(attempt_json(page), headers=in_language(page.language))


@api.post("/attempts/<attempt>/resume")
@policies.signed_in()
def resume(attempt: str) -> Response:
    page = sitting.go_on(current.reading(), current.learner(), attempt)
    return answer(attempt_json(page), headers=in_language(page.language))


@api.post("/attempts/<attempt>/submission")
@policies.signed_in()
def submit(attempt: str) -> Response:
    outcome = results.submit(current.reading(), current.learner(), attempt, idempotency_key())
    return answer(result_json(outcome), headers=in_language(outcome.language))


@api.get("/attempts/<attempt>/result")
@policies.signed_in()
def result(attempt: str) -> Response:
    outcome = results.result(current.reading(), current.learner(), attempt)
    return answer(result_json(outcome), headers=in_language(outcome.language))


def position(n: str) -> int:
    """The position of a question, as an address names it. Anything else is no question at all."""
    if not (n.isascii() and n.isdigit() and len(n) <= _MOST_DIGITS):
        raise NotFound(_("There is no such question in this examination."))
    return int(n)


def sequence(written: str | None, field: str = "seq") -> int | None:
    """The number that savings are counted with. Where a form sends none, the server counts."""
    if written is None:
        return None
    if not (written.isascii() and written.isdigit() and len(written) <= _MOST_DIGITS_OF_SEQ):
        raise Invalid(f"“{field}” must be a whole number.", field=field)
    return int(written)


def attempt_json(page: AttemptPage) -> dict[str, Json]:
    return {
        "id": page.id,
        "assessment": page.assessment,
        "title": page.title,
        "language": page.language or None,
        "languages": list(page.languages),
        "in_part": list(page.in_part),
        "number": page.number,
        "state": page.state,
        "started": moment_json(page.started),
        "deadline": moment_json(page.deadline),
        "server_time": moment_json(page.server_time),
        "seconds_left": None if page.time_left is None else int(page.time_left.total_seconds()),
        "may_put_aside": page.may_put_aside,
        "questions": [item_json(one) for one in page.items],
    }


def item_json(item: PaperItem) -> dict[str, Json]:
    return (
        {"n": item.n}
        | question_json(item.question)
        | {"answer": item.answer, "seq": item.seq, "saved_at": moment_json(item.saved_at), "marked": item.marked}
    )


def saved_json(saved: Saved) -> dict[str, Json]:
    return {"n": saved.n, "answer": saved.answer, "seq": saved.seq, "saved_at": moment_json(saved.saved_at)}


def now_json(now: QuestionNow) -> dict[str, Json]:
    return {
        "n": now.item.n,
        "answer": now.item.answer,
        "seq": now.item.seq,
        "saved_at": moment_json(now.item.saved_at),
        "marked": now.item.marked,
        "state": now.state,
        "deadline": moment_json(now.deadline),
        "server_time": moment_json(now.server_time),
    }


def result_json(outcome: Result) -> dict[str, Json]:
    """The result; what the policy does not show is null or empty."""
    return {
        "attempt": outcome.attempt,
        "assessment": outcome.assessment,
        "title": outcome.title,
        "language": outcome.language or None,
        "languages": list(outcome.languages),
        "in_part": list(outcome.in_part),
        "number": outcome.number,
        "state": outcome.state,
        "ended": moment_json(outcome.ended),
        "shows": list(outcome.shows),
        "pass_mark": share(outcome.pass_mark),
        "share": share(outcome.share),
        "passed": outcome.passed,
        "objectives": [objective_json(one) for one in outcome.by_objective],
        "readings": [advice_json(one) for one in outcome.by_objective],
        "questions": [result_item_json(one) for one in outcome.items],
        "next_attempt": gate_json(outcome.next_attempt) if outcome.next_attempt is not None else None,
        "next": step_json(outcome.next),
        "corrections": [correction_json(one) for one in outcome.corrections],
    }


def correction_json(told: CorrectionInWords) -> dict[str, Json]:
    """What was corrected after the end, and what the result was before and is since."""
    return {
        "at": moment_json(told.at),
        "text": told.text,
        "share_before": share(told.share_before),
        "share": share(told.share),
        "passed_before": told.passed_before,
        "passed": told.passed,
        "pass_kept": told.pass_kept,
    }


def objective_json(reached: ObjectiveShare) -> dict[str, Json]:
    return {"id": reached.objective, "objective": reached.text, "share": share(reached.share)}


def advice_json(reached: ObjectiveShare) -> dict[str, Json]:
    """What to read about an objective, and whether it needs it."""
    lessons = [{"path": one.path, "title": one.title} for one in reached.readings]
    return {"objective": reached.objective, "enough": reached.enough, "lessons": lessons}


def result_item_json(item: ResultItem) -> dict[str, Json]:
    return (
        {"n": item.n}
        | question_json(item.question)
        | {"answer": item.answer, "share": share(item.share), "right_answer": item.right, "why": dict(item.why)}
        | {"parts": dict(item.parts)}
    )
