"""What of the published content is found by its words. The index goes with the content that is served."""

from __future__ import annotations

from collections.abc import Iterator

from lms.content.kinds import KINDS
from lms.content.reading.model import Catalog
from lms.content.reading.searched import Searched
from lms.services.ground.context import Context
from lms.store import revisions, searching


def searched(catalog: Catalog) -> Iterator[Searched]:
    """All that is found, in each language that it is in: of an edition only what it has in its own language."""
    for one in (catalog, *catalog.editions.values()):
        for kind in KINDS.values():
            yield from (thing for thing in kind.searched(one) if one.language in ("", thing.language))


def make_anew(ctx: Context) -> bool:
    """Make the index of what is served, where it is of something else or not there; whether there was anything to do.

    Until the end a search answers from the one that is there.
    """
    with ctx.database.reading() as session:
        if searching.revision_found(session) == revisions.served_revision(session):
            return False
    catalog = ctx.catalog()
    things = list(searched(catalog))
    with ctx.database.writing() as session:
        if revisions.held_revision(session) != catalog.revision:
            return False
        searching.keep(session, catalog.revision, things)
    return True
