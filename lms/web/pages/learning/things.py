"""The pages of all kinds of content that say where their page is and what it is drawn with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from flask import Blueprint, Response, render_template
from flask.blueprints import BlueprintSetupState

from lms.content.kinds import KINDS
from lms.content.reading.kind import Kind, Page
from lms.services.ground.refusals import NotFound
from lms.web.drawing import pictures
from lms.web.edge import current, policies


class Listed(NamedTuple):
    """A page that every page leads to."""

    title: str
    address: str


def install(pages: Blueprint) -> None:
    """Gives each kind its page, as the register is when an app is made."""
    pages.record(_add_pages)


def _add_pages(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals["listed_pages"] = listed
    for kind in KINDS.values():
        if kind.page is not None:
            state.add_url_rule(kind.page.address, kind.name, _view(kind, kind.page))
            if kind.media:
                folder = kind.media.removeprefix("content/")
                state.add_url_rule(f"/{folder}/<path:file>", f"{kind.name}_media", _files(folder))


def _view(kind: Kind, page: Page) -> Callable[..., str]:
    @policies.anyone()
    def thing(id: str = "") -> str:
        catalog = current.reading().catalog()
        found = catalog.others.get(kind.name, {}).get(id) if id else catalog.one(kind.name)
        if found is None:
            raise NotFound(page.missing)
        return render_template(page.template, thing=found, **{kind.name: found})

    return thing


def _files(folder: str) -> Callable[..., Response]:
    @policies.anyone()
    def media(file: str) -> Response:
        return pictures.answer(f"{folder}/{file}")

    return media


def listed() -> Iterator[Listed]:
    """The pages that every page leads to, where the site has them."""
    catalog = current.context().catalog()
    for kind in KINDS.values():
        found = catalog.one(kind.name) if kind.page is not None and kind.page.listed else None
        if kind.page is not None and found is not None:
            yield Listed(found.title, kind.page.address)
