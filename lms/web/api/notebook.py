"""One's own notebook, for programs: what was kept of tools. An older state never takes the place of a newer one."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from lms.content.kinds import KINDS
from lms.questions import form
from lms.questions.quiz import Json
from lms.services.ground.refusals import Invalid, NotFound
from lms.services.learning import forms as giving
from lms.services.learning import notebook
from lms.services.learning.forms import Given
from lms.store.notebook import Entry
from lms.web.api.blueprint import api
from lms.web.api.body import Body, read_body
from lms.web.api.values import answer
from lms.web.edge import current, policies
from lms.web.edge.problems import moment_json

MOST = 100
"""So many at once; `after` asks for those behind the last of them."""


@api.get("/me/notebook")
@policies.signed_in()
def my_notebook() -> Response:
    """The newest first."""
    after = request.args.get("after", "")
    behind = int(after) if after.isascii() and after.isdecimal() and len(after) < 10 else 0
    found = notebook.listed(current.context(), current.learner(), behind, MOST)
    return answer([entry_json(one) for one in found])


@api.put("/me/notebook")
@policies.signed_in()
def keep_in_notebook() -> Response:
    """A new entry."""
    body = read_body()
    path, thing = _form(body.text("tool"))
    kept = notebook.keep(current.reading(), current.learner(), path, thing, _given(thing, body))
    return answer(entry_json(kept), 201)


@api.get("/me/notebook/<int:id>")
@policies.signed_in()
def notebook_entry(id: int) -> Response:
    return answer(entry_json(notebook.entry(current.context(), current.learner(), id)))


@api.put("/me/notebook/<int:id>")
@policies.signed_in()
def change_in_notebook(id: int) -> Response:
    """Other answers. `seq` is that of the state that was read."""
    before = notebook.entry(current.context(), current.learner(), id)
    body = read_body()
    seq = body.whole("seq")
    if seq is None:
        raise Invalid("“seq” is missing.", field="seq")
    path, thing = _form(before.kept.tool)
    given = _given(thing, body)
    return answer(entry_json(notebook.change(current.reading(), current.learner(), id, seq, path, thing, given)))


@api.delete("/me/notebook/<int:id>")
@policies.signed_in()
def delete_from_notebook(id: int) -> Response:
    notebook.remove(current.context(), current.learner(), id)
    return Response(status=204)


def entry_json(entry: Entry) -> dict[str, Json]:
    kept = entry.kept
    return {
        "id": entry.id,
        "tool": kept.tool,
        "n": entry.n,
        "seq": entry.seq,
        "at": moment_json(entry.at),
        "title": kept.title,
        "language": kept.language,
        "answers": dict(kept.answers),
        "text": kept.gave,
    }


def _form(word: str) -> tuple[str, Any]:
    """The form that a path names, such as `tools/disclosure`, by its path of today."""
    catalog = current.reading().catalog()
    thing = giving.find_form(catalog, word)
    if thing is None:
        forms = (kind for kind in KINDS.values() if kind.form)
        raise NotFound(f"There is no such {' or '.join(kind.name for kind in forms)}.")
    return catalog.former.now(word), thing


def _given(thing: Any, body: Body) -> Given:
    """What comes of the answers that were sent by ask; Invalid, at the first that is none."""
    sent = body.object("answers")
    unknown = sorted(set(sent) - {ask.id for ask in thing.asks})
    if unknown:
        raise Invalid(f"“{unknown[0][:80]}” is not asked there.", field="answers")
    filled = form.fill(thing.asks, lambda ask: sent.get(ask.id))
    for id, reason in filled.faults.items():
        raise Invalid(reason, field=id)
    return giving.give(current.reading(), thing, filled.answers)
