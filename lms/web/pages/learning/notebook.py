"""My notebook: what I kept of tools, to read, change, print and delete. Its owner alone sees it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.content.kinds import KINDS
from lms.content.reading.kind import Kind
from lms.content.reading.targets import target_of
from lms.questions import form
from lms.services.ground.refusals import NotFound
from lms.services.learning import forms as giving
from lms.services.learning import notebook
from lms.store.notebook import Entry
from lms.web.edge import current, policies
from lms.web.pages.learning import forms
from lms.wording.phrases import _

pages = Blueprint("notebook", __name__)


@pages.get("/notebook")
@policies.signed_in()
def entries() -> str:
    return render_template("tools/notebook.html", entries=notebook.listed(current.context(), current.learner()))


@pages.get("/notebook/<int:id>")
@policies.signed_in()
def entry(id: int) -> str:
    """As it was kept, whatever became of the tool since."""
    mine = notebook.entry(current.context(), current.learner(), id)
    return render_template("tools/entry.html", entry=mine, tool=_form(mine)[1])


@pages.get("/notebook/<int:id>/change")
@policies.signed_in()
def open_to_change(id: int) -> str:
    """The tool, filled with what was kept."""
    mine = notebook.entry(current.context(), current.learner(), id)
    kind, thing = _there(mine)
    typed = form.to_form(thing.asks, mine.kept.answers)
    return forms.page_of(kind, thing, typed=typed, opened=(mine.id, mine.seq))


@pages.post("/notebook/<int:id>")
@policies.signed_in()
def change(id: int) -> AnyResponse:
    kind, thing = _there(notebook.entry(current.context(), current.learner(), id))
    return forms.change(kind, thing, id)


@pages.get("/notebook/<int:id>/delete")
@policies.signed_in()
def ask_to_delete(id: int) -> str:
    return render_template("tools/delete.html", entry=notebook.entry(current.context(), current.learner(), id))


@pages.post("/notebook/<int:id>/delete")
@policies.signed_in()
def delete(id: int) -> AnyResponse:
    notebook.remove(current.context(), current.learner(), id)
    flash(current.said(_("The entry is deleted.")))
    return redirect(url_for(".entries"), 303)


def _form(mine: Entry) -> tuple[Kind | None, Any]:
    """The form that an entry was kept of, as it is today; None where it is no longer there."""
    catalog = current.reading().catalog()
    thing = giving.find_form(catalog, mine.kept.tool)
    family = target_of(catalog.former.now(mine.kept.tool)).family
    return next((kind for kind in KINDS.values() if kind.form and kind.family == family), None), thing


def _there(mine: Entry) -> tuple[Kind, Any]:
    kind, thing = _form(mine)
    if kind is None or thing is None:
        raise NotFound(_("This tool is no longer here. What you kept of it can still be read in your notebook."))
    return kind, thing
