"""What is sent to the page of a form that an author wrote. It draws what comes of it, and keeps nothing unasked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response as AnyResponse

from lms.content.kinds import KINDS
from lms.content.reading.kind import Kind, Page
from lms.questions import form
from lms.questions.form import Filled
from lms.services.ground.refusals import NotFound, Refusal
from lms.services.learning import forms as giving
from lms.services.learning import notebook
from lms.services.learning.forms import Given
from lms.store.notebook import Entry
from lms.web.edge import current, errors, policies, sessions
from lms.wording.phrases import _

pages = Blueprint("forms", __name__)
UNCHECKED = 422
ENTRY, SEQ, KEEP = "entry", "seq", "keep"
"""Fields of the page itself. Those of an ask have a point in their names."""


def _add_pages(state: BlueprintSetupState) -> None:
    """Gives each kind of form its addresses, as the register is when an app is made."""
    for kind in KINDS.values():
        if kind.form and kind.page is not None:
            at = kind.page.address
            state.add_url_rule(at, f"{kind.name}_given", _given(kind, kind.page), methods=["POST"])
            state.add_url_rule(f"{at}/text", f"{kind.name}_text", _text(kind, kind.page), methods=["POST"])
            state.add_url_rule(f"{at}/notebook", f"{kind.name}_kept", _kept(kind, kind.page), methods=["POST"])


pages.record(_add_pages)


def _given(kind: Kind, page: Page) -> Callable[..., Any]:
    # Nothing is changed by it, and it is nobody's: a token would only give every visitor a cookie.
    @policies.anyone(csrf=False)
    def given(id: str) -> AnyResponse:
        sessions.check_own_site()
        thing = _found(kind, page, id)
        return drawn(kind, thing, filled(thing), wants_to_keep=KEEP in request.form)

    return given


def _text(kind: Kind, page: Page) -> Callable[..., Any]:
    @policies.anyone(csrf=False)
    def text(id: str) -> AnyResponse:
        sessions.check_own_site()
        thing = _found(kind, page, id)
        answered = filled(thing)
        if answered.faults:
            return drawn(kind, thing, answered)
        response = Response(_gave(thing, answered).text, content_type="text/plain; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{thing.id}.txt"'
        return response

    return text


def _kept(kind: Kind, page: Page) -> Callable[..., Any]:
    @policies.signed_in()
    def kept(id: str) -> AnyResponse:
        thing = _found(kind, page, id)
        answered = filled(thing)
        if answered.faults:
            return drawn(kind, thing, answered)
        path = f"{kind.family}/{thing.id}"
        try:
            entry = notebook.keep(current.reading(), current.learner(), path, thing, _gave(thing, answered))
        except Refusal as refused:
            return drawn(kind, thing, answered, refused=refused)
        flash(current.said(_("It is in your notebook. You alone can read it.")))
        return redirect(url_for("notebook.entry", id=entry.id), 303)

    return kept


def change(kind: Kind, thing: Any, id: int) -> AnyResponse:
    """The entry of this number with what was sent; both states, where another one came in between."""
    answered = filled(thing)
    if answered.faults:
        return drawn(kind, thing, answered)
    given, path = _gave(thing, answered), f"{kind.family}/{thing.id}"
    try:
        notebook.change(current.reading(), current.learner(), id, _number(SEQ), path, thing, given)
    except notebook.NewerKept as newer:
        return drawn(kind, thing, answered, refused=newer, newer=newer.entry)
    except NotFound:
        raise
    except Refusal as refused:
        return drawn(kind, thing, answered, refused=refused)
    flash(current.said(_("Your entry is changed.")))
    return redirect(url_for("notebook.entry", id=id), 303)


def _found(kind: Kind, page: Page, id: str) -> Any:
    thing = giving.find_form(current.reading().catalog(), f"{kind.family}/{id}")
    if thing is None:
        raise NotFound(page.missing)
    return thing


def filled(thing: Any) -> Filled:
    """What was answered in the form that was sent."""
    fields = request.form.to_dict(flat=False)
    return form.fill(thing.asks, lambda ask: form.from_form(ask, fields))


def _gave(thing: Any, answered: Filled) -> Given:
    return giving.give(current.reading(), thing, answered.answers)


def _number(name: str) -> int:
    """A whole number of a hidden field, 0 for anything else."""
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else 0


def drawn(
    kind: Kind,
    thing: Any,
    answered: Filled,
    *,
    wants_to_keep: bool = False,
    refused: Refusal | None = None,
    newer: Entry | None = None,
) -> AnyResponse:
    """The page with what came of it; or with what was typed, all of it, and what to look at again."""
    if answered.faults:
        values: dict[str, Any] = {"typed": request.form.to_dict(flat=False), "faults": answered.faults}
    else:
        values = {"typed": form.to_form(thing.asks, answered.answers), "given": _gave(thing, answered)}
    opened = (_number(ENTRY), newer.seq if newer else _number(SEQ)) if _number(ENTRY) else None
    status = UNCHECKED if answered.faults else errors.problem_of(refused).status if refused else 200
    return make_response(
        page_of(kind, thing, opened=opened, wants_to_keep=wants_to_keep, refused=refused, newer=newer, **values), status
    )


def page_of(kind: Kind, thing: Any, **values: Any) -> str:
    """The page of a form. `opened` are the number and the state of the entry of a notebook that is changed in it."""
    template = kind.page.template if kind.page is not None else ""
    return render_template(template, thing=thing, kind=kind, **{kind.name: thing}, **values)
