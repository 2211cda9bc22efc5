"""The texts in the tables of a scheme, as a translation has them: statements, domains, and who governs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from lms.content.reading.kind import Front
from lms.content.reading.names import id_of_title
from lms.content.reading.nodes import plain_text, texts_by_key
from lms.content.reading.schemes import Body, Scheme
from lms.sources.yamltext import Mapping_, Node, Scalar, Sequence

TABLES = (
    ("routes", "route", "the statements that are signed, by the ids of their routes"),
    ("domains", "domain", "the names of the domains, by their ids"),
    (
        "governance",
        "role or member",
        "roles and members, each by the original's words as an id: `the-chair` for `The Chair`",
    ),
)
"""Each table with what its texts are of, and what it says."""

_NAMED_BY_ID = {"routes": "statement", "domains": "title"}


def translated_texts(get: Callable[[str], Node | None]) -> Iterator[tuple[str, Scalar]]:
    """The texts by part. An original has its tables as lists, a translation has texts by id."""
    for table, _of, _says in TABLES:
        node = get(table)
        for id, text in texts_by_key(node):
            yield f"{table}.{id}", text
        for row in node.items if isinstance(node, Sequence) else ():
            if isinstance(row, Mapping_):
                yield from ((f"{table}.{id}", text) for id, text in _texts_of(table, row) if id and text.text.strip())


def _texts_of(table: str, row: Mapping_) -> Iterator[tuple[str, Scalar]]:
    if table in _NAMED_BY_ID:
        if isinstance(text := row.entries.get(_NAMED_BY_ID[table]), Scalar):
            yield plain_text(row, "id"), text
        return
    members = row.entries.get("members")
    for one in (row.entries.get("role"), *(members.items if isinstance(members, Sequence) else (members,))):
        if isinstance(one, Scalar):
            yield id_of_title(one.text), one


def translated(scheme: Scheme, front: Front, language: str) -> Mapping[str, Any]:
    """The tables in the language, if all of them are: a list in two languages helps nobody."""
    missing = False

    def said(table: str, id: str, original: str) -> str:
        nonlocal missing
        text = front(f"{table}.{id}") if original else ""
        missing = missing or text is None
        return original if text is None else text

    def governs(original: str) -> str:
        return said("governance", id_of_title(original), original)

    changed = {
        "routes": tuple(replace(one, statement=said("routes", one.id, one.statement)) for one in scheme.routes),
        "domains": tuple(replace(one, title=said("domains", one.id, one.title)) for one in scheme.domains),
        "governance": tuple(Body(governs(one.role), tuple(map(governs, one.members))) for one in scheme.governance),
    }
    return {} if missing else {**changed, "spoken": language}
