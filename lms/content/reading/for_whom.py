"""For whom a thing is: by experience, and by the paths that people walk."""

from __future__ import annotations

from collections.abc import Collection

from lms.content.reading.head import Ref
from lms.sources.fields import Fields
from lms.sources.tables import Entry, ListOf, Name, Word

LEVELS = ("new", "practising", "experienced")
PATHS = ("awareness", "legislation", "creator", "collaborator")
"""The paths of a site that describes none of its own."""

LEVEL = Entry("level", Word(LEVELS), "for whom it is, by experience", default="new")
WALKED = Entry(
    "paths",
    ListOf(Name(("path",), "creator")),
    "for whom it is, by what they want to do; a site without `content/paths/` has `awareness`, `legislation`, "
    "`creator` and `collaborator`",
    otherwise="all paths",
)


def read_paths(fields: Fields) -> tuple[Ref, ...] | None:
    """The paths that a thing is for, as its author names them; None where they name none, which means all."""
    if not fields.has(WALKED.key):
        return None
    return tuple(Ref(scalar.text.strip(), scalar.place) for scalar in fields.texts(WALKED.key))


def paths_of(named: Collection[Ref] | None, there: Collection[str]) -> tuple[str, ...]:
    """Those of the site's paths that a thing is for, in the order of the site."""
    if named is None:
        return tuple(there)
    words = {ref.text for ref in named}
    return tuple(path for path in there if path in words)
