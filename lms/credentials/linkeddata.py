"""What a document says once its terms are spelt out: the bytes that are signed, and a guard that none are left out.

The one module that imports PyLD. A member that no context defines is dropped when a document is spelt out, without a
word: it would stand in the credential, and no signature would cover it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from threading import Lock
from typing import Any

from lms.credentials.contexts import NotPinned, load
from lms.questions.quiz import Json

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_NOWHERE = "https://relative.invalid/"
"""What a relative name is taken to be relative to, so that it shows. Left alone, PyLD takes an address of its own."""

_KEYWORDS = frozenset({"@id", "@type"})
_OPTIONS: dict[str, Any] = {"documentLoader": load, "processingMode": "json-ld-1.1", "base": _NOWHERE}
_one_at_a_time = Lock()
"""PyLD keeps the contexts it has read in a cache that all threads share, and does not guard it."""


class Unsigned(ValueError):
    """A part of the document that a signature would not cover."""


def quads(document: Mapping[str, Json]) -> bytes:
    """The document as canonical N-Quads (RDFC-1.0). Costly on hostile input: for documents of a known form only."""
    options = _OPTIONS | {"algorithm": "URDNA2015", "format": "application/n-quads"}
    text = _asked(lambda jsonld: jsonld.normalize(dict(document), options))
    return str(text).encode()


def check_all_signed(document: Mapping[str, Json]) -> None:
    """Raise Unsigned where a member is dropped, or a term, a type or an address comes out relative."""
    expanded = _asked(lambda jsonld: jsonld.expand(dict(document), _OPTIONS))
    for name in _names(expanded):
        if not _ABSOLUTE.fullmatch(name) or name.startswith(_NOWHERE):
            raise Unsigned(f"“{name}” comes out of the contexts as nothing absolute, so it would not be signed.")
    written, kept = _members_written(document), _members_expanded(expanded)
    if written != kept:
        raise Unsigned(f"{written} members are written and {kept} would be signed: some term is not defined.")


def _asked(ask: Callable[[Any], Json]) -> Json:
    """PyLD's answer. It wraps whatever the loader raises; a context that is not pinned is told as what it is."""
    # PyLD takes a good part of a second to import, and only a process that signs or checks needs it.
    from pyld import jsonld  # noqa: PLC0415

    with _one_at_a_time:
        try:
            return ask(jsonld)
        except jsonld.JsonLdError as fault:
            cause: BaseException | None = fault
            while cause is not None and not isinstance(cause, NotPinned):
                cause = cause.__cause__
            if cause is not None:
                raise cause from None
            raise Unsigned(f"The document can't be spelt out: {fault}") from fault


def _members_written(value: Json) -> int:
    """How many members the JSON has; each element of a list is one, a context none."""
    if isinstance(value, list):
        return sum(map(_members_written, value))
    if not isinstance(value, Mapping):
        return 0
    names = [name for name in value if name != "@context"]
    return sum(len(_listed(value[name])) + _members_written(value[name]) for name in names)


def _members_expanded(value: Json) -> int:
    """The same count of what was spelt out. A literal and a bare reference are the value of the member above them."""
    if isinstance(value, list):
        return sum(map(_members_expanded, value))
    if not isinstance(value, Mapping) or "@value" in value or set(value) == {"@id"}:
        return 0
    if "@graph" in value:
        return _members_expanded(value["@graph"])
    return sum(len(_listed(inner)) + _members_expanded(inner) for inner in value.values())


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def _names(value: Json) -> Iterator[str]:
    """Every name that was spelt out: terms, types, addresses, the types of literals."""
    if isinstance(value, list):
        for inner in value:
            yield from _names(inner)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if name in _KEYWORDS:
                yield from map(str, _listed(inner))
            elif not name.startswith("@"):
                yield name
            if name != "@value":
                yield from _names(inner)
