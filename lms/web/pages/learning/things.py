"""The pages of all kinds of content that say where their page is and what it is drawn with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from flask import Blueprint, Response, redirect, render_template, request
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response as AnyResponse

from lms.content.kinds import KINDS
from lms.content.reading.kind import Kind, Page
from lms.services.ground.refusals import NotFound
from lms.services.learning import following
from lms.services.learning.along import along
from lms.web.drawing import fragments, pictures, reader_pages, shared
from lms.web.drawing.fragments import Fragment, state_of
from lms.web.drawing.shared import Shared
from lms.web.edge import current, policies
from lms.web.edge.whole import HTML
from lms.web.pages.learning import lists

pages = Blueprint("things", __name__)
OF_ONE = ":"
"""Stands in an endpoint between a kind and the id of one that has an address of its own."""


class Listed(NamedTuple):
    """A page that every page leads to."""

    title: str
    address: str
    language: str


def _add_pages(state: BlueprintSetupState) -> None:
    """Gives each kind its pages, as the register is when an app is made."""
    state.app.jinja_env.globals.update(listed_pages=listed, own_page=own_page)
    for kind in KINDS.values():
        if kind.page is not None:
            state.add_url_rule(kind.page.address, kind.name, _view(kind, kind.page))
            for id in kind.page.own:
                view = _same_for_all if id in kind.page.same_for_all else _view
                state.add_url_rule(f"/{id}", f"{kind.name}{OF_ONE}{id}", view(kind, kind.page), defaults={"id": id})
            if kind.media:
                folder = kind.media.removeprefix("content/")
                state.add_url_rule(f"/{folder}/<path:file>", f"{kind.name}_media", _files(folder))


pages.record(_add_pages)


def _view(kind: Kind, page: Page) -> Callable[..., Any]:
    @policies.anyone()
    @shared.same_for_visitors
    def thing(id: str = "") -> AnyResponse | str | bytes:
        if page.all is not None and (month := lists.of_month(kind, page.all, id)) is not None:
            return month
        found = _found(kind, page, id)
        if id and page.address_of(id) != request.path:
            return redirect(page.address_of(id), 301)
        if request.query_string:
            return render_template(page.template, **_ahead(kind, found), **_named(kind, found))
        ahead = _ahead(kind, found)
        seen = (kind.name, id, state_of(ahead))
        return reader_pages.page(page.template, seen=seen, **ahead, **_named(kind, found))

    return thing


def _ahead(kind: Kind, found: Any) -> dict[str, Any]:
    """What a thing suggests to do, with how far its reader is, and what stands at the end; where it says so.

    `follows` says whether its reader walks this path, and is None where that cannot be.
    """
    context, person = current.reading(), current.person()
    is_walked = found in kind.walked(context.catalog())
    end = getattr(found, "endorsement", "")
    steps = along(context, person, (*getattr(found, "steps", ()), *([end] if end else ())))
    return {
        "steps": tuple(step for step in steps if step.path != end),
        "follows": following.follows(context, person, found.id) if person is not None and is_walked else None,
        "end": next((step for step in steps if step.path == end), None),
    }


def _same_for_all(kind: Kind, page: Page) -> Callable[..., Any]:
    """A page that knows nobody: whoever needs it leaves no trace by reading it."""

    @policies.public(cache=shared.ASK_AGAIN, referrer="no-referrer", counted=False)
    def thing(id: str) -> Response:
        found = _found(kind, page, id)
        key = (*current.edition(), kind.name, id)
        drawn = fragments.cache().get(key, lambda: _draw_for_all(page.template, _named(kind, found)))
        return shared.answer(Shared(reader_pages.fill(drawn), HTML), shared.ASK_AGAIN)

    return thing


def _draw_for_all(template: str, values: dict[str, Any]) -> Fragment:
    with reader_pages.marking() as marks:
        return marks.cut(render_template(template, **values))


def _files(folder: str) -> Callable[..., Response]:
    @policies.public(cache=shared.ASK_AGAIN)
    def media(file: str) -> Response:
        return pictures.answer(f"{folder}/{file}")

    return media


def _found(kind: Kind, page: Page, id: str) -> Any:
    catalog = current.reading().catalog()
    found = catalog.others.get(kind.name, {}).get(id) if id else catalog.one(kind.name)
    if found is None:
        raise NotFound(page.missing)
    return found


def _named(kind: Kind, found: Any) -> dict[str, Any]:
    """What its template is given: the thing, the same under the name of its kind, and the kind."""
    return {"thing": found, kind.name: found, "kind": kind}


def listed() -> Iterator[Listed]:
    """The pages that every page leads to, where the site has them."""
    catalog = (current.context() if current.for_staff() else current.reading()).catalog()
    for kind in KINDS.values():
        for thing in kind.at_the_foot(catalog):
            if kind.page is not None:
                yield Listed(thing.title, kind.page.address_of(getattr(thing, "id", "")), thing.language)


def own_page(id: str) -> Listed | None:
    """The page of this name right under the root, where the site has it."""
    catalog = current.reading().catalog()
    for kind in KINDS.values():
        if kind.page is not None and id in kind.page.own and (thing := catalog.others.get(kind.name, {}).get(id)):
            return Listed(thing.title, kind.page.address_of(id), thing.language)
    return None
