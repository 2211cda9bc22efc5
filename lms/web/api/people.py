"""Who is asking, and how far they are."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response

from lms.practice.accommodations import Needs
from lms.questions.quiz import Json
from lms.services.assessing import overview as overviews
from lms.services.assessing.overview import AssessmentLine, Overview
from lms.services.granting import requests
from lms.services.ground.person import Person
from lms.services.learning.courses import CoursePage
from lms.web.api.blueprint import api
from lms.web.api.courses import progress_json, step_json
from lms.web.api.values import answer, reasons_of, share, state_of
from lms.web.edge import current, policies
from lms.web.edge.problems import moment_json


@api.get("/me")
@policies.signed_in()
def me() -> Response:
    context, person = current.context(), current.learner()
    return answer(person_json(person, requests.needs_now(context.database.engine, context, person)))


@api.get("/me/progress")
@policies.signed_in()
def progress() -> Response:
    context = current.reading()
    seen = overviews.overview(context, current.learner())
    return answer(overview_json(seen, overviews.course_pages(context, seen)))


def person_json(person: Person, needs: Needs) -> dict[str, Json]:
    """Who it is; `extra_time` is null for whom no time limit holds."""
    return {
        "email": person.email,
        "name": person.name,
        "role": person.role,
        "confirmed": person.confirmed,
        "extra_time": share(needs.time),
    }


def overview_json(overview: Overview, courses: Sequence[CoursePage]) -> dict[str, Json]:
    return {
        "next": step_json(overview.next),
        "courses": [progress_json(one) for one in courses],
        "assessments": [line_json(one) for one in overview.assessments],
    }


def line_json(line: AssessmentLine) -> dict[str, Json]:
    """An assessment: passed (`done`), open, or closed with reasons; `way` is the shortest way to open it."""
    return {
        "id": line.assessment.id,
        "path": line.assessment.path,
        "title": line.assessment.title,
        "state": state_of(line.gate, line.passed),
        "reasons": reasons_of(line.gate),
        "passed": moment_json(line.passed),
        "running": line.running,
        "last_result": line.last_result,
        "way": [step_json(one) for one in line.way],
    }
