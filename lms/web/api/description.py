"""The API's own description, as OpenAPI 3.1."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import yaml
from flask import Response

from lms.content.kinds import KINDS as CONTENT
from lms.questions.kinds import KINDS
from lms.questions.quiz import Json
from lms.questions.register import AnyKind
from lms.web.api.blueprint import api
from lms.web.edge import policies
from lms.web.edge.policy import SIGNED_IN, STAFF

METHODS = frozenset({"get", "post", "put", "delete"})
FAMILY = "<family>"
FOR_STAFF = "/staff/"
FOLDER = Path(__file__).parent / "openapi"


@api.get("/openapi.json")
@policies.public(cache="public, max-age=300")
def description() -> Response:
    response = Response(_text(KINDS.in_order(), _families()), content_type="application/json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def document() -> dict[str, Json]:
    """The description, put together from the files beside this module and from what each kind of question says."""
    return _document(KINDS.in_order(), _families())


def _families() -> tuple[str, ...]:
    """The publications that the register of content has, as they are called in addresses."""
    return tuple(kind.family for kind in CONTENT.values() if kind.publication)


@cache
def _text(kinds: tuple[AnyKind, ...], families: tuple[str, ...]) -> str:
    return json.dumps(_document(kinds, families), ensure_ascii=False, separators=(",", ":"))


@cache
def _document(kinds: tuple[AnyKind, ...], families: tuple[str, ...]) -> dict[str, Json]:
    """The files in the order of their names; what is said of a `<family>` holds for each family of publications."""
    whole: dict[str, Json] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        _merge(whole, yaml.safe_load(path.read_text(encoding="utf-8")))
    for told in [path for path in whole["paths"] if FAMILY in path]:
        said = json.dumps({told: whole["paths"].pop(told)})
        for family in families:
            whole["paths"].update(json.loads(said.replace(FAMILY, family)))
    for path, item in whole["paths"].items():
        for method in METHODS & item.keys():
            scope = STAFF.scope_for(method) if path.startswith(FOR_STAFF) else SIGNED_IN.scope_for(method.upper())
            _name_scope(item[method], scope, whole["security"])
    _name_kinds(whole["components"]["schemas"], kinds)
    return whole


def _name_kinds(schemas: dict[str, Json], kinds: tuple[AnyKind, ...]) -> None:
    answers = " ".join(f"{kind.name}: {kind.answer_says}." for kind in kinds)
    schemas["Answer"]["description"] = schemas["Answer"]["description"].format(kinds=answers)
    schemas["QuestionType"]["enum"] = [kind.name for kind in kinds]
    for kind in kinds:
        schemas["Question"]["properties"].update(kind.members)


def _name_scope(operation: dict[str, Json], scope: str, usual: list[dict[str, Json]]) -> None:
    """Say what a token must allow."""
    ways = operation.get("security", usual)
    operation["security"] = [{"token": [scope]} if "token" in way else way for way in ways]


def _merge(into: dict[str, Json], more: dict[str, Json]) -> None:
    """Lay one mapping over another. Nothing may be said twice."""
    for name, value in more.items():
        if isinstance(value, dict) and isinstance(into.get(name), dict):
            _merge(into[name], value)
        elif name in into:
            raise ValueError(f"The description names {name} twice.")
        else:
            into[name] = value
