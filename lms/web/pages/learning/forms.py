"""What is sent to the page of a form that an author wrote. It draws what comes of it, and keeps nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response as AnyResponse

from lms.content.kinds import KINDS
from lms.content.reading.kind import Kind, Page
from lms.questions import form
from lms.questions.form import Filled
from lms.services.ground.refusals import NotFound
from lms.services.learning import forms as giving
from lms.web.edge import current, policies, sessions

pages = Blueprint("forms", __name__)
UNCHECKED = 422


def _add_pages(state: BlueprintSetupState) -> None:
    """Gives each kind of form its addresses, as the register is when an app is made."""
    for kind in KINDS.values():
        if kind.form and kind.page is not None:
            at = kind.page.address
            state.add_url_rule(at, f"{kind.name}_given", _given(kind, kind.page), methods=["POST"])
            state.add_url_rule(f"{at}/text", f"{kind.name}_text", _text(kind, kind.page), methods=["POST"])


pages.record(_add_pages)


def _given(kind: Kind, page: Page) -> Callable[..., Any]:
    # Nothing is changed by it, and it is nobody's: a token would only give every visitor a cookie.
    @policies.anyone(csrf=False)
    def given(id: str) -> AnyResponse:
        sessions.check_own_site()
        thing = _found(kind, page, id)
        return drawn(kind, page, thing, filled(thing))

    return given


def _text(kind: Kind, page: Page) -> Callable[..., Any]:
    @policies.anyone(csrf=False)
    def text(id: str) -> AnyResponse:
        sessions.check_own_site()
        thing = _found(kind, page, id)
        answered = filled(thing)
        if answered.faults:
            return drawn(kind, page, thing, answered)
        words = giving.give(current.reading(), thing, answered.answers).text
        response = Response(words, content_type="text/plain; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{thing.id}.txt"'
        return response

    return text


def _found(kind: Kind, page: Page, id: str) -> Any:
    thing = giving.find_form(current.reading().catalog(), f"{kind.family}/{id}")
    if thing is None:
        raise NotFound(page.missing)
    return thing


def filled(thing: Any) -> Filled:
    """What was answered in the form that was sent."""
    fields = request.form.to_dict(flat=False)
    return form.fill(thing.asks, lambda ask: form.from_form(ask, fields))


def drawn(kind: Kind, page: Page, thing: Any, answered: Filled) -> AnyResponse:
    """The page with what came of it; or with what was typed, all of it, and what to look at again."""
    if answered.faults:
        values: dict[str, Any] = {"typed": request.form.to_dict(flat=False), "faults": answered.faults}
    else:
        given = giving.give(current.reading(), thing, answered.answers)
        values = {"typed": form.to_form(thing.asks, answered.answers), "given": given}
    html = render_template(page.template, thing=thing, kind=kind, **{kind.name: thing}, **values)
    return make_response(html, UNCHECKED if answered.faults else 200)
