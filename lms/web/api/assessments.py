"""Assessments: the cover, and the start of an attempt."""

from __future__ import annotations

from flask import Response, url_for

from lms.content.reading.model import Policy
from lms.content.reading.policy import policy_to_json
from lms.questions.grade import share_text
from lms.questions.quiz import Json
from lms.services.assessing import beginning, covers
from lms.services.assessing.covers import Cover, PastAttempt
from lms.web.api.attempts import attempt_json
from lms.web.api.blueprint import api
from lms.web.api.body import idempotency_key, read_body
from lms.web.api.values import answer, gate_json, in_language
from lms.web.edge import current, policies
from lms.web.edge.problems import moment_json


@api.get("/assessments/<assessment>")
@policies.anyone()
def assessment(assessment: str) -> Response:
    cover = covers.cover(current.reading(), current.person(), assessment)
    return answer(cover_json(cover), headers=in_language(cover.assessment.language))


@api.post("/assessments/<assessment>/attempts")
@policies.signed_in()
def start(assessment: str) -> Response:
    body = read_body(may_be_empty=True)
    started = beginning.start(
        current.reading(), current.learner(), assessment, body.yes("agree"), idempotency_key(), body.text_or("helper")
    )
    place = url_for("api.attempt", attempt=started.attempt.id)
    headers = {"Location": place} | in_language(started.attempt.language)
    return answer(attempt_json(started.attempt), 201 if started.created else 200, headers)


def cover_json(cover: Cover) -> dict[str, Json]:
    about = cover.assessment
    return {
        "id": about.id,
        "path": about.path,
        "title": about.title,
        "language": about.language,
        "languages": list(about.languages or (about.language,)),
        "in_part": list(about.in_part),
        "missing": list(about.missing),
        "html": about.html,
        "questions": cover.questions,
        "policy": policy_json(about.policy),
        "minutes_allowed": cover.minutes_allowed,
        **gate_json(cover.gate),
        "passed": moment_json(cover.passed),
        "running": cover.running,
        "attempts": [past_json(one) for one in cover.past],
    }


def policy_json(policy: Policy) -> dict[str, Json]:
    """The rules in words of the content format; times in whole seconds, null for what has no limit."""
    per_objective = policy.pass_mark_per_objective
    return policy_to_json(policy) | {
        "pass_mark": share_text(policy.pass_mark),
        "pass_mark_per_objective": None if per_objective is None else share_text(per_objective),
    }


def past_json(past: PastAttempt) -> dict[str, Json]:
    return {
        "id": past.id,
        "number": past.number,
        "state": past.state,
        "started": moment_json(past.started),
        "ended": moment_json(past.ended),
        "passed": past.passed,
    }
