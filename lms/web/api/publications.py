"""Whatever authors publish, for programs: of each kind of publication a list, and each by its id."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, request
from flask.blueprints import BlueprintSetupState

from lms.content.kinds import KINDS
from lms.content.reading.kind import Kind
from lms.questions.quiz import Json
from lms.services.ground.refusals import NotFound
from lms.web.api.blueprint import api
from lms.web.api.values import answer, in_language
from lms.web.edge import current, policies

MOST = 100
"""So many at once; `after` asks for those behind the last of them."""


def _add_views(state: BlueprintSetupState) -> None:
    for kind in KINDS.values():
        if kind.publication and kind.page is not None:
            state.add_url_rule(f"/{kind.family}", kind.family, _all_of(kind))
            state.add_url_rule(f"/{kind.family}/<id>", kind.name, _one_of(kind, kind.page.missing))


api.record(_add_views)


def _all_of(kind: Kind) -> Callable[..., Response]:
    @policies.anyone()
    def publications() -> Response:
        catalog = current.reading().catalog()
        things = sorted(catalog.others.get(kind.name, {}).items())
        behind = [thing for id, thing in things if id > request.args.get("after", "")]
        return answer([card_json(kind, one) for one in behind[:MOST]], headers=in_language(catalog.language))

    return publications


def _one_of(kind: Kind, missing: str) -> Callable[..., Response]:
    @policies.anyone()
    def publication(id: str) -> Response:
        thing = current.reading().catalog().others.get(kind.name, {}).get(id)
        if thing is None:
            raise NotFound(missing)
        return answer(
            card_json(kind, thing) | {"html": thing.html} | kind.told(thing), headers=in_language(thing.language)
        )

    return publication


def card_json(kind: Kind, thing: Any) -> dict[str, Json]:
    return {
        "id": thing.id,
        "path": f"{kind.family}/{thing.id}",
        "title": thing.title,
        "summary": thing.summary,
        "language": thing.language,
        "level": thing.level,
        "paths": list(thing.paths),
        "topics": list(thing.topics),
        "date": None if thing.date is None else thing.date.isoformat(),
    }
