"""JSON Schema (2020-12) for every front matter and block, drawn from the tables that the reader reads with.

A schema judges one mapping by itself, after any reader of YAML: texts that look like numbers or dates may come as such.
Whether a name leads anywhere, and whether letters and answers fit together, only a check knows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lms.content.editing.key_tables import SCENARIO, asks, front_matters, quizzes
from lms.content.kinds import KINDS as CONTENT
from lms.sources.tables import (
    Anything,
    ByKey,
    Day,
    Duration,
    Either,
    Entry,
    Group,
    Id,
    Letter,
    ListOf,
    Markdown,
    Name,
    Quantity,
    Shape,
    Share,
    Table,
    Text,
    Whole,
    Word,
    YesNo,
)

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
QUIZ, ASK = "quiz", "ask"
_ID = "[a-z0-9]+(?:-[a-z0-9]+)*"


def schema(kind: str) -> Schema:
    """The schema of one kind; `kinds` names them all."""
    if kind in (QUIZ, ASK):
        return {"$schema": DIALECT, **_any_of(kind, quizzes() if kind == QUIZ else _named(asks()))}
    table = _tables()[kind]
    drawn = _mapping(table)
    if kind in CONTENT and not CONTENT[kind].needs_front:
        drawn["type"] = ["object", "null"]
    return {"$schema": DIALECT, **drawn}


def kinds() -> tuple[str, ...]:
    """Front matters first, then blocks: a quiz of any type, one of each type, a scenario; an ask, one of each type."""
    return (*front_matters(), QUIZ, *quizzes(), "scenario", ASK, *_named(asks()))


def whole() -> Schema:
    """All of them in one document, each under its name in `$defs`."""
    drawn = {kind: _without_dialect(kind) for kind in kinds()}
    return {"$schema": DIALECT, "title": "Content format 1", "$defs": drawn}


def _tables() -> Mapping[str, Table]:
    return {**front_matters(), **quizzes(), "scenario": SCENARIO, **_named(asks())}


def _named(tables: Mapping[str, Table]) -> Mapping[str, Table]:
    """The tables of asks under names that are no names of quizzes."""
    return {f"{ASK}-{name}": table for name, table in tables.items()}


def _depending(table: Table) -> Schema:
    """What a table cannot say: how its keys depend on each other."""
    return next((dict(kind.depends[table.what]) for kind in CONTENT.values() if table.what in kind.depends), {})


def _without_dialect(kind: str) -> Schema:
    return {key: value for key, value in schema(kind).items() if key != "$schema"}


def _any_of(block: str, tables: Mapping[str, Table]) -> Schema:
    """A quiz, or an ask, whose type says which schema holds."""
    types = {name: name.removeprefix(f"{ASK}-") if block == ASK else name for name in tables}
    chosen = [
        {"if": {"properties": {"type": {"const": type}}}, "then": {"$ref": f"#/$defs/{name}"}}
        for name, type in types.items()
    ]
    return {
        "title": block,
        "type": "object",
        "required": ["id", "type"],
        "properties": {"type": {"enum": list(types.values())}},
        "allOf": chosen,
        "$defs": {name: _mapping(table) for name, table in tables.items()},
    }


def _mapping(table: Table) -> Schema:
    drawn: Schema = {
        "title": table.what,
        "type": "object",
        "properties": {entry.key: _property(entry) for entry in table.entries.values()},
        "additionalProperties": False,
    }
    needed = [entry.key for entry in table.entries.values() if entry.needed]
    if needed:
        drawn["required"] = needed
    for name, known in (*quizzes().items(), *asks().items()):
        if known is table:
            drawn["title"] = name
            drawn["properties"]["type"] = {"description": table["type"].says, "const": name}
    return drawn | _depending(table)


def _property(entry: Entry) -> Schema:
    drawn = _drawn(entry.shape)
    if not entry.needed:
        # A key with nothing behind it counts as left out.
        drawn = {"anyOf": [drawn, {"type": "null"}]}
    drawn["description"] = entry.says
    if entry.default:
        drawn["default"] = _default(entry)
    return drawn


def _default(entry: Entry) -> object:
    if isinstance(entry.shape, Whole):
        return int(entry.default)
    if isinstance(entry.shape, ListOf):
        return entry.default.split(", ")
    return entry.default


def _drawn(shape: Shape) -> Schema:
    draw: Callable[[Any], Schema] = _DRAWN[type(shape)]
    return draw(shape)


def _text(shape: Text) -> Schema:
    if shape.pattern:
        return {"type": "string", "pattern": f"^(?:{shape.pattern})$"}
    return {"type": ["string", "number", "boolean"], "pattern": r"\S"}


def _whole(shape: Whole) -> Schema:
    number = {"type": "integer", "minimum": shape.least, "maximum": shape.most}
    return {"anyOf": [number, {"type": "string", "pattern": r"^\s*-?[0-9]{1,9}\s*$"}]}


def _list(shape: ListOf) -> Schema:
    item = _drawn(shape.item)
    drawn: Schema = {"type": "array", "items": item}
    if shape.least:
        drawn["minItems"] = shape.least
    if shape.most:
        drawn["maxItems"] = shape.most
    return {"anyOf": [item, drawn]} if shape.single else drawn


def _by_key(shape: ByKey) -> Schema:
    drawn: Schema = {
        "type": "object",
        "patternProperties": {f"^(?:{shape.key})$": _drawn(shape.value)},
        "additionalProperties": False,
    }
    if shape.least:
        drawn["minProperties"] = shape.least
    if shape.most:
        drawn["maxProperties"] = shape.most
    return drawn


def _folded(word: str) -> str:
    """A pattern of a word in any letter case."""
    return "".join(f"[{letter.upper()}{letter}]" if letter.isalpha() else letter for letter in word)


_YES_NO = "|".join(map(_folded, ("yes", "no", "true", "false")))
_UNITS = "|".join(map(_folded, ("second", "minute", "hour", "day", "week")))

_DRAWN: Mapping[type, Callable[[Any], Schema]] = {
    Text: _text,
    Markdown: lambda shape: {"type": ["string", "number", "boolean"], "pattern": r"\S"},
    Id: lambda shape: {"anyOf": [{"type": "string", "pattern": rf"^\s*{_ID}\s*$"}, {"type": "integer", "minimum": 0}]},
    Letter: lambda shape: {"type": "string", "pattern": r"^\s*[A-Za-z]\s*$"},
    Word: lambda shape: {"enum": list(shape.words)},
    Whole: _whole,
    Quantity: lambda shape: {
        "anyOf": [
            {"type": "number"},
            {"type": "string", "pattern": r"^\s*[-+]?[0-9]{1,30}(?:[.,][0-9]{1,30})?\s*$"},
        ]
    },
    Share: lambda shape: {"type": "string", "pattern": r"^\s*[0-9]{1,3}(?:[.,][0-9]{1,12})?\s*%\s*$"},
    Day: lambda shape: {"type": "string", "pattern": r"^\s*[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])\s*$"},
    Duration: lambda shape: {"type": "string", "pattern": rf"^\s*[0-9]{{1,6}}\s+(?:{_UNITS})[Ss]?\s*$"},
    YesNo: lambda shape: {"anyOf": [{"type": "boolean"}, {"type": "string", "pattern": rf"^\s*(?:{_YES_NO})\s*$"}]},
    Name: lambda shape: {"anyOf": [{"type": "string", "pattern": r"\S"}, {"type": "integer"}]},
    Anything: lambda shape: {},
    ListOf: _list,
    ByKey: _by_key,
    Group: lambda shape: _mapping(shape.table),
    Either: lambda shape: {"anyOf": [_drawn(one) for one in shape.shapes]},
}
