"""A throw-away kind of requirement: to have been at a gathering. All that there is of it is this module."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from lms.content.reading.model import Catalog
from lms.content.reading.targets import Target
from lms.progress.requirement import Requirement
from lms.progress.requirements import REQUIREMENTS
from tests.content.throwaway.gathering import Gathering


class GatheringAttended(Requirement):
    name = "gathering"
    family = "gatherings"

    def find(self, catalog: Catalog, target: Target) -> Gathering | None:
        return catalog.others.get("gathering", {}).get(target.id)

    def language(self, catalog: Catalog, target: Target) -> str:
        found = self.find(catalog, target)
        return "" if found is None else found.language

    def not_yet(self, catalog: Catalog, target: Target, title: str) -> str:
        return f"First come to “{title}”."

    def address(self, target: Target) -> str:
        return f"/gatherings/{target.id}"

    def before(self, catalog: Catalog, target: Target) -> tuple[str, ...]:
        found = self.find(catalog, target)
        return () if found is None else found.opens_after


@contextmanager
def asked_for() -> Iterator[Requirement]:
    """The kind is there, and gone afterwards."""
    kind = GatheringAttended()
    REQUIREMENTS.add(kind)
    try:
        yield kind
    finally:
        REQUIREMENTS.remove(kind.name)
