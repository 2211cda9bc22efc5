"""What a door can ask for. Each kind is one module in `requirements`: nothing else knows its names, words and ways."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lms.content.reading.model import Catalog
from lms.content.reading.targets import WHOLE, Target
from lms.progress.records import Records
from lms.sources.register import Register, Unknown
from lms.wording.phrases import _


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. `kind` is that of a requirement, such as lesson; `quiz` is where to go on within a lesson.

    `minutes` is about how long it still takes, 0 where that is not known. `started`: some of it is done already.
    """

    kind: str
    path: str
    title: str
    minutes: int = 0
    quiz: str = ""
    started: bool = False


class Titled(Protocol):
    """What a path can name has a title at least."""

    @property
    def title(self) -> str: ...


class Requirement(ABC):
    """One kind of what can be asked for, known by the family and the shape of its paths. All methods are pure."""

    name: str
    """What reasons and steps of this kind are called."""
    family: str
    shape: str = WHOLE

    @abstractmethod
    def find(self, catalog: Catalog, target: Target) -> Titled | None:
        """What the target names; None if there is no such thing."""

    def language(self, catalog: Catalog, target: Target) -> str:
        """The language of its title, "" where that is not known."""
        return ""

    def recorded(self, records: Records, target: Target) -> datetime | None:
        """Since when it is recorded that this is met; None if it is not."""
        return records.others.get(target.path)

    def fulfilled(self, catalog: Catalog, records: Records, target: Target) -> datetime | None:
        """Since when this is met, also where only the catalog of today says so."""
        return self.recorded(records, target)

    @abstractmethod
    def not_yet(self, catalog: Catalog, target: Target, title: str) -> str:
        """What is to be done first, in words for the learner. The title stands in it as it is."""

    def again(self, title: str) -> str:
        """What is to be done once more to renew a certificate, in words for the learner."""
        return _("Do “%(title)s” again.", title=title)

    @abstractmethod
    def address(self, target: Target) -> str:
        """Its page, from the root of the site."""

    def before(self, catalog: Catalog, target: Target) -> tuple[str, ...]:
        """The paths of what must be done before this may be begun."""
        return ()

    def parts(self, catalog: Catalog, target: Target) -> tuple[str, ...]:
        """The paths of what it is made of: it is met by them, and not by an act of its own."""
        return ()

    def step(self, catalog: Catalog, records: Records, target: Target) -> Step | None:
        """The act that does it; None for what is done by its parts."""
        found = self.find(catalog, target)
        return Step(self.name, target.path, target.path if found is None else found.title)


class UnknownRequirement(Unknown):
    """A path that names nothing which a door could ask for."""

    what = "kind of requirement"


class Requirements(Register[Requirement]):
    """Kinds of requirement by their names. The families and shapes of their paths are a closed table."""

    unknown = UnknownRequirement

    def _settle(self, kinds: Iterable[Requirement]) -> None:
        by_form: dict[tuple[str, str], Requirement] = {}
        for kind in kinds:
            other = by_form.setdefault((kind.family, kind.shape), kind)
            if other is not kind:
                raise ValueError(f"{kind.name} and {other.name} are both asked for by paths of {kind.family}")
        self._by_form = by_form
        super()._settle(by_form.values())

    def of_target(self, target: Target) -> Requirement | None:
        """The kind of a target, None where it is of none."""
        return self._by_form.get((target.family, target.shape)) if target.id else None

    def of(self, target: Target) -> Requirement:
        """The kind of a target. One of an unknown family is refused, and never taken for another."""
        kind = self.of_target(target)
        if kind is None:
            raise UnknownRequirement(target.path)
        return kind
