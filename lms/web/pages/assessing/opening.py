"""What a closed door offers besides waiting: the day for a calendar, and one mail when it opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Response, flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.content.reading.model import Assessment
from lms.progress.gates import Gate
from lms.services.assessing import openings
from lms.web.drawing import calendar
from lms.web.edge import current, policies
from lms.web.pages.assessing.sitting import pages
from lms.wording.phrases import _

__all__ = ["pages"]


@dataclass(frozen=True, slots=True)
class Opening:
    """When an examination opens again for the reader, and whether they asked to be told."""

    assessment: Assessment
    at: datetime
    asked: bool


def opening(gate: Gate | None, assessment: str) -> Opening | None:
    """What a page shows beside a door that opens by itself; nothing to whom it does not wait for."""
    person, at = current.person(), openings.opens_at(gate)
    if person is None or at is None:
        return None
    return Opening(
        current.reading().catalog().assessments[assessment],
        at,
        openings.is_asked(current.context(), person, assessment),
    )


pages.add_app_template_global(opening, "opening")


@pages.get("/assessments/<assessment>/opening.ics")
@policies.signed_in()
def opening_day(assessment: str) -> Response:
    context, learner = current.reading(), current.learner()
    title, at = openings.opening_of(context, learner, assessment)
    base = context.settings.base_url
    uid = f"opening-{assessment}-{learner.id}@{base.partition('://')[2]}"
    text = calendar.event(uid, title, at, f"{base}/assessments/{assessment}", context.now())
    response = Response(text, content_type=calendar.CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{assessment}.ics"'
    return response


@pages.post("/assessments/<assessment>/opening")
@policies.signed_in()
def tell_when_open(assessment: str) -> AnyResponse:
    openings.tell_me(current.reading(), current.learner(), assessment, current.read_in())
    flash(current.said(_("We send you one mail when it opens.")))
    return redirect(url_for(".cover", assessment=assessment), 303)
