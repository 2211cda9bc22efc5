"""What the pages of the console share: their blueprint, and a form that was refused, with all that was typed."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, render_template, request

from lms.services.ground.refusals import Refusal
from lms.web.edge.errors import problem_of
from lms.web.pages.staff.overviews import EVERY_DUTY, pages

__all__ = ["EVERY_DUTY", "again", "pages", "typed"]

LONGEST = 2000


def typed(*names: str) -> dict[str, str]:
    """What was written into these fields, shortened to what is read of them."""
    return {name: request.form.get(name, "").replace("\0", "")[:LONGEST] for name in names}


def again(template: str, refused: Refusal | None, **shown: Any) -> Response:
    """A page, or the same after a refusal, which is told at its head and keeps what was typed."""
    told = {"bars": getattr(refused, "bars", ()), "field": getattr(refused, "field", "")}
    page = render_template(template, refused=refused, **told, **shown)
    return make_response(page, 200 if refused is None else problem_of(refused).status)
